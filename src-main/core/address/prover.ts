/**
 * Whether the public address leads to this desk: a nonce goes out through it, and only this desk can give
 * the answer. What must hold: nothing is called proven that was not; a single lost beat does not turn a
 * proven address red (security T4), and a proof for an address that has changed meanwhile counts for nothing.
 */
import { randomUUID } from 'node:crypto'
import { AppError } from '../../contract/errors.ts'
import type { AddressStatus } from '../../contract/receiver.ts'
import type { Log } from '../log.ts'
import type { Paths } from '../receiver/paths.ts'

/** Sends a body through the public address, from wherever the world sees it. Rejects when nothing answers. */
export type PostThrough = (url: string, body: string) => Promise<{ status: number; body: string }>

export interface Prover {
  status(): AddressStatus
  /** Tries now. Rejects with nothing but `receiver.noAddress`; a failure is in the status. */
  prove(): Promise<AddressStatus>
  /** The address may be another one: forgets what was known and tries soon. */
  restart(): void
  close(): void
}

export interface ProverParts {
  /** The address in use now and the way to post through it; null while there is none. */
  readonly target: () => { readonly base: string; readonly post: PostThrough } | null
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
    const error = await tryOnce(way).catch(asUnreachable)
    if (startedIn !== era || isClosed) return status
    const checkedAt = now()
    if (error === null) {
      misses = 0
      status = { ...status, state: 'proven', checkedAt, provenAt: checkedAt, latencyMs: checkedAt - startedAt, error }
    } else {
      misses += 1
      const isRed = misses > patience || status.state !== 'proven'
      if (isRed && status.state !== 'failed') log.warn('the public address does not lead here', { code: error.code })
      status = { ...status, state: isRed ? 'failed' : 'proven', checkedAt, latencyMs: null, error: error.toShape() }
    }
    schedule(misses === 1 ? againMs : everyMs)
    return status
  }

  async function tryOnce({ base, post }: { base: string; post: PostThrough }): Promise<AppError | null> {
    const nonce = randomUUID()
    const url = base.replace(/\/+$/, '') + paths.pathFor(slot, 'heartbeat')
    const { status, body } = await post(url, JSON.stringify({ nonce }))
    if (status !== 200) return new AppError('receiver.addressRefuses', { params: { status } })
    return isAnswer(body, paths.heartbeatAnswer(nonce)) ? null : new AppError('receiver.addressForeign')
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
    restart,
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
    },
  }
}

function asUnreachable(error: unknown): AppError {
  const cause = error instanceof AppError ? (error.details.message ?? error.code) : 'no answer'
  return new AppError('receiver.addressUnreachable', { details: { message: cause }, cause: error })
}

/** The receiver answers `{ code: 0, answer }`; anything that is not exactly this desk's answer is foreign. */
function isAnswer(body: string, expected: string): boolean {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null && 'answer' in parsed && parsed.answer === expected
  } catch {
    return false
  }
}
