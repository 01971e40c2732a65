/** Drift as a window gets to see it: what was known beside what is, field by field. Pure. */
import type { Drift } from '../../contract/config.ts'
import type { KnownRow, KnownSubject } from '../store/known-state.ts'
import { KnownDomain, KnownRule, KnownTemplate, templatePicture } from './known.ts'

export interface DriftedRow extends KnownRow {
  readonly subject: KnownSubject
}

export const driftKey = ({ subject, key }: { subject: KnownSubject; key: string }) => `${subject}:${key}`

export const readKnown = {
  template: (text: string) => KnownTemplate.parse(JSON.parse(text)),
  rule: (text: string) => KnownRule.parse(JSON.parse(text)),
  domain: (text: string) => KnownDomain.parse(JSON.parse(text)),
}

/** The name of every template known or found, by id: rules name templates by id only. */
export function namesOf(templates: readonly KnownRow[]): ReadonlyMap<number, string> {
  return new Map(
    templates.flatMap(({ key, known, found }) => {
      const text = found ?? known
      return text === null ? [] : [[Number(key), readKnown.template(text).name] as const]
    }),
  )
}

export function toDrift(row: DriftedRow, names: ReadonlyMap<number, string>): Drift {
  const { subject, known, found } = row
  const change = known === null ? 'added' : found === null ? 'removed' : 'changed'
  return {
    key: driftKey(row),
    subject,
    target: targetOf(row),
    change,
    before: pictureOf(row, known, null, names),
    after: pictureOf(row, found, known, names),
    lastKnownAt: row.lastKnownAt ?? 0,
    noticedAt: row.noticedAt ?? 0,
    // The desk neither makes nor removes domains.
    canPutBack: subject !== 'domain' || change === 'changed',
  }
}

function targetOf({ subject, key, known, found }: DriftedRow): string {
  if (subject === 'domain') return key
  if (subject === 'rule') {
    const [domain, app] = JSON.parse(key) as string[]
    return app ? `${domain}/${app}` : (domain ?? '')
  }
  return `${readKnown.template(found ?? known ?? '').name} (${key})`
}

function pictureOf(
  { subject }: DriftedRow,
  text: string | null,
  other: string | null,
  names: ReadonlyMap<number, string>,
): Drift['before'] {
  if (text === null) return null
  if (subject === 'domain') return readKnown.domain(text)
  if (subject === 'template')
    return templatePicture(readKnown.template(text), other === null ? null : readKnown.template(other))
  const { templateId } = readKnown.rule(text)
  return { template: names.get(templateId) ?? String(templateId), templateId }
}
