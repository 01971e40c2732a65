/**
 * Puts a batch of deliveries on the disk in one transaction: all of it, or none. New events are added;
 * a repeat only raises the delivery count of its event. The table has no index that every insert pays for, so
 * repeats are found otherwise: recent ones by `RecentIdentities`, older ones in the rows of the time they claim.
 */
import type { DatabaseSync } from 'node:sqlite'
import { type EventRecord, factsOf, plainColumns } from './event-record.ts'
import { claimOf, createOlderLookup } from './older-repeats.ts'
import { createRecentIdentities, type RecentIdentities } from './recent-identities.ts'

export interface Committed {
  readonly id: number
  /** 1 = new. */
  readonly deliveries: number
}

export type Commit = (batch: readonly EventRecord[]) => Committed[]

/** Of the unreadable deliveries only the newest are kept. */
export const mostRejected = 1000
/** Arrival times kept per event besides the first. */
const mostTimes = 50

/** Only one at a time may write to a file: it hands out the ids. `recent` may still be loading. */
export function createCommit(db: DatabaseSync, recent: RecentIdentities = loadedIdentities(db)): Commit {
  const put = createPut(db, recent)
  const writeCounts = createCounts(db)
  const prune = db.prepare(`
    DELETE FROM events WHERE rejection IS NOT NULL AND id NOT IN (SELECT event_id FROM pins) AND id <= (
      SELECT id FROM events WHERE rejection IS NOT NULL ORDER BY id DESC LIMIT 1 OFFSET ${mostRejected})
    RETURNING account_id`)
  // Not max(id) alone: an id is every reader's cursor and must not be used twice, even after deletions.
  const newest = db.prepare(
    'SELECT max(id) AS id FROM (SELECT max(id) AS id FROM events UNION ALL SELECT max(last_id) FROM event_counts)',
  )
  let lastId = Number(newest.get()?.id ?? 0)

  const putAll = (batch: readonly EventRecord[]): Committed[] => {
    const added = new Map<string, number>()
    let nextId = lastId + 1
    const committed = batch.map((record) => {
      const done = put(record, nextId, added)
      if (done.deliveries === 1) nextId = done.id + 1
      return done
    })
    const removed = batch.some((record) => factsOf(record).isRejected) ? prune.all() : []
    writeCounts(batch, committed, removed)
    return committed
  }

  return (batch) => {
    db.exec('BEGIN IMMEDIATE')
    let committed: Committed[]
    try {
      committed = putAll(batch)
      db.exec('COMMIT')
    } catch (error) {
      if (db.isOpen && db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
    for (const [index, { id, deliveries }] of committed.entries()) {
      const record = batch[index]
      if (deliveries !== 1 || !record) continue
      lastId = id
      recent.add(record.identity, id, factsOf(record).receivedAt)
    }
    return committed
  }
}

function loadedIdentities(db: DatabaseSync): RecentIdentities {
  const recent = createRecentIdentities(db)
  recent.load(Number.POSITIVE_INFINITY)
  return recent
}

function createPut(db: DatabaseSync, recent: RecentIdentities) {
  const insert = db.prepare(
    `INSERT INTO events (id, identity, body, ${plainColumns.join(', ')})
     VALUES (?, ?, ?, ${plainColumns.map(() => '?').join(', ')})`,
  )
  const identityOf = db.prepare('SELECT identity FROM events WHERE id = ?')
  const findOlder = createOlderLookup(db)
  const repeat = db.prepare(`
    INSERT INTO redeliveries (event_id, count, times) VALUES (?, 1, json_array(?))
    ON CONFLICT (event_id) DO UPDATE SET count = count + 1, times = json_insert(
      iif(json_array_length(times) < ${mostTimes}, times, json_remove(times, '$[0]')),
      '$[#]', json_extract(excluded.times, '$[0]'))
    RETURNING count`)

  const find = (record: EventRecord): number | null => {
    const { identity } = record
    const isSame = (id: number) => {
      const stored = identityOf.get(id)?.identity
      return stored instanceof Uint8Array && Buffer.compare(stored, identity) === 0
    }
    const known = recent.find(identity, isSame)
    const claim = known === null ? claimOf(record) : null
    if (!claim) return known
    // After a start in busy times: to learn those rows once is quicker than to look through them for every event.
    const found = recent.loadFrom(claim.from) ? recent.find(identity, isSame) : null
    return found ?? findOlder(identity, claim, recent.since)
  }

  /** `added` holds what the same transaction has stored so far. */
  return (record: EventRecord, freeId: number, added: Map<string, number>): Committed => {
    const key = Buffer.from(record.identity).toString('latin1')
    const known = added.get(key) ?? find(record)
    if (known !== null && known !== undefined) {
      return { id: known, deliveries: 1 + Number(repeat.get(known, factsOf(record).receivedAt)?.count) }
    }
    insert.run(freeId, record.identity, record.body, ...record.plain)
    added.set(key, freeId)
    return { id: freeId, deliveries: 1 }
  }
}

interface Change {
  stored: number
  duplicates: number
  rejected: number
  lastReceivedAt: number
  lastId: number
}

/** Adds a commit to the counts of each account, in the same transaction. */
function createCounts(db: DatabaseSync) {
  const count = db.prepare(`
    INSERT INTO event_counts (account_id, stored, duplicates, rejected, last_received_at, last_id)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (account_id) DO UPDATE SET stored = stored + excluded.stored,
      duplicates = duplicates + excluded.duplicates, rejected = rejected + excluded.rejected,
      last_received_at = max(last_received_at, excluded.last_received_at), last_id = max(last_id, excluded.last_id)`)

  return (
    batch: readonly EventRecord[],
    committed: readonly Committed[],
    removed: readonly Record<string, unknown>[],
  ): void => {
    const changes = new Map<string, Change>()
    const changeOf = (accountId: unknown): Change => {
      const key = typeof accountId === 'string' ? accountId : ''
      const change = changes.get(key) ?? { stored: 0, duplicates: 0, rejected: 0, lastReceivedAt: 0, lastId: 0 }
      changes.set(key, change)
      return change
    }
    for (const [index, record] of batch.entries()) {
      const { accountId, receivedAt, isRejected, isRecovered } = factsOf(record)
      const { id = 0, deliveries } = committed[index] ?? {}
      const change = changeOf(accountId)
      change[deliveries === 1 ? 'stored' : 'duplicates']++
      if (isRejected) change.rejected++
      // What was recovered has not been received.
      if (!isRecovered) change.lastReceivedAt = Math.max(change.lastReceivedAt, receivedAt)
      change.lastId = Math.max(change.lastId, id)
    }
    for (const { account_id } of removed) changeOf(account_id).stored--
    for (const [key, { stored, duplicates, rejected, lastReceivedAt, lastId }] of changes)
      count.run(key, stored, duplicates, rejected, lastReceivedAt, lastId)
  }
}
