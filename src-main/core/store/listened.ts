/**
 * When the desk was listening, so that a quiet hour and a closed desk do not look the same. One row per
 * uninterrupted span; its end is moved on while it lasts.
 */
import type { Store } from './store.ts'

export interface ListenedTable {
  begin(at: number): number
  extend(id: number, to: number): void
  /** The spans that touch this time, oldest first. */
  within(from: number, to: number): { from: number; to: number }[]
  /** Since when spans are written down at all; null before the first. */
  since(): number | null
}

export function createListenedTable({ db }: Pick<Store, 'db'>): ListenedTable {
  const begin = db.prepare('INSERT INTO listened (from_at, to_at) VALUES (?, ?)')
  const extend = db.prepare('UPDATE listened SET to_at = ? WHERE id = ?')
  const within = db.prepare('SELECT from_at, to_at FROM listened WHERE to_at >= ? AND from_at <= ? ORDER BY from_at')
  const first = db.prepare('SELECT min(from_at) AS at FROM listened')
  return {
    begin: (at) => Number(begin.run(at, at).lastInsertRowid),
    extend: (id, to) => void extend.run(to, id),
    within: (from, to) => within.all(from, to).map((row) => ({ from: Number(row.from_at), to: Number(row.to_at) })),
    since() {
      const at = first.get()?.at
      return at == null ? null : Number(at)
    },
  }
}
