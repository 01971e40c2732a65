/**
 * Reading the events that moderation is made of: alerts, and starts and stops of pushes. Tests this desk has sent
 * itself are none of them.
 */
import type { EventRow } from '../../contract/events.ts'
import type { StoredEvent } from './event.ts'
import type { Store } from './store.ts'

export type ModeratedEvent = Pick<
  StoredEvent,
  | 'id'
  | 'accountId'
  | 'receivedAt'
  | 'occurredAt'
  | 'type'
  | 'domain'
  | 'app'
  | 'stream'
  | 'session'
  | 'trust'
  | 'verdict'
  | 'score'
  | 'label'
  | 'facts'
>

export interface ModeratedEvents {
  newestId(): number
  /** Of the events above `after` and up to `through`. */
  between(after: number, through: number): ModeratedEvent[]
  /** Flagged alerts received since; quick however many other events there are. */
  flaggedSince(at: number): ModeratedEvent[]
  body(eventId: number): Uint8Array
  accountOf(eventId: number): string | null
}

const columns =
  'id, account_id, received_at, occurred_at, type, domain, app, stream, session, trust, verdict, score, label, facts'

export function createModeratedEvents({ db }: Pick<Store, 'db'>): ModeratedEvents {
  const newest = db.prepare('SELECT max(id) AS id FROM events')
  const between = db.prepare(
    `SELECT ${columns} FROM events WHERE id > ? AND id <= ? AND type IN (0, 1, 315, 317) ORDER BY id`,
  )
  const flagged = db.prepare(
    `SELECT ${columns} FROM events WHERE verdict IN ('Block', 'Review') AND received_at >= ? ORDER BY id`,
  )
  const body = db.prepare('SELECT body FROM events WHERE id = ?')
  const account = db.prepare('SELECT account_id FROM events WHERE id = ?')
  return {
    newestId: () => Number(newest.get()?.id ?? 0),
    between: (after, through) => between.all(after, through).map(toEvent).filter(isNoTest),
    flaggedSince: (at) => flagged.all(at).map(toEvent).filter(isNoTest),
    body(eventId) {
      const found = body.get(eventId)?.body
      return found instanceof Uint8Array ? found : new Uint8Array()
    },
    accountOf(eventId) {
      const found = account.get(eventId)?.account_id
      return typeof found === 'string' ? found : null
    },
  }
}

const isNoTest = ({ facts }: ModeratedEvent) => facts.test !== 1

const toEvent = (row: Record<string, unknown>): ModeratedEvent =>
  ({
    id: row.id,
    accountId: row.account_id,
    receivedAt: row.received_at,
    occurredAt: row.occurred_at,
    type: row.type,
    domain: row.domain,
    app: row.app,
    stream: row.stream,
    session: row.session,
    trust: row.trust,
    verdict: row.verdict,
    score: row.score,
    label: row.label,
    facts: JSON.parse(String(row.facts)) as EventRow['facts'],
  }) as ModeratedEvent
