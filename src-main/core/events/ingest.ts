/**
 * Group commit: whatever arrives while a commit is under way shares the next one. A delivery is accepted
 * only when its commit is on the disk (security W10); when a commit fails, every delivery in it is refused
 * and the cloud sends it again. There is no timer: an idle desk commits at once (see performance figures).
 */
import { AppError } from '../../contract/errors.ts'
import type { IncomingEvent } from '../store/event.ts'
import type { Committed } from '../store/event-commit.ts'
import { storeError } from '../store/store.ts'

export interface IngestOptions {
  /** Commits a batch whole or not at all. Asynchronous, so that it may be another thread's work. */
  commit(batch: readonly IncomingEvent[]): Promise<readonly Committed[]>
  /** Called after every commit, before its deliveries are answered. Must not throw. */
  onCommitted(batch: readonly IncomingEvent[], committed: readonly Committed[]): void
  onRefused(count: number): void
}

export interface Ingest {
  /** Resolves after the commit; rejects with `store.full` or `store.failed`. */
  accept(event: IncomingEvent): Promise<void>
  /** Waits for what is under way; from then on everything is refused. */
  close(): Promise<void>
}

interface Waiting {
  readonly event: IncomingEvent
  readonly resolve: () => void
  readonly reject: (error: AppError) => void
}

const largestBatch = 1000

export function createIngest({ commit, onCommitted, onRefused }: IngestOptions): Ingest {
  const queue: Waiting[] = []
  let running: Promise<void> | null = null
  let isClosed = false

  const commitNext = async (): Promise<void> => {
    const batch = queue.splice(0, largestBatch)
    const events = batch.map(({ event }) => event)
    try {
      onCommitted(events, await commit(events))
      for (const { resolve } of batch) resolve()
    } catch (error) {
      onRefused(batch.length)
      const reason = storeError(error)
      for (const { reject } of batch) reject(reason)
    }
  }

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      // Requests that the same turn of the event loop has read join the batch.
      await new Promise(setImmediate)
      await commitNext()
    }
    running = null
  }

  return {
    accept(event) {
      if (isClosed)
        return Promise.reject(new AppError('store.failed', { details: { message: 'the event store is closed' } }))
      return new Promise<void>((resolve, reject) => {
        queue.push({ event, resolve, reject })
        running ??= run()
      })
    },
    async close() {
      isClosed = true
      await running
    },
  }
}
