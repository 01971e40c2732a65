/** Which events the retention wants gone: the oldest ones up to an id, by age, by size, or both. */
import type { DatabaseSync } from 'node:sqlite'
import type { Retention } from '../../contract/settings.ts'
import type { Pruner } from '../store/prune.ts'

export interface Overdue {
  /** Events up to this id, but the pinned ones. */
  readonly through: number
  /** When the newest of them was received. */
  readonly before: number
  readonly rows: number
}

export interface PruningSources {
  readonly db: DatabaseSync
  readonly pruner: Pruner
  size(): { readonly usedBytes: number }
}

const gb = 1e9
/** Below the limit by so much, so that a full store is not pruned every hour. */
const roomShare = 0.05

export function planPruning(
  { db, pruner, size }: PruningSources,
  { maxDays, maxGb }: Retention,
  now: number,
): Overdue | null {
  const ends = db.prepare('SELECT min(id) AS first, max(id) AS last FROM events').get()
  if (ends?.first == null) return null
  const [first, last] = [Number(ends.first), Number(ends.last)]
  const byAge = maxDays === null ? first - 1 : lastBefore(db, first, last, dayStart(now, maxDays))
  const bySize = maxGb === null ? first - 1 : first - 1 + tooMany(size().usedBytes, maxGb * gb, last - first + 1)
  const through = Math.min(last, Math.max(byAge, bySize))
  const rows = through < first ? 0 : pruner.count(through)
  if (rows === 0) return null
  const at = db.prepare('SELECT received_at AS at FROM events WHERE id <= ? ORDER BY id DESC LIMIT 1').get(through)?.at
  return { through, before: Number(at), rows }
}

/** Whole days, by the desk's own clock on the wall, so that pruning happens once a day and not every hour. */
const dayStart = (now: number, days: number): number => {
  const day = new Date(now)
  day.setDate(day.getDate() - days)
  return day.setHours(0, 0, 0, 0)
}

/** Rows lie in the order in which they were received, so halving finds the place without an index. */
function lastBefore(db: DatabaseSync, first: number, last: number, before: number): number {
  const at = db.prepare('SELECT id, received_at FROM events WHERE id >= ? ORDER BY id LIMIT 1')
  let [low, high] = [first, last + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = at.get(middle)
    if (row && Number(row.received_at) < before) low = Number(row.id) + 1
    else high = middle
  }
  return low - 1
}

/** Events differ little in size on average, so their share of the bytes is their share of the number. */
function tooMany(usedBytes: number, limitBytes: number, events: number): number {
  if (usedBytes <= limitBytes) return 0
  return Math.ceil((1 - (limitBytes * (1 - roomShare)) / usedBytes) * events)
}
