/**
 * Opens the desk's SQLite file. What must hold (security D1, D4, D5): a commit is on the disk when it
 * returns (WAL, synchronous FULL); a migration happens whole or not at all; a newer desk's file is left
 * untouched; a damaged file is set aside, never deleted, and the desk starts with an empty one.
 */
import { existsSync, renameSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../contract/errors.ts'
import type { Log } from '../log.ts'
import { migrations } from './migrations.ts'

export interface Store {
  readonly file: string
  readonly db: DatabaseSync
  /** Where a damaged file was moved to when this one was opened; null when it was sound. */
  readonly setAside: string | null
  close(): void
}

/** Older SQLite can lose commits when WAL readers and a checkpoint meet (the WAL-reset bug, fixed in 3.51.3). */
const oldestSqlite = '3.51.3'

/**
 * Bytes up to which the whole file is checked before use: about 1 s per GB, which would delay every start of a
 * desk with millions of events. Above it damage of the header or the schema still shows at once, damage of
 * other pages when they are read.
 */
const largestChecked = 256 * 1024 * 1024

/** Throws `store.failed` when the file cannot be used at all: a newer schema, no permission, locked by another desk. */
export function openStore(file: string, { log, now = Date.now }: { log: Log; now?: () => number }): Store {
  checkSqlite()
  let setAside: string | null = null
  let db: DatabaseSync
  try {
    db = openSound(file)
  } catch (error) {
    if (!isDamage(error)) throw storeError(error)
    setAside = moveAside(file, now())
    log.error('the event store is damaged and was set aside', { file, setAside, error })
    db = openSound(file)
  }
  return { file, db, setAside, close: () => db.isOpen && db.close() }
}

/** Makes what SQLite throws an expected error: a full disk is `store.full`, anything else `store.failed`. */
export function storeError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new AppError(resultCode(error) === 13 ? 'store.full' : 'store.failed', { details: { message }, cause: error })
}

export function migrate(db: DatabaseSync, steps: readonly string[] = migrations): void {
  const found = pragma(db, 'user_version')
  if (found > steps.length)
    throw new AppError('store.failed', {
      details: { message: `the event store was written by a newer version (schema ${found}, known ${steps.length})` },
    })
  for (const [index, step] of steps.entries()) {
    if (index < found) continue
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(step)
      db.exec(`PRAGMA user_version = ${index + 1}`)
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
}

const pragma = (db: DatabaseSync, name: 'user_version' | 'page_count' | 'page_size') =>
  Number(db.prepare(`PRAGMA ${name}`).get()?.[name])

class DamagedFile extends Error {}

function openSound(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5000 })
  try {
    if (pragma(db, 'page_count') * pragma(db, 'page_size') <= largestChecked) {
      const verdict = db.prepare('PRAGMA quick_check(1)').get()?.quick_check
      if (verdict !== 'ok') throw new DamagedFile(String(verdict))
    }
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    migrate(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** SQLITE_CORRUPT 11 and SQLITE_NOTADB 26; extended codes carry the primary one in their low byte. */
const isDamage = (error: unknown) => error instanceof DamagedFile || [11, 26].includes(resultCode(error) ?? 0)

function resultCode(error: unknown): number | null {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : null
  return typeof code === 'number' ? code & 0xff : null
}

/** The write-ahead log goes with the file: left behind, SQLite would play it into the new one. */
function moveAside(file: string, at: number): string {
  const target = `${file}.damaged-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}`
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix)
  return target
}

function checkSqlite(): void {
  const found = process.versions.sqlite ?? '0'
  if (found.localeCompare(oldestSqlite, 'en', { numeric: true }) < 0)
    throw new AppError('store.failed', { details: { message: `SQLite ${found} is older than ${oldestSqlite}` } })
}
