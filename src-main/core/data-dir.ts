/**
 * The folder of a desk: its settings, events, log and secrets. Both hosts use the same one by default, so
 * the desk in the window and the desk in the browser are one desk; a lock keeps them from running at once.
 */
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

interface System {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

export function defaultDataDir({ platform, env, home }: System): string {
  const base =
    platform === 'win32'
      ? (env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'))
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : env.XDG_DATA_HOME || join(home, '.local', 'share')
  return join(base, 'callback-desk')
}

/**
 * Creates the folder for its user alone. One that exists keeps its mode, since it may be shared on purpose
 * (or be /tmp); `isPrivate` then says whether others can look in.
 */
export function prepareDataDir(dataDir: string): { isPrivate: boolean } {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  return { isPrivate: process.platform === 'win32' || (statSync(dataDir).mode & 0o077) === 0 }
}

const sqliteBusy = 5

/**
 * Takes the folder for this process; null when another desk has it, even after waiting a little for one
 * that is just closing. The lock is SQLite's own file lock, so the system gives it back however the process
 * ends.
 */
export function lockDataDir(dataDir: string, { waitMs = 2_000 } = {}): { close(): void } | null {
  const lock = new DatabaseSync(join(dataDir, 'desk.lock'), { timeout: waitMs })
  try {
    // Nothing is ever written to it, so it needs no journal, which a full disk has no room for.
    lock.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode === sqliteBusy) return null
    throw error
  }
}
