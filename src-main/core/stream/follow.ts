/**
 * Closes the loop of a cut, ban or resume: the API's OK proves nothing, so the stream is watched until it is off
 * air. A place is over when its stop event came, when the cloud no longer lists it, or when what it lists there is
 * a newer push.
 */
import { type Enforcement, offAirWithinMs, type StreamPlace } from '../../contract/streams.ts'
import { placeKey } from './look.ts'

export interface Loop {
  readonly run: Enforcement
  /** Places whose stop event arrived. */
  readonly stopped: ReadonlySet<string>
  /** Where the stream is on air now. Of a resume: where it still may not be. */
  look(signal: AbortSignal): Promise<readonly StreamPlace[]>
  /** Resolves early when it is over. */
  pause(ms: number): Promise<void>
  /** The stop events have closed the loop. */
  isClosed(): boolean
  update(change: Partial<Enforcement>): void
  readonly now: () => number
}

/** Between two looks: close at first, then slower; ten minutes in all. */
const pausesMs = [1000, 1000, 2000, 2000, 3000, 3000, 4000, 4000]
const slowMs = 15_000
const slowLooks = 40

export async function follow(loop: Loop, signal: AbortSignal): Promise<void> {
  const { run, now, update } = loop
  let lastLookFailed = false
  for (let index = 0; index < pausesMs.length + slowLooks; index++) {
    await loop.pause(pausesMs[index] ?? slowMs)
    if (loop.isClosed()) return
    if (signal.aborted) break
    const found = await loop.look(signal).catch(() => null)
    if (loop.isClosed()) return
    lastLookFailed = found === null
    if (found) {
      const rePushed = newerPush(run.onAirAt, found)
      const isOver =
        run.action === 'resume'
          ? found.length === 0
          : leftOf(run.onAirAt, loop.stopped).every((place) => !isStillOn(place, found))
      if (isOver) {
        const again = rePushed === null ? {} : { rePushedAt: rePushed }
        return update({ phase: 'done', doneAt: now(), doneBy: 'state', ...again })
      }
    }
    if (now() - run.acceptedAt >= offAirWithinMs) update({ phase: lastLookFailed ? 'unknown' : 'overdue' })
  }
  if (lastLookFailed || signal.aborted) update({ phase: 'unknown' })
}

export const leftOf = (places: readonly StreamPlace[], stopped: ReadonlySet<string>) =>
  places.filter((place) => !stopped.has(placeKey(place)))

const counterpart = (place: StreamPlace, found: readonly StreamPlace[]) =>
  found.find((other) => placeKey(other) === placeKey(place))

const isNewer = (now: StreamPlace, then: StreamPlace) =>
  now.onAirSince !== null && then.onAirSince !== null && now.onAirSince > then.onAirSince

/** The same push goes on. */
export function isStillOn(place: StreamPlace, found: readonly StreamPlace[]): boolean {
  const now = counterpart(place, found)
  return now !== undefined && !isNewer(now, place)
}

/** When the first push began that has taken the place of one of these; null when none has. */
function newerPush(places: readonly StreamPlace[], found: readonly StreamPlace[]): number | null {
  const times = places.flatMap((place) => {
    const now = counterpart(place, found)
    return now && isNewer(now, place) ? [now.onAirSince ?? 0] : []
  })
  return times.length > 0 ? Math.min(...times) : null
}
