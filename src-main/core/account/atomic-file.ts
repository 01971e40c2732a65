/**
 * Replaces a file so that a crash at any moment leaves either the old or the new content, whole (security
 * S3). The temporary name is fixed: what a crash left behind is overwritten by the next write and removed
 * by `removeLeftover`, so that no old secret stays on the disk under a forgotten name.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const temporary = (file: string) => `${file}.tmp`

export function writeFileAtomically(file: string, text: string): void {
  const bytes = Buffer.from(text)
  // Created anew, so that the mode holds and a planted link is not followed.
  rmSync(temporary(file), { force: true })
  const handle = openSync(temporary(file), 'wx', 0o600)
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(temporary(file), file)
  syncFolder(dirname(file))
}

export function removeLeftover(file: string): void {
  rmSync(temporary(file), { force: true })
}

/** Makes the rename itself durable. Windows cannot open a folder and does not need it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
