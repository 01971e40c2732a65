/** Runs Electron's own installer (which honours ELECTRON_MIRROR and the cache) under a limit of silence. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * The installer says nothing while it downloads, so growing files are a sign of life too: it is given a
 * temporary folder of its own to be watched.
 * @param {{ folder: string, node: string, env: NodeJS.ProcessEnv, silentMs: number }} options
 * @returns {Promise<string | null>} what went wrong, as the end of a sentence
 */
export async function install({ folder, node, env, silentMs }) {
  const temporary = mkdtempSync(join(tmpdir(), 'callback-desk-electron-'))
  const child = spawn(node, [join(folder, 'install.js')], {
    env: { ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let aliveAt = Date.now()
  let size = 0
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
      aliveAt = Date.now()
    })
  let hung = false
  const watch = setInterval(
    () => {
      const grown = sizeOf(temporary) + sizeOf(join(folder, 'dist'))
      if (grown !== size) aliveAt = Date.now()
      size = grown
      if (Date.now() - aliveAt < silentMs) return
      hung = true
      child.kill('SIGKILL')
    },
    Math.min(500, silentMs / 4),
  )
  const status = await new Promise((resolve) => {
    child.once('error', () => resolve(1))
    child.once('close', resolve)
  })
  clearInterval(watch)
  rmSync(temporary, { recursive: true, force: true })
  if (status === 0) return null
  const source = env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? 'github.com'
  const why = hung ? `no sign of life for ${silentMs / 1000} s` : (said.trim().split('\n')[0] ?? `exit code ${status}`)
  return `its binary could not be fetched from ${source} (${why}); the variable ELECTRON_MIRROR names another source, in China for example https://npmmirror.com/mirrors/electron/`
}

/** @returns {number} bytes below a folder; 0 for one that is not there */
function sizeOf(/** @type {string} */ folder) {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
      .reduce((sum, size) => sum + size, 0)
  } catch {
    return 0
  }
}
