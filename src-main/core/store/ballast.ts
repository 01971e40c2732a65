/**
 * Bytes that lie on the disk for nothing, to be given back when it is full: then there is room for what must be
 * written all the same, deleting included, which needs room in the write-ahead log (security D3).
 */
import { randomFillSync } from 'node:crypto'
import { rmSync, statSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'

export interface Ballast {
  readonly bytes: number
  /** Resolves true when it lies there whole; false when there is no room for it, or it was told to stop. */
  fill(signal: AbortSignal): Promise<boolean>
  /** Whether there was any. */
  release(): boolean
}

const chunkBytes = 1024 * 1024

export function createBallast(file: string, bytes = 32 * chunkBytes): Ballast {
  const isThere = () => statSync(file, { throwIfNoEntry: false })?.size === bytes
  return {
    bytes,
    async fill(signal) {
      if (isThere()) return true
      try {
        await writeBytes(file, bytes, signal)
        return true
      } catch {
        await rm(file, { force: true })
        return false
      }
    },
    release() {
      const wasThere = isThere()
      rmSync(file, { force: true })
      return wasThere
    },
  }
}

/** Random bytes, because some file systems store zeros as nothing. */
async function writeBytes(file: string, bytes: number, signal: AbortSignal): Promise<void> {
  const chunk = randomFillSync(new Uint8Array(chunkBytes))
  const handle = await open(file, 'w', 0o600)
  try {
    for (let written = 0; written < bytes; written += chunkBytes) {
      signal.throwIfAborted()
      await handle.write(chunk, 0, Math.min(chunkBytes, bytes - written))
    }
  } finally {
    await handle.close()
  }
}
