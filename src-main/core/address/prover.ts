/**
 * Whether the public address leads to this desk, every minute. What must hold: nothing is called proven that was
 * not; a single lost beat turns nothing red (security T4), a proven address as little as one whose tunnel has yet to
 * stand; and a proof for an address that has changed meanwhile counts for nothing.
 */
import { AppError } from '../../contract/errors.ts'
import type { AddressStatus } from '../../contract/receiver.ts'
import type { Log } from '../log.ts'
import type { Paths } from '../receiver/paths.ts'
import { type PostThrough, sendHeartbeat } from './heartbeat.ts'

export interface Prover {
  status(): AddressStatus
  /** Tries now. Rejects with nothing but `receiver.noAddress`; a failure is in the status. */
  prove(): Promise<AddressStatus>
  /** Whether another address than the one in use leads here, now. */
  leadsHere(base: string): Promise<boolean>
  /** Called after every beat of the address in use. */
  onBeat(listener: (status: AddressStatus) => void): void
  /** The address may be another one: forgets what was known and tries soon. */
  restart(): void
  close(): void
}

export interface Target {
  readonly base: string
  readonly post: PostThrough
}

export interface ProverParts {
  /** The address in use now and the way to post through it; null while there is none. */
  readonly target: () => Target | null
  readonly paths: Pick<Paths, 'newSlot' | 'pathFor' | 'heartbeatAnswer'>
  readonly log: Log
  readonly now: () => number
  readonly everyMs?: number
  readonly againMs?: number
}

const beatEveryMs = 60_000
const tryAgainMs = 5_000

const none: AddressStatus = {
  url: null,
  state: 'none',
  checkedAt: null,
  provenAt: null,
  latencyMs: null,
  error: null,
}

export function createProver(parts: ProverParts): Prover {
  const { target, paths, log, now, everyMs = beatEveryMs, againMs = tryAgainMs } = parts
  const slot = paths.newSlot()
  const listeners: ((status: AddressStatus) => void)[] = []
  let status = unproven()
  let timer: NodeJS.Timeout | null = null
  let misses = 0
  /** Counts the addresses there have been; an answer for an earlier one is dropped. */
  let era = 0
  let isClosed = false
  let underWay: Promise<AddressStatus> | null = null

  function unproven(): AddressStatus {
    const base = target()?.base
    return base === undefined ? none : { ...none, url: base, state: 'unproven' }
  }

  async function beat(patience: number): Promise<AddressStatus> {
    const way = target()
    if (!way) throw new AppError('receiver.noAddress')
    const startedIn = era
    const startedAt = now()
    const error = await sendHeartbeat({ ...way, slot, paths })
    if (startedIn !== era || isClosed) return status
    const checkedAt = now()
    if (error === null) {
      misses = 0
      status = { ...status, state: 'proven', checkedAt, provenAt: checkedAt, latencyMs: checkedAt - startedAt, error }
    } else {
      misses += 1
      const isRed = misses > patience || status.state === 'failed'
      if (isRed && status.state !== 'failed') log.warn('the public address does not lead here', { code: error.code })
      status = { ...status, state: isRed ? 'failed' : status.state, checkedAt, latencyMs: null, error: error.toShape() }
    }
    schedule(misses === 1 ? againMs : everyMs)
    tell(status)
    return status
  }

  function tell(now: AddressStatus): void {
    for (const listener of listeners) {
      try {
        listener(now)
      } catch (error) {
        log.error('a listener failed on the state of the public address', { error })
      }
    }
  }

  /** One beat at a time for one address. */
  function beatOnce(patience: number): Promise<AddressStatus> {
    if (underWay) return underWay
    const beating = beat(patience).finally(() => {
      if (underWay === beating) underWay = null
    })
    underWay = beating
    return beating
  }

  function schedule(ms: number): void {
    if (timer) clearTimeout(timer)
    if (isClosed) return
    timer = setTimeout(() => {
      // A missing address is no failure here; the next `restart` brings one.
      beatOnce(1).catch(() => undefined)
    }, ms)
    timer.unref()
  }

  function restart(): void {
    era += 1
    misses = 0
    underWay = null
    status = unproven()
    if (status.state !== 'none') schedule(0)
  }

  restart()
  return {
    status: () => status,
    prove: () => beatOnce(0),
    async leadsHere(base) {
      const way = target()
      return way !== null && (await sendHeartbeat({ ...way, base, slot, paths })) === null
    },
    onBeat: (listener) => void listeners.push(listener),
    restart,
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
    },
  }
}
