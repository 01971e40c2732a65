/**
 * Keeps the receiver listening on the port of the settings: starts it, tries again while the port is taken,
 * and moves it when the port changes.
 */
import { AppError, type ErrorShape } from '../../contract/errors.ts'
import type { Log } from '../log.ts'

export interface OpenReceiver {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

export interface Listening {
  status(): { listening: boolean; local: string | null; error: ErrorShape | null }
  /** null while not listening. */
  port(): number | null
  /** Starts, or starts again on the port that is set now. Resolves once it listens or the first try failed. */
  restart(): Promise<void>
  close(): Promise<void>
}

const retryEveryMs = 3_000

export function createListening({
  wantedPort,
  start,
  changed,
  log,
  retryMs = retryEveryMs,
}: {
  wantedPort: () => number
  /** Throws `receiver.portTaken` when another program holds the port. */
  start: (port: number) => Promise<OpenReceiver>
  /** It listens now, or no longer does; a further failure of the same kind is no news. */
  changed: () => void
  log: Log
  retryMs?: number
}): Listening {
  let receiver: OpenReceiver | null = null
  let error: ErrorShape | null = null
  let timer: NodeJS.Timeout | null = null
  let isClosed = false
  let last: Promise<void> = Promise.resolve()

  async function stop(): Promise<void> {
    if (timer) clearTimeout(timer)
    const old = receiver
    receiver = null
    await old?.close()
  }

  async function open(): Promise<void> {
    if (isClosed) return
    try {
      receiver = await start(wantedPort())
      error = null
      log.info('the receiver listens', { url: receiver.url })
    } catch (failure) {
      timer = setTimeout(() => void inTurn(open), retryMs)
      timer.unref()
      const shape = failure instanceof AppError ? failure.toShape() : ({ code: 'internal' } as const)
      const isKnown = error?.code === shape.code
      error = shape
      if (isKnown) return
      log.warn('the receiver cannot listen and tries again', { error: failure })
    }
    changed()
  }

  /** One start or stop at a time. None of them rejects. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    last = last.then(work).catch((failure: unknown) => log.error('the receiver failed', { error: failure }))
    return last
  }

  return {
    status: () => ({ listening: receiver !== null, local: receiver?.url ?? null, error }),
    port: () => receiver?.port ?? null,
    restart: () =>
      inTurn(async () => {
        await stop()
        await open()
      }),
    close() {
      isClosed = true
      return inTurn(stop)
    },
  }
}
