/** Events that outlive the retention because a person said so. */
import type { Store } from './store.ts'

export interface PinsTable {
  /** False when there is no such event. */
  set(eventId: number, pinned: boolean, at: number): boolean
  has(eventId: number): boolean
  count(): number
}

export function createPinsTable({ db }: Pick<Store, 'db'>): PinsTable {
  const event = db.prepare('SELECT 1 FROM events WHERE id = ?')
  const add = db.prepare('INSERT INTO pins (event_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING')
  const remove = db.prepare('DELETE FROM pins WHERE event_id = ?')
  const find = db.prepare('SELECT 1 FROM pins WHERE event_id = ?')
  const counted = db.prepare('SELECT count(*) AS found FROM pins')
  return {
    set(eventId, pinned, at) {
      if (!event.get(eventId)) return false
      if (pinned) add.run(eventId, at)
      else remove.run(eventId)
      return true
    },
    has: (eventId) => find.get(eventId) !== undefined,
    count: () => Number(counted.get()?.found),
  }
}
