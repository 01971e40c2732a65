/**
 * The one that commits events: a thread with a connection of its own, so that requests are read and answered
 * while the disk works (measured in test/bench/NOTES.md). One batch at a time; a batch is on the disk when its
 * promise resolves.
 */
import type { Worker } from 'node:worker_threads'
import { AppError } from '../../contract/errors.ts'
import type { IncomingEvent } from './event.ts'
import type { Committed } from './event-commit.ts'
import { pack } from './event-record.ts'
import { spawnWriter } from './spawn-writer.ts'

export interface Writer {
  /** Whole or not at all; rejects with `store.full` or `store.failed`. Call again only when it has settled. */
  commit(batch: readonly IncomingEvent[]): Promise<readonly Committed[]>
  /** Resolves once the thread has ended. */
  close(): Promise<void>
}

export interface WriterOptions {
  readonly file: string
  /** The built writer.js, or writer-thread.ts itself where Node runs TypeScript. */
  readonly entry: URL
  /** A thread of that entry, where one has been started already. */
  readonly thread?: Worker | undefined
  /** The disk has become too full to store events, or has room again. */
  onFull(isFull: boolean): void
}

/** What the thread waits for before anything else. */
export interface WriterStart {
  readonly file: string
}

/** To the thread from then on; a batch as `pack` makes it. */
export type ToWriter = ReturnType<typeof pack> | 'close'

/** From the thread. Ids and deliveries of a batch lie side by side in one list. */
export type FromWriter =
  | { readonly committed: Float64Array }
  | { readonly failed: { readonly isFull: boolean; readonly message: string } }
  | { readonly isFull: boolean }

export function startWriter({ file, entry, thread, onFull }: WriterOptions): Writer {
  const worker = thread ?? spawnWriter(entry)
  worker.postMessage({ file } satisfies WriterStart)
  let pending: { resolve(committed: Committed[]): void; reject(error: AppError): void } | null = null
  let ended: AppError | null = null
  const settle = (act: (waiting: NonNullable<typeof pending>) => void) => {
    const waiting = pending
    pending = null
    if (waiting) act(waiting)
  }
  const end = (message: string, cause?: unknown) => {
    ended ??= new AppError('store.failed', { details: { message }, cause })
    settle(({ reject }) => ended && reject(ended))
  }
  worker.on('message', (message: FromWriter) => {
    if ('committed' in message) settle(({ resolve }) => resolve(toCommitted(message.committed)))
    else if ('failed' in message) settle(({ reject }) => reject(toError(message.failed)))
    else onFull(message.isFull)
  })
  worker.on('error', (error) => end(error.message, error))
  const exited = new Promise<void>((resolve) =>
    worker.once('exit', () => {
      end('the event writer has ended')
      resolve()
    }),
  )

  return {
    commit(batch) {
      if (ended) return Promise.reject(ended)
      const packed = pack(batch)
      return new Promise((resolve, reject) => {
        pending = { resolve, reject }
        worker.postMessage(packed, [packed.bytes])
      })
    },
    async close() {
      if (!ended) worker.postMessage('close' satisfies ToWriter)
      await exited
    },
  }
}

const toError = ({ isFull, message }: { isFull: boolean; message: string }) =>
  new AppError(isFull ? 'store.full' : 'store.failed', { details: { message } })

function toCommitted(pairs: Float64Array): Committed[] {
  return Array.from({ length: pairs.length / 2 }, (_, index) => ({
    id: pairs[index * 2] ?? 0,
    deliveries: pairs[index * 2 + 1] ?? 0,
  }))
}
