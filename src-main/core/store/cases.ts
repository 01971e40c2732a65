/** SQL of cases and of the alerts in them. */
import type { Attention, CaseStatus, Decision, LastDecision, StreamIdentity } from '../../contract/cases.ts'
import type { Trust, Verdict } from '../../contract/events.ts'
import type { Store } from './store.ts'

/** One flagged alert, as far as cases need it. */
export interface CaseAlert {
  readonly eventId: number
  /** When the picture or slice was taken. */
  readonly at: number
  readonly receivedAt: number
  readonly kind: 'image' | 'audio'
  readonly verdict: Verdict
  readonly score: number | null
  readonly label: string | null
  readonly subLabel: string | null
  /** `reused`: the signature is right and went on bringing new bodies. */
  readonly trust: Trust | 'reused'
  readonly hasPicture: boolean
}

/** A case as it is kept; `T` is what its alerts add up to. */
export interface CaseRecord<T> {
  readonly id: number
  readonly accountId: string | null
  /** JSON [account, domain, app, stream]. */
  readonly place: string
  readonly session: string | null
  readonly firstAt: number
  readonly lastAt: number
  readonly receivedAt: number
  readonly status: CaseStatus
  readonly attention: Attention | null
  readonly version: number
  readonly joinedInto: number | null
  /** When the stream went off air. */
  readonly endedAt: number | null
  readonly identity: StreamIdentity
  readonly firstViewedAt: number | null
  readonly firstDecidedAt: number | null
  readonly verdict: Verdict
  readonly label: string | null
  readonly tally: T
  /** The newest, with the tally it was made on. */
  readonly decision: (LastDecision & { readonly on: T }) | null
  readonly words: string
}

export interface CaseQuery {
  readonly accountId: string | null
  readonly status?: readonly CaseStatus[] | undefined
  readonly verdict?: Verdict | undefined
  /** Of any of its alerts. */
  readonly label?: string | undefined
  readonly decision?: Decision | undefined
  readonly who?: string | undefined
  readonly domain?: string | undefined
  readonly trust?: 'verified' | 'weak' | undefined
  readonly text?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly before?: { readonly lastAt: number; readonly id: number } | undefined
}

export interface CasesTable<T> {
  add(record: Omit<CaseRecord<T>, 'id'>): number
  put(record: CaseRecord<T>): void
  get(id: number): CaseRecord<T> | null
  /** Not joined with another, newest alert first. */
  ofPlace(place: string, limit: number): CaseRecord<T>[]
  /** Of every case. */
  places(): string[]
  /** Open and acting, of every account. */
  waiting(): CaseRecord<T>[]
  countWaiting(accountId: string | null): number
  find(query: CaseQuery, limit: number): CaseRecord<T>[]
  /** False when the event is in a case already. */
  addAlert(caseId: number, alert: CaseAlert): boolean
  moveAlert(eventId: number, caseId: number): void
  alert(eventId: number): { caseId: number; alert: CaseAlert } | null
  /** In time order. */
  alertsOf(caseId: number): CaseAlert[]
  /** The newest ones before (at, event id), in time order. */
  alertsBefore(caseId: number, before: { at: number; eventId: number } | null, limit: number): CaseAlert[]
}

type DbRow = Record<string, unknown>

const caseColumns = [
  'account_id',
  'place',
  'session',
  'first_at',
  'last_at',
  'received_at',
  'status',
  'attention',
  'version',
  'joined_into',
  'ended_at',
  'identity',
  'first_viewed_at',
  'first_decided_at',
  'verdict',
  'label',
  'tally',
  'decision',
  'words',
] as const

const alertColumns = 'event_id, at, received_at, kind, verdict, score, label, sub_label, trust, has_picture'

