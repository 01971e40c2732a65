/**
 * Lets the oldest events go once the person has set how much is kept: a while after the start, then every hour,
 * and when the setting changes. What was removed is written into Activity, also when the desk closes half-way.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Retention } from '../../contract/settings.ts'
import type { Log } from '../log.ts'
import type { Overdue } from './overdue.ts'
import type { Search } from './search-client.ts'

export interface Pruned {
  readonly rows: number
  /** All of them were received before this. */
  readonly before: number
}

export interface RetentionOptions {
  readonly search: Pick<Search, 'overdue' | 'prune'>
  readonly wanted: () => Retention
  readonly record: (pruned: Pruned) => void
  readonly log: Log
  readonly now: () => number
  readonly firstAfterMs?: number
}

export interface RetentionRunner {
  /** Looks now; again afterwards while a run is under way. */
  check(): Promise<void>
  readonly isPruning: boolean
  /** What these limits would remove now. */
  preview(wanted: Retention): Promise<Overdue | null>
  close(): Promise<void>
}

const minute = 60_000
const everyMs = 60 * minute
/** Between two steps, so that events have the disk for most of the time. */
const restMs = 15

export function startRetention({
  search,
  wanted,
  record,
  log,
  now,
  firstAfterMs = minute,
}: RetentionOptions): RetentionRunner {
  const closing = new AbortController()
  let running: Promise<void> | null = null
  let isAskedAgain = false

  const prune = async (overdue: Overdue): Promise<void> => {
    let rows = 0
    try {
      while (!closing.signal.aborted) {
        const removed = await search.prune(overdue)
        if (removed === 0) break
        rows += removed
        await delay(restMs, undefined, { signal: closing.signal }).catch(() => {})
      }
    } finally {
      if (rows > 0) record({ rows, before: overdue.before })
    }
  }

  const run = async (): Promise<void> => {
    // Where nothing is to be removed there is nothing to wait for, and `running` would be set after it was over.
    await null
    do {
      isAskedAgain = false
      try {
        const { maxDays, maxGb } = wanted()
        const overdue = maxDays === null && maxGb === null ? null : await search.overdue({ maxDays, maxGb }, now())
        if (overdue) await prune(overdue)
      } catch (error) {
        if (!closing.signal.aborted) log.error('old events could not be removed', { error })
      }
    } while (isAskedAgain && !closing.signal.aborted)
    running = null
  }

  const check = (): Promise<void> => {
    if (running !== null) isAskedAgain = true
    else if (!closing.signal.aborted) running = run()
    return running ?? Promise.resolve()
  }
  const first = setTimeout(check, firstAfterMs).unref()
  const timer = setInterval(check, everyMs).unref()

  return {
    check,
    get isPruning() {
      return running !== null
    },
    preview: (limits) => search.overdue(limits, now()),
    async close() {
      clearTimeout(first)
      clearInterval(timer)
      closing.abort()
      await running
    },
  }
}
