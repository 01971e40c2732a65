/**
 * The health of domains as Markdown for a ticket. It leaves the house, so addresses are cut down to their host and
 * what a stranger may have named is made harmless; of an error only what a support desk asks for is in it.
 */
import type { DomainHealth, HealthLink } from '../../../src-main/contract/health.ts'

export interface ReportWords {
  /** Title, site, version, times, counts: one line each; the first is the heading. */
  readonly head: readonly string[]
  state(link: HealthLink): string
  /** What was found of it, after its name. */
  found(link: HealthLink): string
  /** Ids by which somebody else finds the same. */
  ids(link: HealthLink): readonly string[]
  withIds(said: string, ids: readonly string[]): string
}

/** Paths hold the token that says whose event it is, and queries hold signatures. */
const withoutAddresses = (text: string): string =>
  text
    .replace(/\b[a-z][a-z+.-]*:\/\/(?:[^\s/?#]*@)?([^\s/?#]*)[^\s]*/gi, '$1')
    .replace(/\/c\/\S*/g, '')
    .replace(/\?\S+/g, '')

const harmless = (text: string): string =>
  withoutAddresses(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*<>[\]|]/g, '\\$&')

function safeParam(name: string, value: string | number): string | number {
  if (typeof value === 'number') return value
  // An address is said by its host, which is found in the whole of it.
  if (name === 'url') return URL.canParse(value) ? `https://${new URL(value).host}` : ''
  return harmless(name === 'host' ? (value.split(/[/?#]/)[0] ?? '') : value)
}

const safe = (link: HealthLink): HealthLink => ({
  ...link,
  params: Object.fromEntries(Object.entries(link.params).map(([name, value]) => [name, safeParam(name, value)])),
})

export function healthReport(rows: readonly DomainHealth[], words: ReportWords): string {
  const [heading = '', ...facts] = words.head
  const line = (link: HealthLink) => {
    const ids = words.ids(link).map(harmless)
    const said = words.found(safe(link))
    return `- **${words.state(link)}** · ${ids.length > 0 ? words.withIds(said, ids) : said}`
  }
  return [
    `# ${heading}`,
    '',
    ...facts.map((fact) => `- ${fact}`),
    ...rows.flatMap(({ domain, links }) => ['', `## ${harmless(domain)}`, '', ...links.map(line)]),
    '',
  ].join('\n')
}

/** "UTC+08:00, Asia/Shanghai": the reader may sit in another zone. */
export function zoneAt(at: number): string {
  const offset = -new Date(at).getTimezoneOffset()
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0')
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return `UTC${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}, ${timeZone}`
}
