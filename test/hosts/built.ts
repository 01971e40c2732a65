/** Makes sure that `out/` holds what the sources say, building it once however many test files ask. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { build, isBuildStale } from '../../resources/launch/build.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const out = (path: string): string => join(root, 'out', path)

export function ensureBuilt(): void {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  const lock = new DatabaseSync(join(root, 'node_modules/.cache/desk-test-build.lock'), { timeout: 120_000 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    if (isBuildStale(root) && build(root, process.execPath) !== 0) throw new Error('the build failed')
  } finally {
    lock.close()
  }
}
