/** The built bundle, as it ships, in plain Node: what a type check and unit tests cannot see. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lockDataDir, prepareDataDir } from '../../../src-main/core/data-dir.ts'
import { ensureBuilt, out } from '../built.ts'

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const hooks = new URL('../../fakes/register-electron.ts', import.meta.url).href

let dataDir: string
beforeAll(ensureBuilt, 180_000)
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'desk-boot-'))
  writeFileSync(join(dataDir, 'settings.json'), '{"settings":{"receiver":{"port":0}}}')
})
afterEach(() => rmSync(dataDir, { recursive: true }))

interface Report {
  info?: { result: { host: string; version: string } }
  status?: { item: { notices: { code: string }[] } }
  ids?: number[]
  calls?: string[]
  preload?: string
  doors?: string[]
  schemes: string[]
  sandboxed: boolean
  menus: number
  errorBoxes: string[]
  exitCodes: number[]
  userData: string
}

async function boot(...args: string[]): Promise<Report> {
  const entry = pathToFileURL(out('main/electron.js')).href
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', hooks, file('boot-child.ts'), entry, '--data', dataDir, ...args],
    { timeout: 60_000 },
  )
  const line = stdout.split('\n').find((text) => text.startsWith('REPORT '))
  if (!line) throw new Error(`no report: ${stdout}`)
  return JSON.parse(line.slice(7)) as Report
}

describe('the built Electron host', () => {
  it('boots, answers its page through the one door, and quits cleanly', async () => {
    const report = await boot()
    expect(report.info?.result).toMatchObject({ host: 'electron', version: '0.0.0-test' })
    expect(report.status?.item).toHaveProperty('receiver')
    expect(report.ids).not.toContain(1)
    expect(report.doors).toEqual(['desk'])
    expect(report).toMatchObject({
      schemes: ['app', 'app-img'],
      sandboxed: true,
      menus: 1,
      errorBoxes: [],
      exitCodes: [0],
    })
    expect(report.calls).toEqual(['show', 'show', 'focus'])
    expect(report.userData).toBe(join(dataDir, 'window'))
    expect(existsSync(report.preload ?? '')).toBe(true)
  })

  it('keeps the window’s place and sets a broken settings file aside with a notice', async () => {
    writeFileSync(join(dataDir, 'settings.json'), '{"broken')
    const report = await boot()
    expect(report.status?.item.notices.map(({ code }) => code)).toContain('settings.setAside')
    expect(readdirSync(dataDir).filter((name) => name.startsWith('settings.json.broken-'))).toHaveLength(1)
    const settings = JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8')) as { window: object }
    expect(settings.window).toEqual({ x: 10, y: 20, width: 1280, height: 800, maximized: false })
  })

  it('starts the practice cloud’s thread from the build when asked to', async () => {
    const report = await boot('--practice')
    expect(report.errorBoxes).toEqual([])
    expect(report.info?.result).toMatchObject({ host: 'electron' })
    expect(readFileSync(join(dataDir, 'settings.json'), 'utf8')).toMatch(/"endpoint":\s*"http:\/\/127\.0\.0\.1:\d+/)
  })

  it('leaves a folder alone that another desk is using', async () => {
    prepareDataDir(dataDir)
    const lock = lockDataDir(dataDir)
    const report = await boot()
    lock?.close()
    expect(report.errorBoxes).toEqual([expect.stringContaining(`Another desk is using ${dataDir}`)])
    expect(report.exitCodes).toEqual([0])
  })
})

describe('the built preload', () => {
  it('is one CommonJS file of a few lines that needs nothing but electron', () => {
    const text = readFileSync(out('preload/preload.cjs'), 'utf8')
    expect([...text.matchAll(/require\(([^)]+)\)/g)].map(([, name]) => name?.replaceAll(/["'`]/g, ''))).toEqual([
      'electron',
    ])
    expect(text).not.toMatch(/^\s*(import|export)\b/m)
    expect(text.length).toBeLessThan(1_000)
  })
})
