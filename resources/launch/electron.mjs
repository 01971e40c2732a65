/**
 * Finds Electron's executable, fetching it when it is missing. Electron's package holds no binary until it
 * is first used, and its installer hangs against a silent mirror, so it runs under a limit: a few seconds
 * without a sign of life and it is given up.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { install } from './install.mjs'

/**
 * @typedef {{ path: string, reason?: never } | { path: null, reason: string }} Found the reason ends a sentence
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv, platform: string, say: (text: string) => void, silentMs?: number }} here
 * @returns {Promise<Found>}
 */
export async function findElectron({ root, node, env, platform, say, silentMs = 8_000 }) {
  const folder = join(root, 'node_modules/electron')
  const elsewhere = env.ELECTRON_OVERRIDE_DIST_PATH
  if (elsewhere) {
    const path = join(elsewhere, executable(platform))
    return isExecutable(path) ? tryOut(path, env) : { path: null, reason: `there is no Electron in ${elsewhere}` }
  }
  if (!isInstalled(folder, platform)) {
    if (read(join(folder, 'package.json')) === null)
      return { path: null, reason: 'the package electron is not installed (run npm ci)' }
    say('Fetching Electron, once …')
    const problem = await install({ folder, node, env, silentMs })
    if (problem !== null) return { path: null, reason: problem }
  }
  return tryOut(join(folder, 'dist', executable(platform)), env)
}

/** As in Electron's own install.js. */
export function executable(/** @type {string} */ platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

/** Whether the binary in Electron's package is whole and of the package's own version. */
export function isInstalled(/** @type {string} */ folder, /** @type {string} */ platform) {
  const wanted = JSON.parse(read(join(folder, 'package.json')) ?? '{}').version
  return (
    wanted !== undefined &&
    read(join(folder, 'dist/version'))?.trim().replace(/^v/, '') === wanted &&
    read(join(folder, 'path.txt')) === executable(platform) &&
    isExecutable(join(folder, 'dist', executable(platform)))
  )
}

function read(/** @type {string} */ file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function isExecutable(/** @type {string} */ file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * A binary may be there and not run: a library missing, another architecture.
 * @returns {Found}
 */
function tryOut(/** @type {string} */ path, /** @type {NodeJS.ProcessEnv} */ env) {
  const { status, stdout, stderr, error } = spawnSync(path, ['-p', 'process.versions.electron'], {
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
    timeout: 10_000,
  })
  if (status === 0 && /^\d+\.\d+/.test(stdout)) return { path }
  const said = (error?.message ?? stderr.trim().split('\n')[0]) || `exit code ${status}`
  return { path: null, reason: `Electron is there but does not run (${said})` }
}
