/**
 * The rows of one tail, as plain data. What must hold: nothing is shown twice, rows stay in the order of
 * their ids, what is held back waits without a gap, the memory is bounded, and the numbers add up:
 * received = shown + waiting + filtered + collapsed.
 */
import type { EventRow, TailBatch } from '../../src-main/contract/events.ts'

export interface TailNumbers {
  readonly received: number
  readonly shown: number
  readonly waiting: number
  readonly filtered: number
  readonly collapsed: number
}

export interface EventList {
  /** Oldest first. */
  readonly rows: readonly EventRow[]
  readonly numbers: TailNumbers
  /** Takes a batch of the tail. While `isHeld`, its rows wait. */
  receive(batch: TailBatch, isHeld: boolean): void
  /** Shows what waited. */
  release(): void
  /** Older rows, newest first, as `events.page` gives them. */
  addHistory(older: readonly EventRow[]): void
  clear(): void
}

const nothing: TailNumbers = { received: 0, shown: 0, waiting: 0, filtered: 0, collapsed: 0 }

/** `limit` rows of the tail are kept; history that a person paged back to comes on top of it until rows flow again. */
export function createEventList(limit: number): EventList {
  let rows: readonly EventRow[] = []
  let waiting: readonly EventRow[] = []
  let waitingCount = 0
  /** Rows between `rows` and `waiting` are not here: more came than is kept, or the replay was cut. */
  let hasGap = false
  let newestId = 0
  let numbers = nothing

  const wait = (more: readonly EventRow[]) => {
    const all = [...waiting, ...more]
    hasGap ||= all.length > limit
    waiting = all.slice(-limit)
  }

  /** Behind a gap the older rows no longer join: they are in the store, a page away. */
  const release = () => {
    if (hasGap || waiting.length > 0) rows = [...(hasGap ? [] : rows), ...waiting].slice(-limit)
    numbers = { ...numbers, shown: numbers.shown + waitingCount, waiting: 0 }
    waiting = []
    waitingCount = 0
    hasGap = false
  }

  /** A count that rises stays in its place, so nothing moves. */
  const markRedelivered = (redelivered: TailBatch['redelivered']) => {
    if (redelivered.length === 0) return
    const counts = new Map(redelivered.map(({ id, deliveries }) => [id, deliveries]))
    const marked = (row: EventRow): EventRow => {
      const deliveries = counts.get(row.id)
      return deliveries === undefined ? row : { ...row, deliveries }
    }
    rows = rows.map(marked)
    waiting = waiting.map(marked)
  }

  return {
    get rows() {
      return rows
    },
    get numbers() {
      return numbers
    },
    receive(batch, isHeld) {
      if (batch.restarted) {
        waiting = []
        newestId = 0
        hasGap = true
      }
      wait(batch.rows.filter(({ id }) => id > newestId))
      newestId = Math.max(newestId, batch.rows.at(-1)?.id ?? 0)
      waitingCount += batch.rows.length
      numbers = {
        received: numbers.received + batch.received,
        shown: numbers.shown,
        waiting: waitingCount,
        filtered: numbers.filtered + batch.filtered,
        collapsed: numbers.collapsed + batch.collapsed,
      }
      if (!isHeld) release()
      markRedelivered(batch.redelivered)
    },
    release,
    addHistory(older) {
      const oldestId = rows[0]?.id ?? waiting[0]?.id ?? Number.POSITIVE_INFINITY
      const joined = older.filter(({ id }) => id < oldestId).toReversed()
      rows = [...joined, ...rows]
      newestId = Math.max(newestId, joined.at(-1)?.id ?? 0)
    },
    clear() {
      rows = []
      waiting = []
      waitingCount = 0
      hasGap = false
      newestId = 0
      numbers = nothing
    },
  }
}
