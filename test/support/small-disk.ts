/** A disk of its own that can run full. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, statSync, truncateSync } from 'node:fs'
import { expect, onTestFinished } from 'vitest'

/** Mounts it on the folder until the test is over. Only root may; false where that is not allowed. */
export function mountSmallDisk(folder: string, size: string): boolean {
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  if (status !== 0) return false
  onTestFinished(() => void spawnSync('umount', ['--lazy', folder]))
  return true
}

/** Appends to the file until there is room for no more than `pagesLeft` pages of 4 KiB. */
export function fillUp(file: string, pagesLeft = 0): void {
  for (const bytes of [1_048_576, 4096])
    try {
      for (;;) appendFileSync(file, Buffer.alloc(bytes))
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' })
    }
  truncateSync(file, statSync(file).size - pagesLeft * 4096)
}
