/** Writing to the store, with what SQLite throws made an expected error (`store.full`, `store.failed`). */
import { type Store, storeError } from './store.ts'

export function guarded<T>(write: () => T): T {
  try {
    return write()
  } catch (error) {
    throw storeError(error)
  }
}

/** All of it or nothing. Not within another. */
export function inTransaction<T>(db: Store['db'], write: () => T): T {
  return guarded(() => {
    db.exec('BEGIN IMMEDIATE')
    try {
      const result = write()
      db.exec('COMMIT')
      return result
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  })
}
