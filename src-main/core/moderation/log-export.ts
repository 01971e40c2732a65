/** The moderation log as text: JSON Lines, or CSV that a spreadsheet opens without running anything in it. */
import { stringify } from 'csv-stringify/sync'
import type { TimelineEntry } from '../../contract/case-detail.ts'
import type { CaseLogTable, LogSpan } from '../store/case-log.ts'

const chunkRows = 500
const columns = ['time', 'who', 'case', 'stream', 'what', 'facts'] as const

export async function* exportLog(
  table: Pick<CaseLogTable, 'span' | 'count'>,
  nameOf: (caseId: number) => string,
  span: LogSpan,
  format: 'jsonl' | 'csv',
): AsyncGenerator<{ text: string; rows: number; total: number }> {
  const total = table.count(span)
  let rows = 0
  let after = 0
  // The mark makes Excel read UTF-8.
  let head = format === 'csv' ? `\uFEFF${csv([[...columns]])}` : ''
  for (;;) {
    const entries = table.span(span, after, chunkRows)
    rows += entries.length
    if (entries.length === 0 && rows > 0) return
    const body =
      format === 'csv'
        ? csv(entries.map((entry) => cells(entry, nameOf(entry.caseId))))
        : entries.map((entry) => `${JSON.stringify({ ...entry, stream: nameOf(entry.caseId) })}\n`).join('')
    yield { text: head + body, rows, total: Math.max(total, rows) }
    head = ''
    after = entries.at(-1)?.id ?? after
    if (entries.length < chunkRows) return
  }
}

/** A cell that begins like a formula gets a quote in front of it. */
const csv = (records: readonly (readonly string[])[]): string =>
  stringify(
    records.map((record) => [...record]),
    { escape_formulas: true, record_delimiter: '\r\n' },
  )

const cells = ({ at, who, caseId, kind, facts }: TimelineEntry, stream: string): string[] => [
  new Date(at).toISOString(),
  who,
  String(caseId),
  stream,
  kind,
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${value ?? ''}`)
    .join('; '),
]
