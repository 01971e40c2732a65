/**
 * Puts a batch of deliveries on the disk in one transaction: all of it, or none. New events are added;
 * a repeat only raises the delivery count of its event. Takes and gives plain data, so that it can run in
 * another thread.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { IncomingEvent } from './event.ts'

export interface Committed {
  readonly id: number
  /** 1 = new. */
  readonly deliveries: number
}

/** Unreadable deliveries are kept for people to look at, not as a record: the newest of them, and not all of a long one. */
export const mostRejected = 1000
const longestRejected = 64 * 1024
/** Arrival times kept per event besides the first. */
const mostTimes = 50

export function createCommit(db: DatabaseSync): (batch: readonly IncomingEvent[]) => Committed[] {
  const insert = db.prepare(`
    INSERT INTO events (account_id, template_id, received_at, occurred_at, type, domain, app, stream, session, trust,
      verdict, score, label, facts, rejection, identity, valid_until, path, headers, body, body_bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (identity) DO NOTHING RETURNING id`)
  const find = db.prepare('SELECT id FROM events WHERE identity = ?')
  const repeat = db.prepare(`
    INSERT INTO redeliveries (event_id, count, times) VALUES (?, 1, json_array(?))
    ON CONFLICT (event_id) DO UPDATE SET count = count + 1, times = json_insert(
      iif(json_array_length(times) < ${mostTimes}, times, json_remove(times, '$[0]')),
      '$[#]', json_extract(excluded.times, '$[0]'))
    RETURNING count`)
  const prune = db.prepare(`
    DELETE FROM events WHERE rejection IS NOT NULL AND id <= (
      SELECT id FROM events WHERE rejection IS NOT NULL ORDER BY id DESC LIMIT 1 OFFSET ${mostRejected})
    RETURNING account_id`)
  const count = db.prepare(`
    INSERT INTO event_counts (account_id, stored, duplicates, rejected, last_received_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (account_id) DO UPDATE SET stored = stored + excluded.stored,
      duplicates = duplicates + excluded.duplicates, rejected = rejected + excluded.rejected,
      last_received_at = max(last_received_at, excluded.last_received_at)`)

  const put = (event: IncomingEvent): Committed => {
    const fresh = insert.get(...values(event))
    if (fresh) return { id: Number(fresh.id), deliveries: 1 }
    const id = Number(find.get(event.identity)?.id)
    return { id, deliveries: 1 + Number(repeat.get(id, event.receivedAt)?.count) }
  }

  const putAll = (batch: readonly IncomingEvent[]): Committed[] => {
    const committed = batch.map(put)
    const removed = batch.some(({ rejection }) => rejection !== null) ? prune.all() : []
    writeCounts(count, batch, committed, removed)
    return committed
  }

  return (batch) => {
    db.exec('BEGIN IMMEDIATE')
    try {
      const committed = putAll(batch)
      db.exec('COMMIT')
      return committed
    } catch (error) {
      if (db.isOpen && db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
}

function values(event: IncomingEvent) {
  const body = event.rejection === null ? event.body : cut(event.body)
  return [
    event.accountId,
    event.templateId,
    event.receivedAt,
    event.occurredAt,
    event.type,
    event.domain,
    event.app,
    event.stream,
    event.session,
    event.trust,
    event.verdict,
    event.score,
    event.label,
    JSON.stringify(event.facts),
    event.rejection,
    event.identity,
    event.validUntil,
    event.path,
    JSON.stringify(event.headers),
    body,
    event.body.length,
  ]
}

/** Not through the middle of a character, which would make a sound text look broken. */
function cut(body: Buffer): Buffer {
  if (body.length <= longestRejected) return body
  let end = longestRejected
  while (end > longestRejected - 4 && ((body[end] ?? 0) & 0xc0) === 0x80) end--
  return body.subarray(0, end)
}

interface Change {
  stored: number
  duplicates: number
  rejected: number
  last: number
}

function writeCounts(
  count: StatementSync,
  batch: readonly IncomingEvent[],
  committed: readonly Committed[],
  removed: readonly Record<string, unknown>[],
): void {
  const changes = new Map<string, Change>()
  const changeOf = (accountId: unknown): Change => {
    const key = typeof accountId === 'string' ? accountId : ''
    const change = changes.get(key) ?? { stored: 0, duplicates: 0, rejected: 0, last: 0 }
    changes.set(key, change)
    return change
  }
  for (const [index, event] of batch.entries()) {
    const change = changeOf(event.accountId)
    const isNew = committed[index]?.deliveries === 1
    change[isNew ? 'stored' : 'duplicates']++
    if (event.rejection !== null) change.rejected++
    change.last = Math.max(change.last, event.receivedAt)
  }
  for (const { account_id } of removed) changeOf(account_id).stored--
  for (const [key, change] of changes) count.run(key, change.stored, change.duplicates, change.rejected, change.last)
}
