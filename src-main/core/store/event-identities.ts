/** Which stored events are which, for telling whether one is there already. */
import type { Store } from './store.ts'

/** The events among these ids, by identity (hex). */
export type ReadIdentities = (ids: readonly number[]) => Map<string, number>

export function createIdentityReader({ db }: Pick<Store, 'db'>): ReadIdentities {
  const select = db.prepare(
    'SELECT hex(identity) AS identity, id FROM events WHERE id IN (SELECT value FROM json_each(?))',
  )
  return (ids) =>
    new Map(select.all(JSON.stringify(ids)).map(({ identity, id }) => [String(identity).toLowerCase(), Number(id)]))
}
