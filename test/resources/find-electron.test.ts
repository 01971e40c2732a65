/** Finding Electron: what is there is tried, what is missing is fetched, and nothing hangs. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findElectron } from '../../resources/launch/electron.mjs'
import { createProject } from './launch-project.ts'

let project: ReturnType<typeof createProject>
let said: string[]
beforeEach(() => {
  project = createProject()
  said = []
})
afterEach(() => project.remove())

const find = (env: Record<string, string> = {}, silentMs = 20_000) =>
  findElectron({
    root: project.root,
    node: process.execPath,
    env: { PATH: process.env.PATH, ...env },
    platform: 'linux',
    say: (text) => said.push(text),
    silentMs,
  })
const addInstaller = (script: string) => project.write('node_modules/electron/install.js', script)
const path = () => `${project.root}/node_modules/electron/dist/electron`

describe.skipIf(process.platform === 'win32')('Electron', () => {
  it('is taken when it is there, whole, of the right version, and runs', async () => {
    project.addElectron()
    expect(await find()).toEqual({ path: path() })
    expect(said).toEqual([])
  })

  it.each([
    ['of another version', 'node_modules/electron/dist/version', '44.0.0', 0o644],
    ['only half unpacked', 'node_modules/electron/path.txt', '', 0o644],
    ['not executable', 'node_modules/electron/dist/electron', '', 0o644],
  ])('is fetched when it is %s', async (_name, file, text, mode) => {
    project.addElectron()
    project.write(file, text, mode)
    addInstaller('process.exit(1)')
    expect((await find()).path).toBeNull()
    expect(said).toEqual(['Fetching Electron, once …'])
  })

  it('is fetched by its own installer', async () => {
    addInstaller(`
      const fs = require('node:fs')
      fs.mkdirSync(__dirname + '/dist', { recursive: true })
      fs.writeFileSync(__dirname + '/path.txt', 'electron')
      fs.writeFileSync(__dirname + '/dist/version', '45.4.1')
      fs.writeFileSync(__dirname + '/dist/electron', '#!/bin/sh\\necho 45.4.1\\n', { mode: 0o755 })
    `)
    project.write('node_modules/electron/package.json', '{"version":"45.4.1","type":"commonjs"}')
    expect(await find()).toEqual({ path: path() })
  })

  it('is not waited for when its installer fails; the reason and the way out are named', async () => {
    addInstaller(`console.error('TypeError: fetch failed\\n  at somewhere'); process.exit(1)`)
    const { reason } = await find()
    expect(reason).toContain('could not be fetched from github.com (TypeError: fetch failed)')
    expect(reason).toContain('ELECTRON_MIRROR')
    expect((await find({ ELECTRON_MIRROR: 'https://mirror.example/' })).reason).toContain(
      'from https://mirror.example/',
    )
  })

  it('is not waited for when its installer hangs', async () => {
    addInstaller('setInterval(() => undefined, 1000)')
    expect((await find({}, 400)).reason).toContain('no sign of life for 0.4 s')
  })

  it('is waited for while its installer speaks or its download grows', async () => {
    addInstaller(`
      const fs = require('node:fs')
      const file = require('node:os').tmpdir() + '/download'
      let steps = 0
      setInterval(() => {
        if (steps++ < 24) fs.appendFileSync(file, 'x'.repeat(1000))
        else { console.error('came to its own end'); process.exit(3) }
      }, 100)
    `)
    project.write('node_modules/electron/package.json', '{"version":"45.4.1","type":"commonjs"}')
    // It takes longer as a whole than it may be silent for, and no step of it does on a busy machine either.
    expect((await find({}, 2000)).reason).toContain('came to its own end')
  })

  it('is not taken when it does not run', async () => {
    project.addElectron()
    project.write(
      'node_modules/electron/dist/electron',
      '#!/bin/sh\necho "libnss3.so: cannot open shared object file" >&2; exit 127\n',
      0o755,
    )
    expect((await find()).reason).toBe(
      'Electron is there but does not run (libnss3.so: cannot open shared object file)',
    )
  })

  it('is taken from where ELECTRON_OVERRIDE_DIST_PATH says, and from nowhere else then', async () => {
    project.addElectron()
    const dist = `${project.root}/node_modules/electron/dist`
    project.write('node_modules/electron/path.txt', '')
    expect(await find({ ELECTRON_OVERRIDE_DIST_PATH: dist })).toEqual({ path: path() })
    expect((await find({ ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' })).reason).toBe('there is no Electron in /nowhere')
    expect(said).toEqual([])
  })

  it('is missed when its package is', async () => {
    project.remove()
    expect((await find()).reason).toContain('run npm ci')
  })
})
