/**
 * Keeps a tunnel up (security T3). It never gives up, with one exception: where trying again by itself would do
 * harm (a server with another key, a refused login that may get the person locked out) it waits for a person
 * and says so. A machine that slept or changed its network tries at once, unless that would cost the address.
 */
import { networkInterfaces } from 'node:os'
import { AppError, type ErrorCode } from '../../contract/errors.ts'
import type { WayState } from '../../contract/tunnel.ts'
import type { Log } from '../log.ts'
import type { Tunnel } from './tunnel.ts'

export type RunState = Pick<WayState, 'state' | 'url' | 'attempt' | 'since' | 'nextTryAt' | 'error'>

export interface Supervision {
  state(): RunState
  /** A person, or something that has just changed, wants it tried now. */
  retry(): void
  /** Takes down what claims to be up but does not carry, and opens it anew. */
  suspect(error: AppError): void
  close(): Promise<void>
}

/** All in milliseconds. */
export interface Timing {
  readonly firstWait: number
  readonly longestWait: number
  /** Up for this long, the waits begin anew at the first. */
  readonly settled: number
  /** How often to look for sleep and another network. */
  readonly tick: number
}

const realTiming: Timing = { firstWait: 1000, longestWait: 60_000, settled: 30_000, tick: 5000 }

export interface SupervisionParts {
  readonly open: (options: { signal: AbortSignal; onTrouble: (error: AppError | null) => void }) => Promise<Tunnel>
  readonly changed: () => void
  readonly log: Log
  readonly now: () => number
  readonly timing?: Partial<Timing>
  readonly random?: () => number
  readonly addresses?: () => string[]
}

const stopping: readonly ErrorCode[] = [
  'tunnel.hostKeyUnknown',
  'tunnel.hostKeyChanged',
  'tunnel.loginRefused',
  'tunnel.wrongPassphrase',
  'tunnel.cloudflaredToken',
  'tunnel.ngrokToken',
]
/** A server that starts refuses logins for a while (pam_nologin), so credentials that have worked get more chances. */
const chancesOnceUp = 3

export function superviseTunnel(parts: SupervisionParts): Supervision {
  const { open, changed, log, now, random = Math.random, addresses = machineAddresses } = parts
  const timing = { ...realTiming, ...parts.timing }
  let state: RunState = { state: 'opening', url: null, attempt: 0, since: now(), nextTryAt: null, error: null }
  let tunnel: Tunnel | null = null
  let opening: AbortController | null = null
  let timer: NodeJS.Timeout | undefined
  let failures = 0
  let refusals = 0
  let upAt: number | null = null
  let isClosed = false

  function set(change: Partial<RunState>): void {
    state = { ...state, ...change }
    changed()
  }

  async function tryOnce(): Promise<void> {
    const controller = new AbortController()
    opening = controller
    set({ state: 'opening', attempt: failures + 1, nextTryAt: null })
    const onTrouble = (error: AppError | null) => {
      if (opening === controller || tunnel !== null) set({ error: error?.toShape() ?? null })
    }
    try {
      const opened = await open({ signal: controller.signal, onTrouble })
      if (controller.signal.aborted) return takeDown(opened)
      opening = null
      stand(opened)
    } catch (error) {
      if (controller.signal.aborted) return
      opening = null
      failed(error)
    }
  }

  /** Nobody waits for it, and what stands in its place does not depend on it. */
  function takeDown(old: Tunnel): void {
    old.close().catch((error: unknown) => log.warn('a tunnel did not close', { error }))
  }

  function stand(opened: Tunnel): void {
    tunnel = opened
    upAt = now()
    refusals = 0
    set({ state: 'up', url: opened.url, since: upAt, error: null })
    void opened.down.then((error) => {
      if (tunnel !== opened) return
      dropped()
      failed(error)
    })
  }

  /** It was up and is no more; what it gained by having been up for long is kept. */
  function dropped(): void {
    if (upAt !== null && now() - upAt >= timing.settled) failures = 0
    tunnel = null
    set({ since: now() })
  }

  function failed(error: unknown): void {
    const known = error instanceof AppError ? error : new AppError('internal', { cause: error })
    log.warn('a tunnel is down', {
      code: known.code,
      details: known.details,
      ...(known.code === 'internal' && { error }),
    })
    failures += 1
    if (stopping.includes(known.code)) refusals += 1
    const isFinal = refusals >= (upAt === null || isAboutKey(known) ? 1 : chancesOnceUp)
    if (stopping.includes(known.code) && isFinal) {
      set({ state: 'stopped', nextTryAt: null, error: known.toShape() })
      return
    }
    const wait = waitAfter(failures)
    set({ state: 'waiting', nextTryAt: now() + wait, error: known.toShape() })
    again(wait)
  }

  function waitAfter(count: number): number {
    const full = Math.min(timing.longestWait, timing.firstWait * 2 ** (count - 1))
    return Math.round(Math.max(timing.firstWait, full * (0.75 + random() * 0.25)))
  }

  function again(wait: number): void {
    clearTimeout(timer)
    if (isClosed) return
    timer = setTimeout(() => void tryOnce(), wait)
    timer.unref()
  }

  function restart(): void {
    opening?.abort()
    opening = null
    again(0)
  }

  const stopWatching = watchMachine({
    now,
    tick: timing.tick,
    addresses,
    slept() {
      if (state.state === 'stopped' || tunnel?.losesUrl) return
      log.info('the machine slept; the tunnel is opened anew')
      failures = 0
      retire(new AppError('tunnel.slept'))
      restart()
    },
    moved(left) {
      if (state.state === 'waiting') return restart()
      const lost = tunnel?.localAddress
      if (lost && left.includes(lost)) {
        retire(new AppError('tunnel.networkChanged'))
        restart()
      }
    },
  })

  function retire(error: AppError): void {
    const old = tunnel
    if (!old) return
    dropped()
    set({ state: 'waiting', error: error.toShape(), nextTryAt: now() })
    takeDown(old)
  }

  again(0)
  return {
    state: () => state,
    retry() {
      if (isClosed || state.state === 'up' || state.state === 'opening') return
      refusals = 0
      restart()
    },
    suspect(error) {
      if (isClosed || !tunnel) return
      retire(error)
      restart()
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      stopWatching()
      opening?.abort()
      const old = tunnel
      tunnel = null
      await old?.close()
    },
  }
}

const isAboutKey = ({ code }: AppError) => code === 'tunnel.hostKeyUnknown' || code === 'tunnel.hostKeyChanged'

/** A tick that comes much too late means that the machine slept; a clock that was set forward looks the same and costs one reconnect. */
function watchMachine({
  now,
  tick,
  addresses,
  slept,
  moved,
}: {
  now: () => number
  tick: number
  addresses: () => string[]
  slept: () => void
  moved: (left: string[]) => void
}): () => void {
  let last = now()
  let known = addresses()
  const timer = setInterval(() => {
    const at = now()
    const late = at - last - tick
    last = at
    if (late > 4 * tick) slept()
    const found = addresses()
    const left = known.filter((address) => !found.includes(address))
    const isOther = left.length > 0 || found.length !== known.length
    known = found
    if (isOther) moved(left)
  }, tick)
  timer.unref()
  return () => clearInterval(timer)
}

const machineAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).flatMap(({ internal, address }) => (internal ? [] : [address])),
  )
