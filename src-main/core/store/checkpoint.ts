/**
 * When the write-ahead log is copied into the file. A commit that has to do it waits for up to a thousand pages, and for
 * hundreds of milliseconds where old events are removed meanwhile, since those pages lie scattered. So a thread that nobody
 * waits for does it; a commit only when that thread has fallen behind.
 */
import type { DatabaseSync } from 'node:sqlite'

/** Pages of 4 KB: 4 MB. */
const worthCopying = 1000
const mostPages = 4 * worthCopying

/** For every connection whose commits somebody waits for: on the disk when they return (security D1). */
export const commitPragmas = `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${mostPages}`

/** Copies what has gathered, without keeping commits out meanwhile. */
export function checkpoint(db: DatabaseSync): void {
  const { log, checkpointed } = db.prepare('PRAGMA wal_checkpoint(NOOP)').get() ?? {}
  if (Number(log) - Number(checkpointed) >= worthCopying) db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get()
}
