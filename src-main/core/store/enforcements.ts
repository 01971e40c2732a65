/** SQL of cuts, bans and resumes with how far they have come, and of what is watched after them. */
import type { CaseEnforcement, Watch } from '../../contract/cases.ts'
import type { ErrorShape } from '../../contract/errors.ts'
import type { Store } from './store.ts'

export interface EnforcementRecord extends CaseEnforcement {
  readonly caseId: number
  readonly accountId: string
  readonly domain: string
  readonly app: string
  readonly stream: string
  /** For the cloud's records. */
  readonly reason: string
}

export interface WatchRecord extends Watch {
  readonly accountId: string
  /** Lifted, replaced, or run out; null while it is watched. */
  readonly endedAt: number | null
}

export interface EnforcementsTable {
  add(record: Omit<EnforcementRecord, 'id'>): EnforcementRecord
  put(record: EnforcementRecord): void
  get(id: number): EnforcementRecord | null
  /** The newest of a case. */
  newestOf(caseId: number): EnforcementRecord | null
  /** Those that have not come to an end. */
  underWay(): EnforcementRecord[]
  move(fromCase: number, toCase: number): void
}

export interface WatchesTable {
  add(record: Omit<WatchRecord, 'id'>): WatchRecord
  put(record: WatchRecord): void
  /** Those that still hold. */
  running(): WatchRecord[]
  move(fromCase: number, toCase: number): void
}

type DbRow = Record<string, unknown>
const numberOr = (value: unknown): number | null => (value == null ? null : Number(value))

const enforcementColumns = [
  'case_id',
  'account_id',
  'action',
  'domain',
  'app',
  'stream',
  'reason',
  'state',
  'who',
  'decided_at',
  'send_at',
  'sent_at',
  'accepted_at',
  'ended_at',
  'off_air_after_ms',
  'shown_by',
  'ban_until',
  'error',
] as const

export function createEnforcementsTable({ db }: Pick<Store, 'db'>): EnforcementsTable {
  const table = sqlOf(db, 'enforcements', enforcementColumns)
  const newest = db.prepare('SELECT * FROM enforcements WHERE case_id = ? ORDER BY id DESC LIMIT 1')
  const underWay = db.prepare(
    "SELECT * FROM enforcements WHERE state IN ('waiting', 'requested', 'accepted', 'stillOnAir') ORDER BY id",
  )
  const values = (each: Omit<EnforcementRecord, 'id'>) => [
    each.caseId,
    each.accountId,
    each.action,
    each.domain,
    each.app,
    each.stream,
    each.reason,
    each.state,
    each.who,
    each.decidedAt,
    each.sendAt,
    each.sentAt,
    each.acceptedAt,
    each.endedAt,
    each.offAirAfterMs,
    each.shownBy,
    each.banUntil,
    each.error === null ? null : JSON.stringify(each.error),
  ]
  return {
    add: (record) => ({ ...record, id: Number(table.insert.run(...values(record)).lastInsertRowid) }),
    put: (record) => void table.update.run(...values(record), record.id),
    get(id) {
      const row = table.one.get(id)
      return row ? toEnforcement(row) : null
    },
    newestOf(caseId) {
      const row = newest.get(caseId)
      return row ? toEnforcement(row) : null
    },
    underWay: () => underWay.all().map(toEnforcement),
    move: (fromCase, toCase) => void table.move.run(toCase, fromCase),
  }
}

const watchColumns = [
  'case_id',
  'account_id',
  'kind',
  'domain',
  'app',
  'stream',
  'who',
  'since',
  'until',
  'attempts',
  'last_attempt_at',
  'ended_at',
] as const

export function createWatchesTable({ db }: Pick<Store, 'db'>): WatchesTable {
  const table = sqlOf(db, 'watches', watchColumns)
  const running = db.prepare('SELECT * FROM watches WHERE ended_at IS NULL ORDER BY id')
  const values = (each: Omit<WatchRecord, 'id'>) => [
    each.caseId,
    each.accountId,
    each.kind,
    each.domain,
    each.app,
    each.stream,
    each.who,
    each.since,
    each.until,
    each.attempts,
    each.lastAttemptAt,
    each.endedAt,
  ]
  return {
    add: (record) => ({ ...record, id: Number(table.insert.run(...values(record)).lastInsertRowid) }),
    put: (record) => void table.update.run(...values(record), record.id),
    running: () => running.all().map(toWatch),
    move: (fromCase, toCase) => void table.move.run(toCase, fromCase),
  }
}

function sqlOf(db: Store['db'], name: string, columns: readonly string[]) {
  return {
    insert: db.prepare(`INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`),
    update: db.prepare(`UPDATE ${name} SET ${columns.map((each) => `${each} = ?`).join(', ')} WHERE id = ?`),
    one: db.prepare(`SELECT * FROM ${name} WHERE id = ?`),
    move: db.prepare(`UPDATE ${name} SET case_id = ? WHERE case_id = ?`),
  }
}

const toEnforcement = (row: DbRow): EnforcementRecord => ({
  id: Number(row.id),
  caseId: Number(row.case_id),
  accountId: String(row.account_id),
  action: row.action as EnforcementRecord['action'],
  domain: String(row.domain),
  app: String(row.app),
  stream: String(row.stream),
  reason: String(row.reason),
  state: row.state as EnforcementRecord['state'],
  who: String(row.who),
  decidedAt: Number(row.decided_at),
  sendAt: Number(row.send_at),
  sentAt: numberOr(row.sent_at),
  acceptedAt: numberOr(row.accepted_at),
  endedAt: numberOr(row.ended_at),
  offAirAfterMs: numberOr(row.off_air_after_ms),
  shownBy: row.shown_by as EnforcementRecord['shownBy'],
  banUntil: numberOr(row.ban_until),
  error: row.error == null ? null : (JSON.parse(String(row.error)) as ErrorShape),
})

const toWatch = (row: DbRow): WatchRecord => ({
  id: Number(row.id),
  caseId: Number(row.case_id),
  accountId: String(row.account_id),
  kind: row.kind as WatchRecord['kind'],
  domain: String(row.domain),
  app: String(row.app),
  stream: String(row.stream),
  who: String(row.who),
  since: Number(row.since),
  until: Number(row.until),
  attempts: Number(row.attempts),
  lastAttemptAt: numberOr(row.last_attempt_at),
  endedAt: numberOr(row.ended_at),
})
