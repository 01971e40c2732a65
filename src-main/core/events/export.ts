/** Stored events as text for a file, oldest first: JSON Lines for programs, CSV for spreadsheets. */
import { stringify } from 'csv-stringify/sync'
import type { EventFilter, EventRow } from '../../contract/events.ts'
import { maskCredentials } from './mask.ts'
import { type EventSources, readText } from './query.ts'

export interface ExportInput {
  readonly filter: EventFilter
  readonly format: 'jsonl' | 'csv'
}

export interface ExportChunk {
  text: string
  /** Written so far, of `total`. */
  rows: number
  total: number
}

const chunkRows = 500

/** What arrives after the start is not in it. The first chunk is there even when there are no rows: it has the header. */
export async function* exportEvents(
  { reader, search }: EventSources,
  accountId: string | null,
  { filter, format }: ExportInput,
): AsyncGenerator<ExportChunk, void, void> {
  const through = reader.newestId()
  const total = await search.count({ accountId, filter, range: { after: 0, through } })
  let after = 0
  let written = 0
  for (;;) {
    const rows = await search.find({ accountId, filter, range: { after, through } }, 'ASC', chunkRows)
    const isFirst = written === 0
    if (rows.length === 0 && !isFirst) return
    written += rows.length
    const entries = rows.map((row) => ({ ...row, body: maskCredentials(readText(reader.body(row.id)).text) }))
    yield {
      text: format === 'csv' ? toCsv(entries, isFirst) : toJsonLines(entries),
      rows: written,
      total: Math.max(total, written),
    }
    const last = rows.at(-1)
    if (!last || rows.length < chunkRows) return
    after = last.id
  }
}

type Entry = EventRow & { body: string }

const toJsonLines = (entries: readonly Entry[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')

const csvColumns = [
  'id',
  'receivedAt',
  'occurredAt',
  'type',
  'domain',
  'app',
  'stream',
  'session',
  'trust',
  'templateId',
  'verdict',
  'score',
  'label',
  'deliveries',
  'rejection',
  'facts',
  'body',
]

/** Texts come from strangers: a cell must not run as a formula. The byte-order mark makes Excel read UTF-8. */
function toCsv(entries: readonly Entry[], isFirst: boolean): string {
  const records = entries.map((entry) => ({
    ...entry,
    receivedAt: isoTime(entry.receivedAt),
    occurredAt: isoTime(entry.occurredAt),
    facts: JSON.stringify(entry.facts),
  }))
  return stringify(records, {
    columns: csvColumns,
    header: isFirst,
    bom: isFirst,
    escape_formulas: true,
    record_delimiter: '\r\n',
  })
}

const isoTime = (at: number | null) => (at === null ? null : new Date(at).toISOString())
