/**
 * Ids of events are never used twice, also when the event store was restored from a backup, or begun anew, while the
 * case file stayed: an alert under a number the cases know already would be taken for one of theirs, and be lost.
 */
import type { Store } from './store.ts'

/** Before anything is written to the event store. */
export function keepNumbersApart({ db }: Pick<Store, 'db'>, cases: Pick<Store, 'db'>): void {
  const known = cases.db.prepare(
    'SELECT max(id) AS id FROM (SELECT max(event_id) AS id FROM case_alerts UNION ALL SELECT cursor FROM progress)',
  )
  const highest = Number(known.get()?.id ?? 0)
  const used = db.prepare(
    'SELECT max(id) AS id FROM (SELECT max(id) AS id FROM events UNION ALL SELECT max(last_id) FROM event_counts)',
  )
  if (highest <= Number(used.get()?.id ?? 0)) return
  db.prepare(`
    INSERT INTO event_counts (account_id, stored, duplicates, rejected, last_received_at, last_id)
    VALUES ('', 0, 0, 0, 0, ?) ON CONFLICT (account_id) DO UPDATE SET last_id = excluded.last_id`).run(highest)
}
