/**
 * Opens the search index beside the event store. What must hold: its watermark is never ahead of what it
 * holds, and a file that cannot be trusted costs the time to build it again, nothing else.
 */
import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { indexSchema, indexVersion } from './index-schema.ts'
import { makePrivate } from './private-file.ts'

export type Rebuild = 'missing' | 'damaged' | 'version' | 'ahead'

export interface IndexFile {
  readonly db: DatabaseSync
  /** Why it starts empty; null when the file was used. */
  readonly rebuild: Rebuild | null
}

/** `newestId` of the event store: an index that knows later events belongs to another one. */
export function openIndexFile(file: string, newestId: number): IndexFile {
  const found = open(file, newestId)
  if (typeof found !== 'string') return { db: found, rebuild: null }
  removeIndexFile(file)
  makePrivate(file)
  const db = new DatabaseSync(file)
  prepare(db)
  db.exec(`BEGIN; ${indexSchema}; PRAGMA user_version = ${indexVersion}; COMMIT`)
  return { db, rebuild: found }
}

export function removeIndexFile(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true })
}

function open(file: string, newestId: number): DatabaseSync | Rebuild {
  let db: DatabaseSync | null = null
  try {
    makePrivate(file)
    db = new DatabaseSync(file)
    const reason = judge(db, newestId)
    if (reason === null) return db
    db.close()
    return reason
  } catch {
    db?.close()
    return 'damaged'
  }
}

function judge(db: DatabaseSync, newestId: number): Rebuild | null {
  if (Number(db.prepare('PRAGMA page_count').get()?.page_count) === 0) return 'missing'
  prepare(db)
  if (Number(db.prepare('PRAGMA user_version').get()?.user_version) !== indexVersion) return 'version'
  const watermark = db.prepare('SELECT watermark FROM progress').get()?.watermark
  if (watermark === undefined) return 'damaged'
  return Number(watermark) > newestId ? 'ahead' : null
}

/** NORMAL: after a power cut the newest commits may be missing, whole; the events are then indexed again. */
const prepare = (db: DatabaseSync) =>
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000')
