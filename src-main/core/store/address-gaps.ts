/** SQL of the addresses that do not lead here at present, so that the gap's length is known after a restart too. */
import type { Store } from './store.ts'

export interface AddressGapsTable {
  /** Since when; null while it leads here. */
  since(base: string): number | null
  open(base: string, from: number): void
  close(base: string): void
}

export function createAddressGapsTable({ db }: Pick<Store, 'db'>): AddressGapsTable {
  const select = db.prepare('SELECT from_at AS at FROM address_gaps WHERE base = ?')
  const insert = db.prepare('INSERT OR IGNORE INTO address_gaps (base, from_at) VALUES (?, ?)')
  const drop = db.prepare('DELETE FROM address_gaps WHERE base = ?')
  return {
    since(base) {
      const at = select.get(base)?.at
      return at === undefined ? null : Number(at)
    },
    open: (base, from) => void insert.run(base, from),
    close: (base) => void drop.run(base),
  }
}
