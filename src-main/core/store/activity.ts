/** SQL of the audit log. Rows are only ever added. */
import type { ActivityEntry, ActivityKind } from '../../contract/activity.ts'
import { ActivityState, wayBackOf } from '../../contract/activity.ts'
import { ErrorShape } from '../../contract/errors.ts'
import { guarded } from './guarded.ts'
import type { Store } from './store.ts'

export type NewActivity = Omit<ActivityEntry, 'id' | 'wayBack'> & {
  /** What restores the state before, as JSON text; null where nothing does. */
  readonly undo: string | null
}

/** Desk-wide entries (no account) belong to every account's list. */
export interface ActivityQuery {
  readonly account: string | null
  readonly kinds?: readonly ActivityKind[] | undefined
  readonly outcome?: ActivityEntry['outcome'] | undefined
  /** Case-insensitive, anywhere in target, actor, before or after. */
  readonly text?: string | undefined
  readonly planId?: string | undefined
  /** Only entries older than this id. */
  readonly before?: number | undefined
}

export interface ActivityTable {
  add(entry: NewActivity): number
  /** Newest first. */
  list(query: ActivityQuery, limit: number): ActivityEntry[]
  count(query: ActivityQuery): number
  /** Of every account, later than this time. */
  countSince(kind: ActivityKind, at: number): number
  /** The way back of one entry of the account; null when there is none. */
  undoOf(account: string, id: number): string | null
}

interface Row {
  id: number
  at: number
  actor: string
  account_id: string | null
  kind: string
  target: string
  before: string | null
  after: string | null
  outcome: string
  error: string | null
  plan_id: string | null
  undo: string | null
}

export function createActivityTable({ db }: Store): ActivityTable {
  const insert = db.prepare(
    `INSERT INTO activity (at, actor, account_id, kind, target, before, after, outcome, error, plan_id, undo)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const where = `
    WHERE (account_id IS NULL OR account_id = :account)
      AND (:before IS NULL OR id < :before)
      AND (:outcome IS NULL OR outcome = :outcome)
      AND (:plan IS NULL OR plan_id = :plan)
      AND (:kinds IS NULL OR kind IN (SELECT value FROM json_each(:kinds)))
      AND (:text IS NULL OR target LIKE :text ESCAPE '\\' OR actor LIKE :text ESCAPE '\\'
        OR before LIKE :text ESCAPE '\\' OR after LIKE :text ESCAPE '\\')`
  const select = db.prepare(`SELECT * FROM activity ${where} ORDER BY id DESC LIMIT :limit`)
  const tally = db.prepare(`SELECT count(*) AS count FROM activity ${where}`)

  const since = db.prepare('SELECT count(*) AS count FROM activity WHERE kind = ? AND at > ?')
  const undo = db.prepare('SELECT undo FROM activity WHERE account_id = ? AND id = ?')

  return {
    add: (entry) =>
      guarded(() => {
        const { lastInsertRowid } = insert.run(
          entry.at,
          entry.actor,
          entry.account,
          entry.kind,
          entry.target,
          toJson(entry.before),
          toJson(entry.after),
          entry.outcome,
          toJson(entry.error),
          entry.planId,
          entry.undo,
        )
        return Number(lastInsertRowid)
      }),
    list: (query, limit) => (select.all({ ...bound(query), limit }) as unknown as Row[]).map(toEntry),
    count: (query) => Number(tally.get(bound(query))?.count),
    countSince: (kind, at) => Number(since.get(kind, at)?.count),
    undoOf: (account, id) => (undo.get(account, id)?.undo as string | null | undefined) ?? null,
  }
}

const toJson = (value: object | null) => (value === null ? null : JSON.stringify(value))

const bound = ({ account, kinds, outcome, text, planId, before }: ActivityQuery) => ({
  account,
  plan: planId ?? null,
  before: before ?? null,
  outcome: outcome ?? null,
  kinds: kinds && kinds.length > 0 ? JSON.stringify(kinds) : null,
  text: text ? `%${text.replaceAll(/[\\%_]/g, '\\$&')}%` : null,
})

const toEntry = (row: Row): ActivityEntry => ({
  id: row.id,
  at: row.at,
  actor: row.actor,
  account: row.account_id,
  kind: row.kind as ActivityKind,
  target: row.target,
  before: row.before === null ? null : ActivityState.parse(JSON.parse(row.before)),
  after: row.after === null ? null : ActivityState.parse(JSON.parse(row.after)),
  outcome: row.outcome as ActivityEntry['outcome'],
  error: row.error === null ? null : ErrorShape.parse(JSON.parse(row.error)),
  planId: row.plan_id,
  wayBack: wayOpen(row),
})

function wayOpen({ kind, outcome, undo }: Row): ActivityEntry['wayBack'] {
  if (wayBackOf[kind as ActivityKind] !== 'plan') return null
  if (undo !== null) return 'open'
  return outcome === 'ok' ? 'notKept' : 'nothingChanged'
}
