/**
 * The files of fetched pictures, by the hash of their content, bounded in bytes: when it is full, pictures of closed
 * cases make room, those that were dismissed first. What is shown is checked against its hash.
 */
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PicturesTable } from '../../store/pictures.ts'

export const defaultMaxBytes = 1_000_000_000
/** So much is made free at once: to find what may go takes longer the more there is. */
const roomShare = 0.05

export interface PictureCache {
  /** The content's sha-256. */
  keep(bytes: Buffer): Promise<string>
  /** null when the file is gone, or no longer what it was. */
  read(sha256: string): Promise<Buffer | null>
  /** Lets the least needed files go, if they are too many, until there is room for more. */
  makeRoom(): Promise<void>
}

export interface CacheOptions {
  readonly folder: string
  readonly table: Pick<PicturesTable, 'keptBytes' | 'oldest' | 'drop'>
  readonly change: (work: () => void) => void
  readonly now: () => number
  readonly maxBytes?: number
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

export function createPictureCache({
  folder,
  table,
  change,
  now,
  maxBytes = defaultMaxBytes,
}: CacheOptions): PictureCache {
  const fileOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  let parts = 0

  return {
    async keep(bytes) {
      const sha256 = hashOf(bytes)
      const file = fileOf(sha256)
      mkdirSync(dirname(file), { recursive: true })
      // Two alerts may bring the same picture at once.
      const part = `${file}.${++parts}.part`
      try {
        await writeFile(part, bytes, { mode: 0o600 })
        await rename(part, file)
      } finally {
        await rm(part, { force: true })
      }
      return sha256
    },
    async read(sha256) {
      const bytes = await readFile(fileOf(sha256)).catch(() => null)
      return bytes !== null && hashOf(bytes) === sha256 ? bytes : null
    },
    async makeRoom() {
      let left = table.keptBytes()
      if (left <= maxBytes) return
      const enough = maxBytes * (1 - roomShare)
      const going = table.oldest(1000).filter(({ bytes }) => {
        if (left <= enough) return false
        left -= bytes
        return true
      })
      change(() => {
        for (const { sha256 } of going) table.drop(sha256, now())
      })
      for (const { sha256 } of going) await rm(fileOf(sha256), { force: true })
    },
  }
}
