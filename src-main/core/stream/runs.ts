/** The cuts, bans and resumes of this run of the desk, each followed until its loop is closed. */
import { isProven } from '../../contract/events.ts'
import { type Enforcement, refusedCode, type StreamPlace } from '../../contract/streams.ts'
import type { ActiveAccount } from '../active-account.ts'
import type { PushEvent } from './bans.ts'
import { realWait, type Wait } from './carry-out.ts'
import { follow, leftOf } from './follow.ts'
import { placeKey } from './look.ts'

export type RunListener = (run: Enforcement, accountId: string) => void
export type NewRun = Omit<Enforcement, 'id' | 'phase' | 'doneAt' | 'doneBy' | 'rePushedAt'>
type LookAround = (signal: AbortSignal) => Promise<readonly StreamPlace[]>

export interface Runs {
  begin(account: ActiveAccount, run: NewRun, look: LookAround): Enforcement
  of(accountId: string): Enforcement[]
  onProgress(listener: RunListener): () => void
  observe(events: readonly PushEvent[]): void
  close(): void
}

interface Followed {
  run: Enforcement
  readonly accountId: string
  readonly stopped: Set<string>
  wake: () => void
}

const mostRuns = 200
/** The cloud's clock may run a little behind this one. */
const clockGraceMs = 2000

export function createRuns({
  changed,
  now,
  wait = realWait,
}: {
  changed: () => void
  now: () => number
  wait?: Wait | undefined
}): Runs {
  const followed: Followed[] = []
  const listeners = new Set<RunListener>()
  const closed = new AbortController()
  let lastId = 0

  const tell = (each: Followed, change: Partial<Enforcement>) => {
    each.run = { ...each.run, ...change }
    for (const listener of listeners) listener(each.run, each.accountId)
    changed()
  }

  const pauseOf = (each: Followed, signal: AbortSignal) => (ms: number) =>
    Promise.race([
      wait(ms, signal).catch(() => undefined),
      new Promise<void>((resolve) => {
        each.wake = resolve
      }),
    ]).then(() => undefined)

  function begin(account: ActiveAccount, run: NewRun, look: LookAround): Enforcement {
    const isNothingToEnd = run.action !== 'resume' && run.onAirAt.length === 0
    const phase = isNothingToEnd ? 'notOnAir' : 'accepted'
    const rest = { doneAt: null, doneBy: null, rePushedAt: null }
    const each: Followed = {
      run: { ...run, ...rest, id: ++lastId, phase },
      accountId: account.id,
      stopped: new Set(),
      wake: () => {},
    }
    followed.unshift(each)
    followed.splice(mostRuns)
    tell(each, {})
    if (isNothingToEnd) return each.run
    const signal = AbortSignal.any([closed.signal, account.signal])
    const { run: begun } = each
    void follow(
      {
        run: begun,
        stopped: each.stopped,
        look,
        pause: pauseOf(each, signal),
        isClosed: () => each.run.phase === 'done',
        // A desk that closes has not lost sight of the stream: who needs to know looks again when it starts.
        update(change) {
          if (!closed.signal.aborted) tell(each, change)
        },
        now,
      },
      signal,
    )
    return begun
  }

  function judge(event: PushEvent): void {
    const at = event.occurredAt ?? event.receivedAt
    const key = placeKey({ domain: event.domain ?? '', app: event.app ?? '' })
    for (const each of followed) {
      const { run } = each
      const isMeant =
        each.accountId === event.accountId &&
        run.stream === event.stream &&
        run.onAirAt.some((place) => placeKey(place) === key) &&
        at >= run.requestedAt - clockGraceMs
      if (!isMeant) continue
      if (event.type === 0 && event.facts.code !== refusedCode) {
        each.stopped.add(key)
        const isOver = run.phase !== 'done' && leftOf(run.onAirAt, each.stopped).length === 0
        if (isOver) tell(each, { phase: 'done', doneAt: now(), doneBy: 'event' })
        each.wake()
      }
      if (event.type === 1 && run.rePushedAt === null && at > run.requestedAt) tell(each, { rePushedAt: at })
    }
  }

  return {
    begin,
    of: (accountId) => followed.filter((each) => each.accountId === accountId).map(({ run }) => run),
    onProgress(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    observe(events) {
      for (const event of events) if ((event.type === 0 || event.type === 1) && isProven(event)) judge(event)
    },
    close: () => closed.abort(),
  }
}
