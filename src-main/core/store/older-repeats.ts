/**
 * Finds the first delivery of an event that comes again long after it: a replay, or a sender's own retry. It costs
 * inserts nothing: the row was received soon after the time the event itself names, and rows lie in the order they
 * were received, so a search by halves leads to them. Only deliveries that name such a time are looked up at all.
 */
import type { DatabaseSync } from 'node:sqlite'
import { type EventRecord, factsOf } from './event-record.ts'

/** `t` lasts ten minutes, so it names a time as well (css-callbacks, section 2). */
const lifeOfT = 10 * 60_000
/** How far the cloud's clock and this machine's may be apart. */
const clockSkew = 10 * 60_000
/** The cloud repeats for 12 minutes; then it gives up (css-callbacks, section 3). */
const retriesLast = 15 * 60_000
/** So that a stranger's replays cannot hold up the writer; what is not found within is stored as a new event. */
const mostRows = 20_000
const stepRows = 2000

interface Claim {
  /** The first delivery was received neither before nor after. */
  readonly from: number
  readonly until: number
}

/** What the event's own time says of its first delivery; null when it names none. */
export function claimOf(record: EventRecord): Claim | null {
  const { occurredAt, validUntil } = factsOf(record)
  const claimed = occurredAt ?? (validUntil === null ? null : validUntil - lifeOfT)
  return claimed === null ? null : { from: claimed - clockSkew, until: claimed + retriesLast + clockSkew }
}

/** Among the rows received before `since`; those from then on are known already. */
export function createOlderLookup(
  db: DatabaseSync,
): (identity: Uint8Array, claim: Claim, since: number) => number | null {
  const ends = db.prepare('SELECT min(id) AS first, max(id) AS last FROM events')
  const at = db.prepare('SELECT id, received_at FROM events WHERE id >= ? ORDER BY id LIMIT 1')
  const inRange = db.prepare(`
    SELECT max(iif(identity = ?, id, NULL)) AS found, max(id) AS last, max(received_at) AS at
    FROM (SELECT id, identity, received_at FROM events WHERE id >= ? ORDER BY id LIMIT ${stepRows})`)

  /** The first row received at or after a time. */
  const firstSince = (time: number): number => {
    const found = ends.get()
    let low = Number(found?.first ?? 0)
    let high = Number(found?.last ?? 0) + 1
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const row = at.get(middle)
      if (row && Number(row.received_at) < time) low = Number(row.id) + 1
      else high = middle
    }
    return low
  }

  return (identity, claim, since) => {
    if (claim.from >= since) return null
    const until = Math.min(since, claim.until)
    let from = firstSince(claim.from)
    for (let rows = 0; rows < mostRows; rows += stepRows) {
      const step = inRange.get(identity, from)
      if (step?.found != null) return Number(step.found)
      if (step?.last == null || Number(step.at) > until) return null
      from = Number(step.last) + 1
    }
    return null
  }
}
