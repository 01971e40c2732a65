/**
 * `npm start` and `npm run dev`: builds when the sources are newer than the build, then opens the desk in
 * an Electron window, or, where there can be none, says why and serves the same desk to a browser.
 * Plain JavaScript, and able to run on Node 20, so that it can say which Node the desk needs.
 */
import { fileURLToPath } from 'node:url'
import { readArguments, usage } from './launch/arguments.mjs'
import { canOpenBrowser } from './launch/browser.mjs'
import { build, isBuildStale } from './launch/build.mjs'
import { whyNoWindow } from './launch/display.mjs'
import { findElectron } from './launch/electron.mjs'
import { findNode, neededNode } from './launch/node.mjs'
import { run, runOn } from './launch/run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { env, platform, arch } = process
const say = (/** @type {string} */ text) => console.log(text)

/** Electron's executable, or null after saying why there is none. */
async function windowFor(/** @type {string} */ node) {
  const blocked = whyNoWindow({ platform, env, uid: process.getuid?.() ?? null })
  const found = blocked ? { path: null, reason: blocked } : await findElectron({ root, node, env, platform, say })
  if (found.path === null) say(`No Electron window: ${found.reason}.\nThe desk is served to a browser instead.`)
  return found.path
}

/** @returns {Promise<number>} the exit code */
async function launch() {
  const args = readArguments(process.argv.slice(2))
  if (args.problem) {
    console.error(`${args.problem}\n\n${usage}`)
    return 1
  }
  if (args.help) {
    say(usage)
    return 0
  }
  const node = findNode({ root, platform, arch, execPath: process.execPath, version: process.versions.node })
  if (node === null) {
    console.error(neededNode(process.versions.node))
    return 1
  }
  if (!args.dev && isBuildStale(root)) {
    say('Building the desk …')
    const built = build(root, node)
    if (built !== 0) return built
  }
  const electron = args.headless ? null : await windowFor(node)
  if (electron) {
    const code = await run(runOn({ host: 'electron', dev: args.dev, root, node, electron, args: args.electron }))
    if (code.usable) return code.exit
    say(`No Electron window: Electron ended at once (${code.reason}).\nThe desk is served to a browser instead.`)
  }
  const open = canOpenBrowser({ platform, env }) ? ['--open'] : []
  const { exit } = await run(
    runOn({ host: 'headless', dev: args.dev, root, node, electron: null, args: [...args.browser, ...open] }),
  )
  return exit
}

process.exitCode = await launch()