export function createCasesTable<T>({ db }: Pick<Store, 'db'>): CasesTable<T> {
  const values = caseColumns.map(() => '?').join(', ')
  const insert = db.prepare(`INSERT INTO cases (${caseColumns.join(', ')}) VALUES (${values})`)
  const update = db.prepare(`UPDATE cases SET ${caseColumns.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`)
  const one = db.prepare('SELECT * FROM cases WHERE id = ?')
  const ofPlace = db.prepare(
    'SELECT * FROM cases WHERE place = ? AND joined_into IS NULL ORDER BY last_at DESC, id DESC LIMIT ?',
  )
  const waiting = db.prepare("SELECT * FROM cases WHERE status <> 'closed' AND joined_into IS NULL ORDER BY id")
  const places = db.prepare('SELECT DISTINCT place FROM cases')
  const countWaiting = db.prepare(
    "SELECT count(*) AS found FROM cases WHERE status <> 'closed' AND joined_into IS NULL AND (account_id IS NULL OR account_id = ?)",
  )
  const find = db.prepare(findSql)
  const insertAlert = db.prepare(
    `INSERT INTO case_alerts (case_id, ${alertColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  )
  const move = db.prepare('UPDATE case_alerts SET case_id = ? WHERE event_id = ?')
  const alert = db.prepare(`SELECT case_id, ${alertColumns} FROM case_alerts WHERE event_id = ?`)
  const alerts = db.prepare(`SELECT ${alertColumns} FROM case_alerts WHERE case_id = ? ORDER BY at, event_id`)
  const before = db.prepare(`
    SELECT ${alertColumns} FROM case_alerts WHERE case_id = ? AND (at, event_id) < (?, ?)
    ORDER BY at DESC, event_id DESC LIMIT ?`)
  const read = (row: DbRow) => toCase<T>(row)

  return {
    add: (record) => Number(insert.run(...columnsOf(record)).lastInsertRowid),
    put: (record) => void update.run(...columnsOf(record), record.id),
    get(id) {
      const row = one.get(id)
      return row ? read(row) : null
    },
    ofPlace: (place, limit) => ofPlace.all(place, limit).map(read),
    places: () => places.all().map(({ place }) => String(place)),
    waiting: () => waiting.all().map(read),
    countWaiting: (accountId) => Number(countWaiting.get(accountId)?.found),
    find: (query, limit) => find.all(bound(query, limit)).map(read),
    addAlert: (caseId, each) =>
      Number(
        insertAlert.run(
          caseId,
          each.eventId,
          each.at,
          each.receivedAt,
          each.kind,
          each.verdict,
          each.score,
          each.label,
          each.subLabel,
          each.trust,
          each.hasPicture ? 1 : 0,
        ).changes,
      ) > 0,
    moveAlert: (eventId, caseId) => void move.run(caseId, eventId),
    alert(eventId) {
      const row = alert.get(eventId)
      return row ? { caseId: Number(row.case_id), alert: toAlert(row) } : null
    },
    alertsOf: (caseId) => alerts.all(caseId).map(toAlert),
    alertsBefore: (caseId, cursor, limit) =>
      before
        .all(caseId, cursor?.at ?? Number.MAX_SAFE_INTEGER, cursor?.eventId ?? Number.MAX_SAFE_INTEGER, limit)
        .map(toAlert)
        .reverse(),
  }
}

const findSql = `
  SELECT * FROM cases WHERE joined_into IS NULL AND (account_id IS NULL OR account_id = :account)
    AND (:status IS NULL OR status IN (SELECT value FROM json_each(:status)))
    AND (:verdict IS NULL OR verdict = :verdict)
    AND (:label IS NULL OR EXISTS (SELECT 1 FROM json_each(tally, '$.labels') WHERE key = :label))
    AND (:domain IS NULL OR json_extract(place, '$[1]') = :domain)
    AND (:trust IS NULL OR json_extract(tally, '$.isVerified') = :trust)
    AND (:decision IS NULL OR json_extract(decision, '$.decision') = :decision)
    AND (:who IS NULL OR json_extract(decision, '$.who') = :who)
    AND (:text IS NULL OR words LIKE :text ESCAPE '\\')
    AND (:from IS NULL OR last_at >= :from) AND (:to IS NULL OR last_at <= :to)
    AND (:lastAt IS NULL OR (last_at, id) < (:lastAt, :id))
  ORDER BY last_at DESC, id DESC LIMIT :limit`

const bound = (query: CaseQuery, limit: number) => ({
  account: query.accountId,
  status: query.status && query.status.length > 0 ? JSON.stringify(query.status) : null,
  verdict: query.verdict ?? null,
  label: query.label ?? null,
  domain: query.domain ?? null,
  trust: query.trust === undefined ? null : query.trust === 'verified' ? 1 : 0,
  decision: query.decision ?? null,
  who: query.who ?? null,
  text: query.text ? `%${query.text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%` : null,
  from: query.from ?? null,
  to: query.to ?? null,
  lastAt: query.before?.lastAt ?? null,
  id: query.before?.id ?? null,
  limit,
})

const columnsOf = <T>(record: Omit<CaseRecord<T>, 'id'>): (string | number | null)[] => [
  record.accountId,
  record.place,
  record.session,
  record.firstAt,
  record.lastAt,
  record.receivedAt,
  record.status,
  record.attention,
  record.version,
  record.joinedInto,
  record.endedAt,
  record.identity,
  record.firstViewedAt,
  record.firstDecidedAt,
  record.verdict,
  record.label,
  JSON.stringify(record.tally),
  record.decision === null ? null : JSON.stringify(record.decision),
  record.words,
]

const numberOr = (value: unknown): number | null => (value == null ? null : Number(value))
const textOr = (value: unknown): string | null => (value == null ? null : String(value))

const toCase = <T>(row: DbRow): CaseRecord<T> => ({
  id: Number(row.id),
  accountId: textOr(row.account_id),
  place: String(row.place),
  session: textOr(row.session),
  firstAt: Number(row.first_at),
  lastAt: Number(row.last_at),
  receivedAt: Number(row.received_at),
  status: row.status as CaseStatus,
  attention: row.attention as Attention | null,
  version: Number(row.version),
  joinedInto: numberOr(row.joined_into),
  endedAt: numberOr(row.ended_at),
  identity: row.identity as StreamIdentity,
  firstViewedAt: numberOr(row.first_viewed_at),
  firstDecidedAt: numberOr(row.first_decided_at),
  verdict: row.verdict as Verdict,
  label: textOr(row.label),
  tally: JSON.parse(String(row.tally)) as T,
  decision: row.decision == null ? null : (JSON.parse(String(row.decision)) as NonNullable<CaseRecord<T>['decision']>),
  words: String(row.words),
})

const toAlert = (row: DbRow): CaseAlert => ({
  eventId: Number(row.event_id),
  at: Number(row.at),
  receivedAt: Number(row.received_at),
  kind: row.kind as CaseAlert['kind'],
  verdict: row.verdict as Verdict,
  score: numberOr(row.score),
  label: textOr(row.label),
  subLabel: textOr(row.sub_label),
  trust: row.trust as CaseAlert['trust'],
  hasPicture: row.has_picture === 1,
})
