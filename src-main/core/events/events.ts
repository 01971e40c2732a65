/** The callback events of this desk: taking them in, and every way to read them. */
import type { DeskStatus } from '../../contract/desk.ts'
import type { EventDetail, EventRow, TailBatch } from '../../contract/events.ts'
import type { Log } from '../log.ts'
import type { IncomingEvent, StoredEvent } from '../store/event.ts'
import { type Committed, createCommit } from '../store/event-commit.ts'
import { createEventReader } from '../store/events.ts'
import type { Store } from '../store/store.ts'
import { type ExportChunk, type ExportInput, exportEvents } from './export.ts'
import { createFeed } from './feed.ts'
import { createIngest } from './ingest.ts'
import { createMeter } from './meter.ts'
import { getEvent, type PageInput, pageEvents } from './query.ts'
import { createReuseWatch } from './reuse.ts'
import { type TailInput, tailEvents } from './tail.ts'

export type { IncomingEvent, StoredEvent }

export interface EventsOptions {
  readonly store: Store
  readonly log: Log
  readonly now?: () => number
}

/** Lists cover the named account's events and those of no known account. */
export interface Events {
  /** Resolves once the event is on the disk; rejects with `store.full` or `store.failed` when it cannot be. */
  accept(event: IncomingEvent): Promise<void>
  tail(accountId: string | null, input: TailInput, signal: AbortSignal): AsyncGenerator<TailBatch, void, void>
  page(accountId: string | null, input: PageInput): Promise<{ rows: EventRow[]; hasMore: boolean }>
  get(id: number): EventDetail
  export(accountId: string | null, input: ExportInput): AsyncGenerator<ExportChunk, void, void>
  stats(accountId: string | null): DeskStatus['events']
  /** New events of every account, after their commit; repeats are not among them. */
  onStored(listener: (rows: readonly StoredEvent[]) => void): () => void
  /** Waits for commits under way and ends every tail. */
  close(): Promise<void>
}

const dayMs = 24 * 60 * 60_000

export function createEvents({ store, log, now = Date.now }: EventsOptions): Events {
  const reader = createEventReader(store.db)
  const feed = createFeed(reader.newestId())
  const meter = createMeter(now)
  const reuse = createReuseWatch()
  const listeners = new Set<(rows: readonly StoredEvent[]) => void>()
  let refused = 0

  const tell = (rows: readonly StoredEvent[]) => {
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
      meter.add(event.accountId, Math.max(0, at - event.receivedAt))
      if (deliveries === 1) fresh.push(toStored(event, id))
      else feed.repeated(event.accountId, id, deliveries)
    }
    const newest = fresh.at(-1)
    if (newest) feed.stored(newest.id)
    tell(fresh)
  }

  const commit = createCommit(store.db)
  const ingest = createIngest({
    commit: async (batch) => commit(batch),
    onCommitted,
    onRefused: (count) => {
      refused += count
    },
  })

  return {
    accept(event) {
      const isSuspicious = event.signature !== null && reuse.isSuspicious(event.signature, event.identity)
      return ingest.accept(isSuspicious ? { ...event, facts: { ...event.facts, suspicious: 1 } } : event)
    },
    tail: (accountId, input, signal) => tailEvents({ accountId, reader, feed, now }, input, signal),
    page: (accountId, input) => pageEvents(reader, accountId, input),
    get: (id) => getEvent(reader, id),
    export: (accountId, input) => exportEvents(reader, accountId, input),
    stats: (accountId) => ({
      ...reader.totals(accountId),
      ...meter.read(accountId),
      refused,
      alerts: reader.alertsSince(accountId, now() - dayMs),
    }),
    onStored(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      await ingest.close()
      feed.close()
    },
  }
}

function toStored(event: IncomingEvent, id: number): StoredEvent {
  const { identity: _i, signature: _s, validUntil: _v, path: _p, headers: _h, body: _b, ...row } = event
  return { ...row, id, deliveries: 1 }
}
