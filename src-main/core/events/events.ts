/** The callback events of this desk: taking them in, and every way to read them. */
import type { DeskStatus } from '../../contract/desk.ts'
import { AppError } from '../../contract/errors.ts'
import type { BodySearchStep, EventDetail, EventRow, Histogram, TailBatch } from '../../contract/events.ts'
import type { ExportChunk } from '../export-rows.ts'
import type { Log } from '../log.ts'
import type { IncomingEvent, StoredEvent } from '../store/event.ts'
import type { Committed } from '../store/event-commit.ts'
import { createEventReader } from '../store/events.ts'
import { createListenedTable } from '../store/listened.ts'
import { createPinsTable } from '../store/pins.ts'
import type { Store } from '../store/store.ts'
import type { Writer } from '../store/writer.ts'
import { type ExportInput, exportEvents } from './export.ts'
import { createFeed } from './feed.ts'
import { type HistogramInput, readHistogram } from './histogram.ts'
import { createIngest } from './ingest.ts'
import { createMeter } from './meter.ts'
import { getEvent, type PageInput, pageEvents } from './query.ts'
import { createReuseWatch } from './reuse.ts'
import type { BodyQuestion } from './search.ts'
import type { Search } from './search-client.ts'
import type { IndexState } from './search-engine.ts'
import { type TailInput, tailEvents } from './tail.ts'

export type { IncomingEvent, StoredEvent }

export interface EventsOptions {
  readonly store: Store
  readonly writer: Writer
  readonly search: Search
  /** Once this has resolved everybody who wants to hear of stored events is there, and is told of those before. */
  readonly heard?: Promise<void>
  readonly log: Log
  readonly now?: () => number
}

/** Lists cover the named account's events and those of no known account. */
export interface Events {
  /** Resolves once the event is on the disk; rejects with `store.busy`, `store.full` or `store.failed` when it cannot be. */
  accept(event: IncomingEvent): Promise<void>
  tail(accountId: string | null, input: TailInput, signal: AbortSignal): AsyncGenerator<TailBatch, void, void>
  page(accountId: string | null, input: PageInput): Promise<{ rows: EventRow[]; hasMore: boolean }>
  /** Throws `event.notFound`. */
  get(id: number): EventDetail
  /** Throws `event.notFound`. */
  pin(id: number, pinned: boolean): void
  histogram(accountId: string | null, input: HistogramInput): Promise<Histogram>
  searchBodies(
    accountId: string | null,
    question: Omit<BodyQuestion, 'accountId'>,
    signal: AbortSignal,
  ): AsyncGenerator<BodySearchStep, void, void>
  export(accountId: string | null, input: ExportInput): AsyncGenerator<ExportChunk, void, void>
  stats(accountId: string | null): DeskStatus['events']
  /** New events of every account, after their commit; repeats and this desk's own tests are not among them. */
  onStored(listener: (rows: readonly StoredEvent[]) => void): () => void
  /** Waits for commits under way and ends every tail. */
  close(): Promise<void>
}

const dayMs = 24 * 60 * 60_000

export function createEvents({ store, writer, search, heard, log, now = Date.now }: EventsOptions): Events {
  const reader = createEventReader(store.db)
  const pins = createPinsTable(store)
  const listened = createListenedTable(store)
  const feed = createFeed(reader.newestId())
  const meter = createMeter(now)
  const reuse = createReuseWatch()
  const listeners = new Set<(rows: readonly StoredEvent[]) => void>()
  let refused = 0

  let early: StoredEvent[] | null = heard === undefined ? null : []
  void heard?.then(() => {
    const rows = early ?? []
    early = null
    tell(rows)
  })

  const tell = (rows: readonly StoredEvent[]) => {
    if (early) return void early.push(...rows)
    for (const listener of rows.length > 0 ? listeners : []) {
      try {
        listener(rows)
      } catch (error) {
        log.error('a listener failed on stored events', { error })
      }
    }
  }

  const onCommitted = (batch: readonly IncomingEvent[], committed: readonly Committed[]) => {
    const at = now()
    const fresh: StoredEvent[] = []
    for (const [index, event] of batch.entries()) {
      const { id = 0, deliveries = 1 } = committed[index] ?? {}
      if (event.trust !== 'recovered') meter.add(event.accountId, Math.max(0, at - event.receivedAt))
      if (deliveries === 1) fresh.push(toStored(event, id))
      else feed.repeated(event.accountId, id, deliveries)
    }
    const newest = fresh.at(-1)
    if (newest) feed.stored(newest.id)
    tell(fresh.filter(isReal))
  }

  const ingest = createIngest({
    commit: writer.commit,
    onCommitted,
    onRefused: (count) => {
      refused += count
    },
  })

  return {
    accept(event) {
      const isSuspicious =
        event.signature !== null && reuse.isSuspicious(event.signature, event.identity, event.receivedAt)
      // In place: in a flood this is nearly every event, and copying one costs as much as reading it.
      if (isSuspicious) event.facts.suspicious = 1
      return ingest.accept(event)
    },
    tail: (accountId, input, signal) => tailEvents({ accountId, reader, search, feed, now }, input, signal),
    page: (accountId, input) => pageEvents({ reader, search }, accountId, input),
    get: (id) => ({ ...getEvent(reader, id), pinned: pins.has(id) }),
    pin(id, pinned) {
      if (!pins.set(id, pinned, now())) throw new AppError('event.notFound', { params: { id } })
    },
    histogram: (accountId, input) => readHistogram({ search, listened }, accountId, input),
    searchBodies: (accountId, question, signal) => search.searchBodies({ accountId, ...question }, signal),
    export: (accountId, input) => exportEvents({ reader, search }, accountId, input),
    stats: (accountId) => ({
      ...reader.totals(accountId),
      ...meter.read(accountId),
      ...ingest.queue(),
      refused,
      alerts: reader.alertsSince(accountId, now() - dayMs),
      index: indexOf(search.state()),
    }),
    onStored(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      await ingest.close()
      await writer.close()
      await search.close()
      feed.close()
    },
  }
}

/** The watermark itself would make every status differ from the last. */
const indexOf = ({ waiting, rebuilt }: IndexState) => ({ waiting, rebuilt })

/**
 * A test that this desk has sent itself says nothing of the cloud: it proves no binding, address or key, is no case
 * of moderation and no sign of a stream. Whoever reads events back from the store asks the same.
 */
export const isReal = ({ facts }: Pick<EventRow, 'facts'>): boolean => facts.test !== 1

/** Field by field: spreading an event without its body costs as much as committing it. */
const toStored = (event: IncomingEvent, id: number): StoredEvent => ({
  id,
  accountId: event.accountId,
  receivedAt: event.receivedAt,
  occurredAt: event.occurredAt,
  type: event.type,
  domain: event.domain,
  app: event.app,
  stream: event.stream,
  session: event.session,
  trust: event.trust,
  templateId: event.templateId,
  verdict: event.verdict,
  score: event.score,
  label: event.label,
  facts: event.facts,
  deliveries: event.trust === 'recovered' ? 0 : 1,
  rejection: event.rejection,
})
