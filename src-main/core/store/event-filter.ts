/** A filter of the contract as an SQL condition over `events AS e`; empty lists and texts filter nothing. */
import type { EventFilter } from '../../contract/events.ts'
import { searchedColumns } from './event-words.ts'

export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** An account's own events, and those of no known account. */
export const inScope = (accountId: string | null): Condition =>
  accountId === null
    ? { sql: 'e.account_id IS NULL', values: [] }
    : { sql: '(e.account_id = ? OR e.account_id IS NULL)', values: [accountId] }

export function matches(filter: EventFilter): Condition {
  const equal = (column: string, value: string | undefined) =>
    value ? [{ sql: `${column} = ?`, values: [value] }] : []
  return all([
    ...among('e.type', filter.types),
    ...equal('e.domain', filter.domain),
    ...equal('e.app', filter.app),
    ...(filter.stream ? [{ sql: 'substr(e.stream, 1, length(?)) = ?', values: [filter.stream, filter.stream] }] : []),
    ...among('e.trust', filter.trust),
    ...among('e.verdict', filter.verdicts),
    ...limit('e.score >= ?', filter.minScore),
    ...(filter.text ? [says(filter.text)] : []),
    ...(filter.rejected === undefined
      ? []
      : [{ sql: `e.rejection IS ${filter.rejected ? 'NOT ' : ''}NULL`, values: [] }]),
    ...limit('e.received_at >= ?', filter.from),
    ...limit('e.received_at <= ?', filter.to),
  ])
}

export const all = (conditions: readonly Condition[]): Condition => ({
  sql: conditions.length > 0 ? conditions.map(({ sql }) => sql).join(' AND ') : '1',
  values: conditions.flatMap(({ values }) => values),
})

function among(column: string, values: readonly (string | number)[] | undefined): Condition[] {
  if (!values || values.length === 0) return []
  return [{ sql: `${column} IN (${values.map(() => '?').join(', ')})`, values }]
}

const limit = (sql: string, value: number | undefined): Condition[] =>
  value === undefined ? [] : [{ sql, values: [value] }]

/** For connections that know `event_says`. */
const says = (text: string): Condition => ({
  sql: `event_says(?, ${searchedColumns.map((column) => `e.${column}`).join(', ')})`,
  values: [text],
})

/** Anywhere in the raw body. SQLite folds the case of ASCII letters only. */
export const bodyContains = (text: string): Condition => ({
  sql: "CAST(e.body AS TEXT) LIKE ? ESCAPE '\\'",
  values: [`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`],
})
