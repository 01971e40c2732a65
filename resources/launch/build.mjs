/** Builds the desk when a source is newer than the build. */
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sources = ['src-main', 'src-renderer', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const results = [
  'out/main/electron.js',
  'out/main/headless.js',
  'out/main/practice.js',
  'out/main/writer.js',
  'out/main/search.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
]

/** Folders count too: theirs changes when a file in them is removed or renamed. */
export function isBuildStale(/** @type {string} */ root) {
  const built = Math.min(...results.map((path) => changedAt(join(root, path)) ?? 0))
  return sources.some((path) => newest(join(root, path)) > built)
}

function changedAt(/** @type {string} */ path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}

/** @returns {number} */
function newest(/** @type {string} */ path) {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** @returns {number} the exit code; what the bundler says is shown only when it fails */
export function build(/** @type {string} */ root, /** @type {string} */ node) {
  const bundler = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const { status, stdout, stderr } = spawnSync(node, [bundler, 'build'], { cwd: root, encoding: 'utf8' })
  if (status !== 0) console.error(`${stdout ?? ''}${stderr ?? ''}\nThe build failed. Is everything installed (npm ci)?`)
  return status ?? 1
}
