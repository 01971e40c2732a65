/** Which cuts, bans and resumes a page shows. */
import type { Enforcement, StreamRef } from '../../../src-main/contract/streams.ts'
import { streamKey } from './stream-rows.ts'

/** What ended well is shown this long; the rest until it is put away. */
const shownMs = 60_000
const mostShown = 5

export function shownRuns(
  runs: readonly Enforcement[],
  now: number,
  putAway: ReadonlySet<number>,
  only?: StreamRef,
): Enforcement[] {
  if (only) return runs.filter((run) => streamKey(run) === streamKey(only)).slice(0, mostShown)
  const isNews = (run: Enforcement) => {
    if (run.phase === 'overdue' || run.phase === 'accepted' || run.phase === 'unknown') return true
    return now - (run.doneAt ?? run.acceptedAt) < shownMs
  }
  return runs.filter((run) => !putAway.has(run.id) && isNews(run)).slice(0, mostShown)
}
