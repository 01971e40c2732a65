/**
 * What is kept of the cloud's configuration to notice that somebody else has changed it. Pure. A callback key is
 * kept as a fingerprint only: enough to see that it is another one.
 */
import { z } from 'zod'
import type { ActivityState } from '../../contract/activity.ts'
import { UrlGroup } from '../../contract/sites.ts'
import type { KnownRow } from '../store/known-state.ts'
import { newTemplateKey, type Reading, ruleKey } from './watch-cloud.ts'

export const KnownTemplate = z.object({
  name: z.string(),
  description: z.string(),
  urls: z.partialRecord(UrlGroup, z.string()),
  recordExceptionLevels: z.array(z.string()),
  /** '' = none. */
  key: z.string(),
})
export const KnownRule = z.object({ templateId: z.number().int() })
export const KnownDomain = z.object({ enabled: z.boolean() })

export interface Observed {
  readonly key: string
  readonly value: string
  /** Under what else this desk may have begun to make it. */
  readonly alias: string | null
}

/** The same things in the same state give the same text. */
export function observe(reading: Reading, fingerprint: (key: string) => string): Observed[] {
  switch (reading.subject) {
    case 'template':
      return reading.items.map(({ id, name, description, urls, recordExceptionLevels, key }) => ({
        key: String(id),
        alias: newTemplateKey(name),
        value: JSON.stringify({
          name,
          description,
          urls: Object.fromEntries(Object.entries(urls).sort()),
          recordExceptionLevels: [...recordExceptionLevels].sort(),
          key: key === '' ? '' : fingerprint(key),
        }),
      }))
    case 'rule':
      return reading.items.map(({ domain, app, templateId }) => ({
        key: ruleKey(domain, app),
        alias: null,
        value: JSON.stringify({ templateId }),
      }))
    case 'domain':
      return reading.items.map(({ name, enabled }) => ({ key: name, alias: null, value: JSON.stringify({ enabled }) }))
  }
}

export interface Compared {
  readonly put: KnownRow[]
  readonly drop: string[]
  readonly adopted: string[]
  /** Whether there is drift now that was not there, or none any more. */
  readonly isNews: boolean
}

/**
 * `settled` are keys this desk has changed before the reading began: what is found there is its own doing.
 * `moving` are those it was changing during the reading, about which the reading says nothing. `lastReadAt` is
 * null at the first reading of all, which is taken as it is.
 */
export function compare(
  rows: readonly KnownRow[],
  observed: readonly Observed[],
  {
    settled,
    moving,
    lastReadAt,
    at,
  }: {
    settled: ReadonlySet<string>
    moving: ReadonlySet<string>
    lastReadAt: number | null
    at: number
  },
): Compared {
  const before = new Map(rows.map((row) => [row.key, row]))
  const found = new Map(observed.map((each) => [each.key, each]))
  const put: KnownRow[] = []
  const drop: string[] = []
  let isNews = false

  for (const key of new Set([...before.keys(), ...found.keys()])) {
    const old = before.get(key)
    const { value = null, alias = madeAgain(old) } = found.get(key) ?? {}
    const isIn = (keys: ReadonlySet<string>) =>
      keys.has(key) || (alias !== null && (!old || value === null) && keys.has(alias))
    if (isIn(moving)) continue
    const wasDrift = old?.noticedAt != null
    if (lastReadAt === null || isIn(settled) || value === (old?.known ?? null)) {
      if (value === null) drop.push(key)
      else if (!old || wasDrift || old.known !== value) put.push(asKnown(key, value))
      isNews ||= wasDrift
    } else if (!wasDrift || value !== old.found) {
      const since = wasDrift
        ? { lastKnownAt: old.lastKnownAt, noticedAt: old.noticedAt }
        : { lastKnownAt: lastReadAt, noticedAt: at }
      put.push({ key, known: old?.known ?? null, found: value, ...since })
      isNews = true
    }
  }
  return { put, drop: drop.filter((key) => before.has(key)), adopted: [...settled], isNews }
}

/** A template that is gone and that this desk makes again comes back under another id. */
function madeAgain(row: KnownRow | undefined): string | null {
  const known = row?.known == null ? null : KnownTemplate.safeParse(JSON.parse(row.known)).data
  return known ? newTemplateKey(known.name) : null
}

const asKnown = (key: string, value: string): KnownRow => ({
  key,
  known: value,
  found: value,
  lastKnownAt: null,
  noticedAt: null,
})

/** A template as a person compares it: one line a field. */
export function templatePicture(
  template: z.infer<typeof KnownTemplate>,
  other: z.infer<typeof KnownTemplate> | null,
): ActivityState {
  const isOther = other !== null && other.key !== '' && template.key !== '' && other.key !== template.key
  return {
    name: template.name,
    description: template.description,
    ...Object.fromEntries(Object.entries(template.urls).map(([group, url]) => [`url.${group}`, url])),
    recordExceptionLevels: template.recordExceptionLevels.join(', '),
    key: template.key === '' ? 'none' : isOther ? 'changed' : 'set',
  }
}
