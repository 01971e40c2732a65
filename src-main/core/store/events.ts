/** Reading callback events. Each call touches only the ids it is given, so that callers bound how long it takes. */
import type { DatabaseSync } from 'node:sqlite'
import type { EventRow } from '../../contract/events.ts'
import { all, type Condition, inScope } from './event-filter.ts'
import { addWordSearch } from './event-words.ts'

/** Ids above `after` and up to `through`. */
export interface IdRange {
  readonly after: number
  readonly through: number
}

export interface StoredDelivery {
  readonly row: EventRow
  readonly body: Buffer
  readonly bodyBytes: number
  readonly headers: [string, string][]
  readonly path: string
  readonly deliveredAt: number[]
  readonly validUntil: number | null
}

export interface EventTotals {
  readonly stored: number
  readonly duplicates: number
  readonly rejected: number
  readonly lastReceivedAt: number | null
}

export interface EventReader {
  newestId(): number
  /** When the oldest event was received; null without events. */
  oldestAt(): number | null
  rows(range: IdRange, condition: Condition, order: 'ASC' | 'DESC', limit: number): EventRow[]
  /** Those of these rows that are still there. */
  byIds(ids: readonly number[], order: 'ASC' | 'DESC'): EventRow[]
  /** Which of these rows meet the condition, in the order given. */
  hits(ids: readonly number[], condition: Condition): number[]
  /** Every row of the scope, each with whether it meets the condition. */
  judgedRows(range: IdRange, scope: Condition, condition: Condition, limit: number): { row: EventRow; isHit: boolean }[]
  /** How many rows of the scope there are, and how many of them meet the condition. */
  count(range: IdRange, scope: Condition, condition: Condition): { inScope: number; hits: number }
  delivery(id: number): StoredDelivery | null
  /** The stored bodies of these rows. */
  body(id: number): Buffer
  totals(accountId: string | null): EventTotals
  /** Of all accounts. */
  stored(): number
  alertsSince(accountId: string | null, at: number): number
}

const columns = `e.id, e.received_at, e.occurred_at, e.type, e.domain, e.app, e.stream, e.session, e.trust,
  e.template_id, e.verdict, e.score, e.label, e.facts, e.rejection, coalesce(r.count, 0) + 1 AS deliveries`
const source = 'events AS e LEFT JOIN redeliveries AS r ON r.event_id = e.id'
const within = 'e.id > ? AND e.id <= ?'

export function createEventReader(db: DatabaseSync): EventReader {
  const newest = db.prepare('SELECT max(id) AS id FROM events')
  const stored = db.prepare('SELECT sum(stored) AS found FROM event_counts')
  const oldest = db.prepare('SELECT received_at FROM events ORDER BY id LIMIT 1')
  const one = db.prepare(`
    SELECT ${columns}, e.body, e.body_bytes, e.headers, e.path, e.valid_until, r.times FROM ${source} WHERE e.id = ?`)
  const body = db.prepare('SELECT body FROM events WHERE id = ?')
  const these = 'e.id IN (SELECT value FROM json_each(?))'
  const byIds = {
    ASC: db.prepare(`SELECT ${columns} FROM ${source} WHERE ${these} ORDER BY e.id`),
    DESC: db.prepare(`SELECT ${columns} FROM ${source} WHERE ${these} ORDER BY e.id DESC`),
  }
  addWordSearch(db)

  return {
    oldestAt() {
      const at = oldest.get()?.received_at
      return at == null ? null : Number(at)
    },
    newestId: () => Number(newest.get()?.id ?? 0),
    byIds: (ids, order) => byIds[order].all(JSON.stringify(ids)).map(toRow),
    hits(ids, { sql, values }) {
      const found = db
        .prepare(`SELECT e.id FROM events AS e WHERE ${these} AND ${sql}`)
        .all(JSON.stringify(ids), ...values)
      const hits = new Set(found.map((row) => Number(row.id)))
      return ids.filter((id) => hits.has(id))
    },
    rows: ({ after, through }, { sql, values }, order, limit) =>
      db
        .prepare(`SELECT ${columns} FROM ${source} WHERE ${within} AND ${sql} ORDER BY e.id ${order} LIMIT ?`)
        .all(after, through, ...values, limit)
        .map(toRow),
    judgedRows: ({ after, through }, scope, { sql, values }, limit) =>
      db
        .prepare(
          `SELECT ${columns}, coalesce(${sql}, 0) AS hit FROM ${source} WHERE ${within} AND ${scope.sql} ORDER BY e.id LIMIT ?`,
        )
        .all(...values, after, through, ...scope.values, limit)
        .map((record) => ({ row: toRow(record), isHit: record.hit === 1 })),
    count({ after, through }, scope, { sql, values }) {
      const found = db
        .prepare(
          `SELECT count(*) AS found, sum(coalesce(${sql}, 0)) AS hits FROM events AS e WHERE ${within} AND ${scope.sql}`,
        )
        .get(...values, after, through, ...scope.values)
      return { inScope: Number(found?.found), hits: Number(found?.hits ?? 0) }
    },
    delivery(id) {
      const record = one.get(id)
      return record ? toDelivery(record) : null
    },
    body: (id) => toBuffer(body.get(id)?.body),
    stored: () => Number(stored.get()?.found ?? 0),
    totals: (accountId) => readTotals(db, accountId),
    alertsSince(accountId, at) {
      const { sql, values } = all([inScope(accountId), { sql: 'e.received_at >= ?', values: [at] }])
      const found = db
        .prepare(`SELECT count(*) AS found FROM events AS e WHERE e.verdict IN ('Block', 'Review') AND ${sql}`)
        .get(...values)
      return Number(found?.found)
    },
  }
}

type DbRecord = Record<string, unknown>

function toRow(record: DbRecord): EventRow {
  return {
    id: record.id,
    receivedAt: record.received_at,
    occurredAt: record.occurred_at,
    type: record.type,
    domain: record.domain,
    app: record.app,
    stream: record.stream,
    session: record.session,
    trust: record.trust,
    templateId: record.template_id,
    verdict: record.verdict,
    score: record.score,
    label: record.label,
    facts: JSON.parse(String(record.facts)),
    deliveries: record.deliveries,
    rejection: record.rejection,
  } as EventRow
}

function toDelivery(record: DbRecord): StoredDelivery {
  const row = toRow(record)
  const repeats: number[] = typeof record.times === 'string' ? JSON.parse(record.times) : []
  return {
    row,
    body: toBuffer(record.body),
    bodyBytes: Number(record.body_bytes),
    headers: JSON.parse(String(record.headers)),
    path: String(record.path),
    deliveredAt: [row.receivedAt, ...repeats],
    validUntil: record.valid_until === null ? null : Number(record.valid_until),
  }
}

const toBuffer = (blob: unknown): Buffer => (blob instanceof Uint8Array ? Buffer.from(blob) : Buffer.alloc(0))

function readTotals(db: DatabaseSync, accountId: string | null): EventTotals {
  const found = db
    .prepare(`
      SELECT sum(stored) AS stored, sum(duplicates) AS duplicates, sum(rejected) AS rejected,
        max(last_received_at) AS last FROM event_counts WHERE account_id IN (?, '')`)
    .get(accountId ?? '')
  return {
    stored: Number(found?.stored ?? 0),
    duplicates: Number(found?.duplicates ?? 0),
    rejected: Number(found?.rejected ?? 0),
    lastReceivedAt: found?.last == null ? null : Number(found.last),
  }
}
