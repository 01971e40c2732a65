/** What an entry of Activity changed: only the fields that differ, before and after, grouped by day for the timeline. */
import type { ActivityEntry, ActivityKind, ActivityState } from '../../../src-main/contract/activity.ts'
import { activityKinds } from '../../../src-main/contract/activity.ts'

export type FieldValue = ActivityState[string] | undefined

export interface FieldChange {
  readonly field: string
  /** undefined where the thing did not exist. */
  readonly before: FieldValue
  readonly after: FieldValue
}

/** What only repeats the entry's sentence is left out. */
export function changesOf({
  before,
  after,
  target,
}: Pick<ActivityEntry, 'before' | 'after' | 'target'>): FieldChange[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return fields
    .map((field) => ({ field, before: before?.[field], after: after?.[field] }))
    .filter((change) => change.before !== change.after && !(isNothing(change.before) && isNothing(change.after)))
    .filter((change) => !(before === null && change.after === target))
}

/** An empty text, a missing field and null look the same to a person: nothing there. */
export const isNothing = (value: FieldValue): boolean => value === undefined || value === null || value === ''

export interface Day {
  /** Midnight of the day in the person's zone. */
  readonly at: number
  readonly entries: readonly ActivityEntry[]
}

export function byDay(entries: readonly ActivityEntry[]): Day[] {
  const days = new Map<number, ActivityEntry[]>()
  for (const entry of entries) {
    const midnight = new Date(entry.at).setHours(0, 0, 0, 0)
    const day = days.get(midnight)
    if (day) day.push(entry)
    else days.set(midnight, [entry])
  }
  return [...days].map(([at, list]) => ({ at, entries: list }))
}

/** What can be filtered for: the subject before the dot of a kind. */
export const subjects = [
  'account',
  'domain',
  'template',
  'binding',
  'stream',
  'config',
  'settings',
  'events',
  'moderation',
  'address',
  'practice',
] as const
export type Subject = (typeof subjects)[number]

/**
 * Where secrets lie is a matter of accounts to a person, snapshots one of domains, who moderates one of moderation,
 * the ways to the desk one of settings.
 */
const within: Partial<Record<Subject, readonly string[]>> = {
  account: ['vault'],
  domain: ['snapshots'],
  moderation: ['moderator'],
  config: ['drift'],
  settings: ['way'],
}

export const kindsOf = (subject: Subject): ActivityKind[] =>
  activityKinds.filter((kind) => [subject, ...(within[subject] ?? [])].some((group) => kind.startsWith(`${group}.`)))

export const subjectOf = (kind: ActivityKind): Subject =>
  subjects.find((subject) => kindsOf(subject).includes(kind)) ?? 'settings'
