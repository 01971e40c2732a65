/**
 * What happens when the disk is full (security D3): the commit fails, the ballast is given back, and events are
 * refused until there is room for the ballast and some more. The room that the ballast leaves is not for events:
 * it is for deleting and for the audit log meanwhile. A disk too small for a ballast is tried with every commit.
 */
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Ballast } from './ballast.ts'
import { isFull as isFullError } from './sqlite-error.ts'

export interface Fullness {
  /** Runs a commit, or throws at once while the disk is known to be full. */
  guard<T>(commit: () => T): T
  isCause(error: unknown): boolean
  close(): Promise<void>
}

export interface FullnessOptions {
  readonly db: DatabaseSync
  readonly file: string
  readonly ballast: Ballast
  changed(isFull: boolean): void
}

class StillFull extends Error {}

/** Free beside the ballast before events are taken again, so that it does not go to and fro. */
const reserveBytes = 8 * 1024 * 1024
const lookEveryMs = 1000
/** The start has other things to write. */
const firstFillMs = 2000

export function createFullness({ db, file, ballast, changed }: FullnessOptions): Fullness {
  const closing = new AbortController()
  let filling = Promise.resolve(false)
  let watch: NodeJS.Timeout | undefined
  let isFull = false

  const tell = (full: boolean) => {
    if (full !== isFull) changed(full)
    isFull = full
  }
  const hasRoom = () => {
    const free = freeBytes(file)
    return free >= ballast.bytes && free + reusableBytes(db) >= ballast.bytes + reserveBytes
  }
  const fill = () => {
    if (hasRoom()) filling = ballast.fill(closing.signal)
  }
  const look = () => {
    if (!hasRoom()) return
    clearInterval(watch)
    watch = undefined
    tell(false)
    fill()
  }
  const first = setTimeout(fill, firstFillMs)

  return {
    guard(commit) {
      if (watch) throw new StillFull('the disk is full')
      try {
        const result = commit()
        tell(false)
        return result
      } catch (error) {
        if (isFullError(error)) {
          tell(true)
          if (ballast.release()) watch = setInterval(look, lookEveryMs)
        }
        throw error
      }
    },
    isCause: (error) => error instanceof StillFull || isFullError(error),
    async close() {
      clearTimeout(first)
      clearInterval(watch)
      closing.abort()
      await filling
    },
  }
}

function freeBytes(file: string): number {
  const { bavail, bsize } = statfsSync(dirname(file))
  return bavail * bsize
}

/** Pages inside the file that deletions have left. */
function reusableBytes(db: DatabaseSync): number {
  const read = (name: string) => Number(db.prepare(`PRAGMA ${name}`).get()?.[name])
  return read('freelist_count') * read('page_size')
}
