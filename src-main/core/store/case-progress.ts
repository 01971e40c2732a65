/** How far the cases have followed the events. */
import type { Store } from './store.ts'

export interface CaseProgress {
  /** null before the first time. */
  cursor(): number | null
  move(cursor: number): void
}

export function createCaseProgress({ db }: Pick<Store, 'db'>): CaseProgress {
  const read = db.prepare('SELECT cursor FROM progress')
  const insert = db.prepare('INSERT INTO progress VALUES (?)')
  const update = db.prepare('UPDATE progress SET cursor = ?')
  return {
    cursor() {
      const found = read.get()?.cursor
      return found == null ? null : Number(found)
    },
    move(cursor) {
      if (update.run(cursor).changes === 0) insert.run(cursor)
    },
  }
}
