/** SQL of the heartbeats: one a minute, kept for a day, so that a restart does not empty the curve. */
import type { Beat } from '../../contract/address.ts'
import type { Store } from './store.ts'

export interface AddressBeatsTable {
  add(base: string, beat: Beat): void
  /** Of one address since then, oldest first. */
  since(base: string, at: number): Beat[]
}

const keptMs = 24 * 60 * 60_000

export function createAddressBeatsTable({ db }: Pick<Store, 'db'>): AddressBeatsTable {
  const insert = db.prepare('INSERT OR REPLACE INTO address_beats (at, base, latency_ms) VALUES (?, ?, ?)')
  const prune = db.prepare('DELETE FROM address_beats WHERE at < ?')
  const select = db.prepare(
    'SELECT at, latency_ms AS latencyMs FROM address_beats WHERE base = ? AND at >= ? ORDER BY at',
  )
  return {
    add(base, { at, latencyMs }) {
      insert.run(at, base, latencyMs)
      prune.run(at - keptMs)
    },
    since: (base, at) => select.all(base, at).map((row) => ({ ...row }) as unknown as Beat),
  }
}
