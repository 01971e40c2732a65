import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { defaultDataDir, lockDataDir, prepareDataDir } from '../../src-main/core/data-dir.ts'

const base = mkdtempSync(join(tmpdir(), 'desk-data-'))
afterAll(() => rmSync(base, { recursive: true }))

describe('the folder of a desk', () => {
  it('lies where each system keeps such things', () => {
    const home = '/home/ana'
    const place = (platform: NodeJS.Platform, env = {}) => defaultDataDir({ platform, env, home })
    expect(place('linux')).toBe('/home/ana/.local/share/callback-desk')
    expect(place('linux', { XDG_DATA_HOME: '/data' })).toBe('/data/callback-desk')
    expect(place('darwin')).toBe('/home/ana/Library/Application Support/callback-desk')
    expect(place('win32', { LOCALAPPDATA: '/local' })).toBe('/local/callback-desk')
  })

  it.skipIf(process.platform === 'win32')('is made for its user alone', () => {
    const folder = join(base, 'new/desk')
    expect(prepareDataDir(folder)).toEqual({ isPrivate: true })
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it.skipIf(process.platform === 'win32')('keeps its mode when it exists, and says that others can look in', () => {
    const folder = mkdtempSync(join(base, 'shared-'))
    chmodSync(folder, 0o755)
    expect(prepareDataDir(folder)).toEqual({ isPrivate: false })
    expect(statSync(folder).mode & 0o777).toBe(0o755)
  })
})

const holder = `
  import { lockDataDir } from ${JSON.stringify(new URL('../../src-main/core/data-dir.ts', import.meta.url).href)}
  console.log(lockDataDir(process.argv[1]) ? 'taken' : 'refused')
  setTimeout(() => undefined, Number(process.argv[2] ?? 60_000))
`

describe('the lock on it', () => {
  it('lets one desk in at a time, and the next after it closed', () => {
    const folder = mkdtempSync(join(base, 'lock-'))
    const first = lockDataDir(folder)
    expect(first).not.toBeNull()
    expect(lockDataDir(folder, { waitMs: 0 })).toBeNull()
    first?.close()
    const second = lockDataDir(folder)
    expect(second).not.toBeNull()
    second?.close()
  })

  it('waits for a desk that is just closing', async () => {
    const folder = mkdtempSync(join(base, 'wait-'))
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder, folder, '300'])
    await once(child.stdout, 'data')
    expect(lockDataDir(folder, { waitMs: 0 })).toBeNull()
    const lock = lockDataDir(folder, { waitMs: 10_000 })
    expect(lock).not.toBeNull()
    lock?.close()
  })

  it('holds between processes and ends with a process that is killed', async () => {
    const folder = mkdtempSync(join(base, 'kill-'))
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder, folder])
    const [said] = await once(child.stdout, 'data')
    expect(String(said).trim()).toBe('taken')
    expect(lockDataDir(folder, { waitMs: 0 })).toBeNull()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const lock = lockDataDir(folder)
    expect(lock).not.toBeNull()
    lock?.close()
  })
})
