/**
 * Keeps the receiver listening on the port of the settings: starts it, tries again while the port is taken,
 * and moves it when the port changes. An address of this machine that is not there holds up nothing else.
 */
import { AppError, type ErrorShape } from '../../contract/errors.ts'
import type { Log } from '../log.ts'

export interface OpenReceiver {
  readonly url: string
  readonly port: number
  /** Listens at what was wanted and could not be had so far; why not, null once all of it is there. */
  complete(): Promise<AppError | null>
  also(address: string): Promise<{ close(): void }>
  close(): Promise<void>
}

export interface Listening {
  status(): { listening: boolean; local: string | null; error: ErrorShape | null }
  /** null while not listening. */
  port(): number | null
  /** Listens at one more address of this machine until that is closed. Throws `tunnel.receiverDown` while not listening. */
  also(address: string): Promise<{ close(): void }>
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
      log.info('the receiver listens', { url: receiver.url })
      await complete(receiver)
    } catch (failure) {
      again(open)
      tell(failure instanceof AppError ? failure : new AppError('internal', { cause: failure }))
    }
  }

  async function complete(opened: OpenReceiver): Promise<void> {
    const missing = await opened.complete()
    if (missing) again(() => complete(opened))
    tell(missing)
  }

  function again(work: () => Promise<void>): void {
    timer = setTimeout(() => void inTurn(work), retryMs)
    timer.unref()
  }

  function tell(failure: AppError | null): void {
    const isKnown = failure !== null && error?.code === failure.code
    error = failure?.toShape() ?? null
    if (isKnown) return
    if (failure) log.warn('the receiver cannot listen everywhere it should and tries again', { error: failure })
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
    async also(address) {
      if (!receiver) throw new AppError('tunnel.receiverDown')
      return receiver.also(address)
    },
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
