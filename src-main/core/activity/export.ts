/** The audit log as text: JSON Lines, or CSV that a spreadsheet opens without running anything in it. */
import { stringify } from 'csv-stringify/sync'
import type { ActivityEntry, ActivityState } from '../../contract/activity.ts'
import type { ActivityQuery } from '../store/activity.ts'

const chunkRows = 500
const columns = ['time', 'who', 'account', 'what', 'target', 'before', 'after', 'outcome', 'error'] as const

export async function* exportActivity(
  list: (query: ActivityQuery, limit: number) => ActivityEntry[],
  total: number,
  query: ActivityQuery,
  format: 'jsonl' | 'csv',
): AsyncGenerator<{ text: string; rows: number; total: number }> {
  let rows = 0
  let before = query.before
  // The mark makes Excel read UTF-8.
  let head = format === 'csv' ? `\uFEFF${csv([[...columns]])}` : ''
  for (;;) {
    const entries = list({ ...query, before }, chunkRows)
    rows += entries.length
    if (entries.length === 0 && rows > 0) return
    const body =
      format === 'csv' ? csv(entries.map(cells)) : entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
    yield { text: head + body, rows, total: Math.max(total, rows) }
    head = ''
    before = entries.at(-1)?.id
    if (entries.length < chunkRows) return
  }
}

/** A cell that begins like a formula gets a quote in front of it. */
const csv = (records: readonly (readonly string[])[]): string =>
  stringify(
    records.map((record) => [...record]),
    { escape_formulas: true, record_delimiter: '\r\n' },
  )

const cells = (entry: ActivityEntry): string[] => [
  new Date(entry.at).toISOString(),
  entry.actor,
  entry.account ?? '',
  entry.kind,
  entry.target,
  stateText(entry.before),
  stateText(entry.after),
  entry.outcome,
  entry.error ? (entry.error.details?.apiCode ?? entry.error.code) : '',
]

const stateText = (state: ActivityState | null): string =>
  Object.entries(state ?? {})
    .map(([key, value]) => `${key}: ${value ?? ''}`)
    .join('; ')
