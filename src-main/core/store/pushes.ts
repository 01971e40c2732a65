/** SQL of the pushes the desk has heard of: by them alerts of one stream fall into cases. */
import type { Store } from './store.ts'

export interface Push {
  /** `sequence`; where the body has none, a name made from its time. */
  readonly sequence: string
  readonly startedAt: number | null
  readonly stoppedAt: number | null
}

export interface PushesTable {
  /** Adds what is known of a push to what was; of two times the earlier one counts, whichever came first. */
  note(place: string, push: Push, seenAt: number): void
  /** The newest ones of a place, in the order of their times. */
  ofPlace(place: string): Push[]
  /** Pushes that have ended and were last heard of before. */
  forget(before: number): void
}

const mostOfPlace = 200

export function createPushesTable({ db }: Pick<Store, 'db'>): PushesTable {
  const note = db.prepare(`
    INSERT INTO pushes (place, sequence, started_at, stopped_at, seen_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (place, sequence) DO UPDATE SET
      started_at = min(coalesce(started_at, excluded.started_at), coalesce(excluded.started_at, started_at)),
      stopped_at = min(coalesce(stopped_at, excluded.stopped_at), coalesce(excluded.stopped_at, stopped_at)),
      seen_at = max(seen_at, excluded.seen_at)`)
  const ofPlace = db.prepare(
    `SELECT * FROM (SELECT * FROM pushes WHERE place = ? ORDER BY seen_at DESC LIMIT ${mostOfPlace})
     ORDER BY coalesce(started_at, stopped_at), sequence`,
  )
  const forget = db.prepare('DELETE FROM pushes WHERE seen_at < ?')
  return {
    note: (place, { sequence, startedAt, stoppedAt }, seenAt) =>
      void note.run(place, sequence, startedAt, stoppedAt, seenAt),
    ofPlace: (place) =>
      ofPlace.all(place).map((row) => ({
        sequence: String(row.sequence),
        startedAt: row.started_at == null ? null : Number(row.started_at),
        stoppedAt: row.stopped_at == null ? null : Number(row.stopped_at),
      })),
    forget: (before) => void forget.run(before),
  }
}
