/**
 * Which alerts of one stream belong together: those of one push, and where the push is not known, those that are
 * not more than ten minutes apart. A pure function of what is known, so that the order in which things arrive,
 * and how often, makes no difference.
 */
import { sessionGapMs } from '../../contract/cases.ts'
import type { Push } from '../store/pushes.ts'

/** Two alerts of one push further apart than this are two cases all the same: a stop event may have been lost. */
const longestSilenceMs = 12 * 60 * 60_000

/** The push that was on air at this moment, as far as known. */
export function pushAt(pushes: readonly Push[], at: number): Push | null {
  let found: Push | null = null
  for (const push of pushes) {
    if (push.startedAt === null || push.startedAt > at) continue
    if (found === null || (found.startedAt ?? 0) <= push.startedAt) found = push
  }
  return found !== null && (found.stoppedAt === null || found.stoppedAt >= at) ? found : null
}

/** Whether two neighbouring alerts, `earlier` ≤ `later`, are of one session. */
export function isLinked(earlier: number, later: number, pushes: readonly Push[]): boolean {
  const startsBetween = pushes.some(({ startedAt }) => startedAt !== null && earlier < startedAt && startedAt <= later)
  if (startsBetween) return false
  if (later - earlier <= sessionGapMs) return true
  if (later - earlier > longestSilenceMs) return false
  const push = pushAt(pushes, earlier)
  return push !== null && pushAt(pushes, later) === push
}

/** Parts alerts in time order into sessions. */
export function groupAlerts<A extends { readonly at: number }>(alerts: readonly A[], pushes: readonly Push[]): A[][] {
  const groups: A[][] = []
  let last: A | null = null
  for (const alert of alerts) {
    if (last !== null && isLinked(last.at, alert.at, pushes)) groups.at(-1)?.push(alert)
    else groups.push([alert])
    last = alert
  }
  return groups
}

/** The cloud's clocks are not ours to the second: a picture just after the stop still belongs before it. */
const stopSlackMs = 10_000

/** When the push of its newest alert went off air: its stop, or the start of another push. null while nothing says so. */
export function endOf(lastAt: number, pushes: readonly Push[]): number | null {
  const ends = pushes.flatMap(({ startedAt, stoppedAt }) => [
    ...(stoppedAt !== null && stoppedAt >= lastAt - stopSlackMs ? [stoppedAt] : []),
    ...(startedAt !== null && startedAt > lastAt ? [startedAt] : []),
  ])
  return ends.length > 0 ? Math.min(...ends) : null
}
