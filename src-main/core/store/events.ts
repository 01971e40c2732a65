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
  /** As it was stored; empty when there is no such row. */
  body(id: number): Buffer
  totals(accountId: string | null): EventTotals
  /** Of all accounts. */
  stored(): number
  alertsSince(accountId: string | null, at: number): number
}

const columns = `e.id, e.received_at, e.occurred_at, e.type, e.domain, e.app, e.stream, e.session, e.trust,
  e.template_id, e.verdict, e.score, e.label, e.facts, e.rejection, coalesce(r.count, 0) + (e.trust <> 'recovered') AS deliveries`
/** Read as arrays: naming sixteen values of each row takes as long as reading them. */
type RowValues = readonly unknown[]
const source = 'events AS e LEFT JOIN redeliveries AS r ON r.event_id = e.id'
const within = 'e.id > ? AND e.id <= ?'

export function createEventReader(db: DatabaseSync): EventReader {
  const newest = db.prepare('SELECT max(id) AS id FROM events')
  const stored = db.prepare('SELECT sum(stored) AS found FROM event_counts')
  const oldest = db.prepare('SELECT received_at FROM events ORDER BY id LIMIT 1')
  const prepare = (more: string, sql: string) => {
    const statement = db.prepare(`SELECT ${columns}${more} FROM ${source} WHERE ${sql}`)
    statement.setReturnArrays(true)
    return (...values: (string | number)[]) => statement.all(...values) as unknown as RowValues[]
  }
  const rowsBy = (sql: string) => {
    const read = prepare('', sql)
    return (...values: (string | number)[]) => read(...values).map(toRow)
  }
  const one = prepare(', e.body, e.body_bytes, e.headers, e.path, e.valid_until, r.times', 'e.id = ?')
  const body = db.prepare('SELECT body FROM events WHERE id = ?')
  const these = 'e.id IN (SELECT value FROM json_each(?))'
  const byIds = { ASC: rowsBy(`${these} ORDER BY e.id`), DESC: rowsBy(`${these} ORDER BY e.id DESC`) }
  addWordSearch(db)

  return {
    oldestAt() {
      const at = oldest.get()?.received_at
      return at == null ? null : Number(at)
    },
    newestId: () => Number(newest.get()?.id ?? 0),
    byIds: (ids, order) => byIds[order](JSON.stringify(ids)),
    hits(ids, { sql, values }) {
      const found = db
        .prepare(`SELECT e.id FROM events AS e WHERE ${these} AND ${sql}`)
        .all(JSON.stringify(ids), ...values)
      const hits = new Set(found.map((row) => Number(row.id)))
      return ids.filter((id) => hits.has(id))
    },
    rows: ({ after, through }, { sql, values }, order, limit) =>
      rowsBy(`${within} AND ${sql} ORDER BY e.id ${order} LIMIT ?`)(after, through, ...values, limit),
    judgedRows: ({ after, through }, scope, { sql, values }, limit) =>
      prepare(`, coalesce(${sql}, 0)`, `${within} AND ${scope.sql} ORDER BY e.id LIMIT ?`)(
        ...values,
        after,
        through,
        ...scope.values,
        limit,
      ).map((record) => ({ row: toRow(record), isHit: record[rowWidth] === 1 })),
    count({ after, through }, scope, { sql, values }) {
      const found = db
        .prepare(
          `SELECT count(*) AS found, sum(coalesce(${sql}, 0)) AS hits FROM events AS e WHERE ${within} AND ${scope.sql}`,
        )
        .get(...values, after, through, ...scope.values)
      return { inScope: Number(found?.found), hits: Number(found?.hits ?? 0) }
    },
    delivery(id) {
      const [record] = one(id)
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

/** The values of `columns`, in their order. */
const rowWidth = 16

function toRow(values: RowValues): EventRow {
  const [id, receivedAt, occurredAt, type, domain, app, stream, session, trust, ...others] = values
  const [templateId, verdict, score, label, facts, rejection, deliveries] = others
  return {
    id,
    receivedAt,
    occurredAt,
    type,
    domain,
    app,
    stream,
    session,
    trust,
    templateId,
    verdict,
    score,
    label,
    facts: JSON.parse(String(facts)),
    deliveries,
    rejection,
  } as EventRow
}

function toDelivery(values: RowValues): StoredDelivery {
  const row = toRow(values)
  const [body, bodyBytes, headers, path, validUntil, times] = values.slice(rowWidth)
  const repeats: number[] = typeof times === 'string' ? JSON.parse(times) : []
  return {
    row,
    body: toBuffer(body),
    bodyBytes: Number(bodyBytes),
    headers: JSON.parse(String(headers)),
    path: String(path),
    deliveredAt: row.trust === 'recovered' ? repeats : [row.receivedAt, ...repeats],
    validUntil: validUntil === null ? null : Number(validUntil),
  }
}

const toBuffer = (blob: unknown): Buffer => (blob instanceof Uint8Array ? Buffer.from(blob) : Buffer.alloc(0))

function readTotals(db: DatabaseSync, accountId: string | null): EventTotals {
  const found = db
    .prepare(`
      SELECT sum(stored) AS stored, sum(duplicates) AS duplicates, sum(rejected) AS rejected,
        nullif(max(last_received_at), 0) AS last FROM event_counts WHERE account_id IN (?, '')`)
    .get(accountId ?? '')
  return {
    stored: Number(found?.stored ?? 0),
    duplicates: Number(found?.duplicates ?? 0),
    rejected: Number(found?.rejected ?? 0),
    lastReceivedAt: found?.last == null ? null : Number(found.last),
  }
}
