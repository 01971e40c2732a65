/** Stored events as text for a file, oldest first. */
import type { EventFilter, EventRow } from '../../contract/events.ts'
import { type ExportChunk, type Exported, exportRows } from '../export-rows.ts'
import { maskCredentials } from './mask.ts'
import { type EventSources, readText } from './query.ts'

type Entry = EventRow & { readonly body: string }

export interface ExportInput {
  readonly filter: EventFilter
  readonly format: Exported<Entry>['format']
}

const columns = [
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
] as const

/** What arrives after the start is not in it. */
export async function* exportEvents(
  { reader, search }: EventSources,
  accountId: string | null,
  { filter, format }: ExportInput,
): AsyncGenerator<ExportChunk, void, void> {
  const through = reader.newestId()
  const within = (after: number) => ({ accountId, filter, range: { after, through } })
  yield* exportRows<Entry>({
    format,
    total: await search.count(within(0)),
    columns,
    cells(entry) {
      const shown = {
        ...entry,
        receivedAt: isoTime(entry.receivedAt),
        occurredAt: isoTime(entry.occurredAt),
        facts: JSON.stringify(entry.facts),
      }
      return columns.map((column) => shown[column])
    },
    async next(last, limit) {
      const rows = await search.find(within(last?.id ?? 0), 'ASC', limit)
      return rows.map((row) => ({ ...row, body: maskCredentials(readText(reader.body(row.id)).text) }))
    },
  })
}

const isoTime = (at: number | null) => (at === null ? null : new Date(at).toISOString())
