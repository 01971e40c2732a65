/**
 * Group commit: whatever arrives while a commit is under way shares the next one. A delivery is accepted
 * only when its commit is on the disk (security W10); when a commit fails, every delivery in it is refused
 * and the cloud sends it again. Nothing waits for a batch to fill: an idle desk commits at once.
 *
 * When the disk is slower than the cloud, answers become slower; what waits is bounded in number, bytes and
 * time, and beyond that refused with `store.busy`.
 */
import { AppError } from '../../contract/errors.ts'
import type { IncomingEvent } from '../store/event.ts'
import type { Committed } from '../store/event-commit.ts'
import { storeError } from '../store/store.ts'

export interface IngestOptions {
  /** Commits a batch whole or not at all. Asynchronous, since it is another thread's work. */
  commit(batch: readonly IncomingEvent[]): Promise<readonly Committed[]>
  /** Called after every commit, before its deliveries are answered. Must not throw. */
  onCommitted(batch: readonly IncomingEvent[], committed: readonly Committed[]): void
  onRefused(count: number): void
}

export interface Ingest {
  /** Resolves after the commit; rejects with `store.busy`, `store.full` or `store.failed`. */
  accept(event: IncomingEvent): Promise<void>
  /** Deliveries that are not on the disk yet, and for how long the first of them has waited. */
  queue(): { waiting: number; waitingMs: number }
  /** Waits for what is under way; from then on everything is refused. */
  close(): Promise<void>
}

interface Waiting {
  readonly event: IncomingEvent
  readonly since: number
  readonly resolve: () => void
  readonly reject: (error: AppError) => void
}

const largestBatch = 1000
export const mostWaiting = 10_000
export const mostWaitingBytes = 32 * 1024 * 1024
/** The cloud gives up after 20 s (css-callbacks, section 3); a 503 before that says more than silence. */
export const patienceMs = 15_000
const lookEveryMs = 1000

export function createIngest({ commit, onCommitted, onRefused }: IngestOptions): Ingest {
  let queue: Waiting[] = []
  let underWay: readonly Waiting[] = []
  let bytes = 0
  let running: Promise<void> | null = null
  let isClosed = false

  const refuse = (deliveries: readonly Waiting[], reason: AppError) => {
    if (deliveries.length > 0) onRefused(deliveries.length)
    for (const { reject } of deliveries) reject(reason)
  }
  const forget = (deliveries: readonly Waiting[]) => {
    for (const { event } of deliveries) bytes -= event.body.length
  }

  const commitNext = async (): Promise<void> => {
    const batch = queue.slice(0, largestBatch)
    queue = queue.slice(batch.length)
    underWay = batch
    const events = batch.map(({ event }) => event)
    try {
      onCommitted(events, await commit(events))
      for (const { resolve } of batch) resolve()
    } catch (error) {
      refuse(underWay, storeError(error))
    }
    underWay = []
    forget(batch)
  }

  /** What has waited too long. A commit under way may still succeed: then the sender's repeat is a duplicate. */
  const refuseLate = () => {
    const limit = performance.now() - patienceMs
    const isLate = ({ since }: Waiting) => since < limit
    const late = queue.filter(isLate)
    refuse([...underWay.filter(isLate), ...late], busy())
    forget(late)
    queue = queue.slice(late.length)
    underWay = underWay.filter((each) => !isLate(each))
  }

  const run = async (): Promise<void> => {
    const watch = setInterval(refuseLate, lookEveryMs)
    while (queue.length > 0) {
      // Requests that the same turn of the event loop has read join the batch.
      await new Promise(setImmediate)
      await commitNext()
    }
    clearInterval(watch)
    running = null
  }

  return {
    accept(event) {
      if (isClosed)
        return Promise.reject(new AppError('store.failed', { details: { message: 'the event store is closed' } }))
      if (queue.length >= mostWaiting || bytes + event.body.length > mostWaitingBytes) {
        onRefused(1)
        return Promise.reject(busy())
      }
      bytes += event.body.length
      return new Promise<void>((resolve, reject) => {
        queue.push({ event, since: performance.now(), resolve, reject })
        running ??= run()
      })
    },
    queue() {
      const first = underWay[0] ?? queue[0]
      return {
        waiting: underWay.length + queue.length,
        waitingMs: first ? Math.round(performance.now() - first.since) : 0,
      }
    },
    async close() {
      isClosed = true
      await running
    },
  }
}

const busy = () => new AppError('store.busy')
