/**
 * Rows as text for a file: JSON Lines for programs, CSV for spreadsheets. What stands in them comes from strangers:
 * no cell runs as a formula.
 */
import { stringify } from 'csv-stringify/sync'

export interface ExportChunk {
  text: string
  /** Written so far, of `total`. */
  rows: number
  total: number
}

export interface Exported<Row> {
  readonly format: 'jsonl' | 'csv'
  readonly total: number
  readonly columns: readonly string[]
  readonly cells: (row: Row) => readonly unknown[]
  /** As many as asked for while there are more; null asks for the first ones. */
  readonly next: (last: Row | null, limit: number) => Row[] | Promise<Row[]>
}

const chunkRows = 500

/** The first chunk is there even when there are no rows: it has the header. */
export async function* exportRows<Row>(exported: Exported<Row>): AsyncGenerator<ExportChunk, void, void> {
  const { format, columns, cells, next } = exported
  let rows = 0
  // The mark makes Excel read UTF-8.
  let head = format === 'csv' ? `\uFEFF${csv([columns])}` : ''
  let last: Row | null = null
  for (;;) {
    const some: Row[] = await next(last, chunkRows)
    rows += some.length
    if (some.length === 0 && rows > 0) return
    const body = format === 'csv' ? csv(some.map(cells)) : some.map((row) => `${JSON.stringify(row)}\n`).join('')
    yield { text: head + body, rows, total: Math.max(exported.total, rows) }
    head = ''
    last = some.at(-1) ?? null
    if (some.length < chunkRows) return
  }
}

const csv = (records: readonly (readonly unknown[])[]): string =>
  stringify(
    records.map((record) => [...record]),
    { escape_formulas: true, record_delimiter: '\r\n' },
  )
