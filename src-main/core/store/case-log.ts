/** SQL of the moderation log: who saw, decided and got what, and when. Rows are only ever added. */
import type { TimelineEntry, TimelineKind } from '../../contract/case-detail.ts'
import type { Store } from './store.ts'

export interface NewLogEntry {
  readonly caseId: number
  readonly accountId: string | null
  readonly at: number
  /** '' = the desk itself. */
  readonly who: string
  readonly kind: TimelineKind
  readonly facts?: TimelineEntry['facts']
}

export interface LogSpan {
  readonly accountId: string | null
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export interface CaseLogTable {
  add(entry: NewLogEntry): void
  /** Oldest first, the newest `limit`. */
  ofCase(caseId: number, limit: number): TimelineEntry[]
  /** The log of a case that has joined another goes with it. */
  move(fromCase: number, toCase: number): void
  /** Newest first. */
  newest(accountId: string | null, before: number | undefined, limit: number): TimelineEntry[]
  /** Oldest first, after the given id. */
  span(span: LogSpan, after: number, limit: number): TimelineEntry[]
  count(span: LogSpan): number
  /** Marks pictures as seen (or uncovered) by somebody; the first time counts. */
  sawPictures(eventIds: readonly number[], by: { who: string; accountId: string | null; at: number }): void
  revealedPicture(eventId: number, by: { who: string; accountId: string | null; at: number }): void
}

export function createCaseLogTable({ db }: Pick<Store, 'db'>): CaseLogTable {
  const insert = db.prepare(
    'INSERT INTO case_log (case_id, account_id, at, who, kind, facts) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const ofCase = db.prepare(
    'SELECT * FROM (SELECT * FROM case_log WHERE case_id = ? ORDER BY id DESC LIMIT ?) ORDER BY id',
  )
  const move = db.prepare('UPDATE case_log SET case_id = ? WHERE case_id = ?')
  const scope = '(account_id IS NULL OR account_id = :account)'
  const newest = db.prepare(
    `SELECT * FROM case_log WHERE ${scope} AND (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit`,
  )
  const within = `${scope} AND (:from IS NULL OR at >= :from) AND (:to IS NULL OR at <= :to)`
  const span = db.prepare(`SELECT * FROM case_log WHERE id > :after AND ${within} ORDER BY id LIMIT :limit`)
  const count = db.prepare(`SELECT count(*) AS found FROM case_log WHERE ${within}`)
  const saw = db.prepare(`
    INSERT INTO picture_views (event_id, who, account_id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`)
  const revealed = db.prepare(`
    INSERT INTO picture_views (event_id, who, account_id, at, revealed_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET revealed_at = coalesce(revealed_at, excluded.revealed_at)`)
  const bounds = ({ accountId, from, to }: LogSpan) => ({ account: accountId, from: from ?? null, to: to ?? null })

  return {
    add: ({ caseId, accountId, at, who, kind, facts = {} }) =>
      void insert.run(caseId, accountId, at, who, kind, JSON.stringify(facts)),
    ofCase: (caseId, limit) => ofCase.all(caseId, limit).map(toEntry),
    move: (fromCase, toCase) => void move.run(toCase, fromCase),
    newest: (account, before, limit) => newest.all({ account, before: before ?? null, limit }).map(toEntry),
    span: (wanted, after, limit) => span.all({ ...bounds(wanted), after, limit }).map(toEntry),
    count: (wanted) => Number(count.get(bounds(wanted))?.found),
    sawPictures(eventIds, { who, accountId, at }) {
      for (const id of eventIds) saw.run(id, who, accountId, at)
    },
    revealedPicture: (eventId, { who, accountId, at }) => void revealed.run(eventId, who, accountId, at, at),
  }
}

const toEntry = (row: Record<string, unknown>): TimelineEntry => ({
  id: Number(row.id),
  caseId: Number(row.case_id),
  at: Number(row.at),
  who: String(row.who),
  kind: row.kind as TimelineKind,
  facts: JSON.parse(String(row.facts)) as TimelineEntry['facts'],
})
