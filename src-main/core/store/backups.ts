/**
 * Copies of the store beside it, for the day its file is damaged (security D4): made whole under another name,
 * then renamed, so that what bears a backup's name is complete. The newest few are kept.
 */
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makePrivate } from './private-file.ts'

export interface Backup {
  readonly path: string
  readonly madeAt: number
}

const mostBackups = 2
/** Left free beside a backup: the store must be able to go on. */
const spareBytes = 256 * 1024 * 1024

/** Newest first. */
export function listBackups(file: string): Backup[] {
  const prefix = `${basename(file)}.backup-`
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ path: join(dirname(file), name), madeAt: Number(name.slice(prefix.length)) }))
    .filter(({ madeAt }) => Number.isSafeInteger(madeAt))
    .sort((a, b) => b.madeAt - a.madeAt)
}

export function hasRoomForBackup(file: string): boolean {
  const { bavail, bsize } = statfsSync(dirname(file))
  return bavail * bsize >= statSync(file).size + spareBytes
}

/** Takes about a second per 100 MB; other connections go on reading and writing meanwhile. */
export function makeBackup(db: DatabaseSync, file: string, at: number): Backup {
  const part = `${file}.backup.part`
  rmSync(part, { force: true })
  makePrivate(part)
  try {
    db.prepare('VACUUM INTO ?').run(part)
    syncFile(part)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
  const path = `${file}.backup-${at}`
  renameSync(part, path)
  syncFile(dirname(file))
  for (const { path: old } of listBackups(file).slice(mostBackups)) rmSync(old, { force: true })
  return { path, madeAt: at }
}

/** Puts the newest sound backup where the store belongs; null when there is none. */
export function restoreNewest(file: string): Backup | null {
  const backup = listBackups(file).find(({ path }) => isSound(path))
  if (!backup) return null
  const part = `${file}.restore.part`
  copyFileSync(backup.path, part)
  syncFile(part)
  renameSync(part, file)
  syncFile(dirname(file))
  return backup
}

/** An empty file would pass SQLite's own check. */
function isSound(path: string): boolean {
  if (statSync(path).size === 0) return false
  try {
    const db = new DatabaseSync(path, { readOnly: true })
    try {
      return db.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok'
    } finally {
      db.close()
    }
  } catch {
    return false
  }
}

function syncFile(path: string): void {
  // Windows cannot open a folder, and needs write access to sync a file.
  if (process.platform === 'win32' && statSync(path).isDirectory()) return
  const handle = openSync(path, process.platform === 'win32' ? 'r+' : 'r')
  fsyncSync(handle)
  closeSync(handle)
}
