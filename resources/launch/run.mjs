/** Starts a host, or the bundler's development server with it, and waits for its end. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

/**
 * @typedef {{ command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv }} Command
 * @param {{ host: 'electron' | 'headless', dev: boolean, root: string, node: string, electron: string | null, args: string[] }} what
 * @returns {Command}
 */
export function runOn({ host, dev, root, node, electron, args }) {
  const env = { ...process.env }
  // Left over from a surrounding tool it would turn Electron into a plain Node.
  delete env.ELECTRON_RUN_AS_NODE
  const entry = host === 'electron' ? '.' : 'out/main/headless.js'
  const command = (host === 'electron' && electron) || node
  if (!dev) return { command, args: [entry, ...args], cwd: root, env }
  // electron-vite starts whatever ELECTRON_EXEC_PATH names, so Node can take Electron's place.
  const bundler = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const own = host === 'electron' ? [] : ['--entry', entry]
  return {
    command: node,
    args: [bundler, 'dev', '--watch', ...own, '--', ...args],
    cwd: root,
    env: { ...env, ELECTRON_EXEC_PATH: command },
  }
}

/** A host that fails sooner than this never got as far as showing anything. */
const soonMs = 10_000

/**
 * @param {Command} what
 * @returns {Promise<{ exit: number, usable: boolean, reason: string }>} `usable`: it ran, or ended as asked
 */
export async function run({ command, args, cwd, env }) {
  const started = Date.now()
  const child = spawn(command, args, { cwd, env, stdio: 'inherit' })
  // Ctrl+C reaches the child by itself; the others are handed on.
  const ignore = () => undefined
  const hand = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal)
  process.on('SIGINT', ignore).on('SIGTERM', hand).on('SIGHUP', hand)
  if (process.platform !== 'win32') process.on('SIGUSR2', hand)
  /** @type {{ code: number | null, signal: string | null, problem?: string }} */
  const end = await new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, signal: null, problem: error.message }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  process.off('SIGINT', ignore).off('SIGTERM', hand).off('SIGHUP', hand).off('SIGUSR2', hand)
  return {
    exit: end.code ?? 1,
    usable: end.code === 0 || Date.now() - started > soonMs,
    reason: end.problem ?? end.signal ?? `exit code ${end.code}`,
  }
}
