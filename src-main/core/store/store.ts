/**
 * Opens the desk's SQLite file. What must hold (security D1, D4, D5): a commit is on the disk when it
 * returns (WAL, synchronous FULL); a migration happens whole or not at all, after a backup; a newer desk's file is left
 * untouched; a damaged file is set aside, never deleted, and the desk starts with its newest sound backup.
 */
import { existsSync, renameSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../contract/errors.ts'
import type { Log } from '../log.ts'
import { type Backup, listBackups, makeBackup, restoreNewest } from './backups.ts'
import { commitPragmas } from './checkpoint.ts'
import { migrations } from './migrations.ts'
import { makePrivate } from './private-file.ts'
import { isCorrupt, isFull } from './sqlite-error.ts'

export interface Store {
  readonly file: string
  readonly db: DatabaseSync
  /** Where a damaged file was moved to when this one was opened; null when it was sound. */
  readonly setAside: string | null
  /** The backup that then took its place; null when there was none. */
  readonly restored: Backup | null
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
export function openStore(
  file: string,
  { log, now = Date.now, steps = migrations }: { log: Log; now?: () => number; steps?: readonly string[] },
): Store {
  checkSqlite()
  let setAside: string | null = null
  let restored: Backup | null = null
  let db: DatabaseSync
  try {
    db = openSound(file, steps, now)
  } catch (error) {
    if (!isDamage(error)) throw storeError(error)
    setAside = moveAside(file, now())
    restored = restoreNewest(file)
    log.error('the event store is damaged and was set aside', { file, setAside, restored: restored?.path, error })
    db = openSound(file, steps, now)
  }
  return { file, db, setAside, restored, close: () => db.isOpen && db.close() }
}

/** Makes what SQLite throws an expected error: a full disk is `store.full`, anything else `store.failed`. */
export function storeError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new AppError(isFull(error) ? 'store.full' : 'store.failed', { details: { message }, cause: error })
}

/** All steps that are missing in one transaction; `prepare` is called before it when the file holds data already. */
export function migrate(db: DatabaseSync, steps: readonly string[] = migrations, prepare: () => void = () => {}): void {
  const found = pragma(db, 'user_version')
  if (found > steps.length)
    throw new AppError('store.failed', {
      details: { message: `the event store was written by a newer version (schema ${found}, known ${steps.length})` },
    })
  if (found === steps.length) return
  if (found > 0) prepare()
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const step of steps.slice(found)) db.exec(step)
    db.exec(`PRAGMA user_version = ${steps.length}`)
    db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

const pragma = (db: DatabaseSync, name: 'user_version' | 'page_count' | 'page_size') =>
  Number(db.prepare(`PRAGMA ${name}`).get()?.[name])

class DamagedFile extends Error {}

function openSound(file: string, steps: readonly string[], now: () => number): DatabaseSync {
  if (isEmptied(file)) throw new DamagedFile('the file is empty')
  makePrivate(file)
  const db = new DatabaseSync(file, { timeout: 5000 })
  try {
    if (pragma(db, 'page_count') * pragma(db, 'page_size') <= largestChecked) {
      const verdict = db.prepare('PRAGMA quick_check(1)').get()?.quick_check
      if (verdict !== 'ok') throw new DamagedFile(String(verdict))
    }
    db.exec(commitPragmas)
    migrate(db, steps, () => makeBackup(db, file, now()))
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const isDamage = (error: unknown) => error instanceof DamagedFile || isCorrupt(error)

/** An empty file is a new one to SQLite; but where there are backups there was something in it. */
const isEmptied = (file: string): boolean =>
  [file, `${file}-wal`].every((path) => !statSync(path, { throwIfNoEntry: false })?.size) &&
  existsSync(file) &&
  listBackups(file).length > 0

/** The write-ahead log goes with the file: left behind, SQLite would play it into the new one. */
function moveAside(file: string, at: number): string {
  const target = `${file}.damaged-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}`
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix)
  return target
}

function checkSqlite(): void {
  const found = process.versions.sqlite ?? '0'
  if (isTooOld(found))
    throw new AppError('store.failed', { details: { message: `SQLite ${found} is older than ${oldestSqlite}` } })
}

export const isTooOld = (sqlite: string): boolean => numberOf(sqlite) < numberOf(oldestSqlite)

/** 3.51.3 → 3051003, as SQLite itself writes it. Comparing the texts as numbers would load a whole collation. */
function numberOf(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  return major * 1_000_000 + minor * 1000 + patch
}
