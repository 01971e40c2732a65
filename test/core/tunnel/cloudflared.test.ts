/** cloudflared by a stand-in that prints what the real one prints; the real one cannot reach its service here. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { AppError } from '../../../src-main/contract/errors.ts'
import type { CheckItem, CloudflaredWay } from '../../../src-main/contract/tunnel.ts'
import { checkWay } from '../../../src-main/core/tunnel/check.ts'
import { cloudflaredTiming, openCloudflared } from '../../../src-main/core/tunnel/cloudflared.ts'
import { isOlder, readLine, readVersion } from '../../../src-main/core/tunnel/cloudflared-output.ts'
import { endLeftover } from '../../../src-main/core/tunnel/guarded-process.ts'
import { createOpenWay } from '../../../src-main/core/tunnel/kinds.ts'
import { createCloudflared } from '../../support/cloudflared.ts'

const token = ['made', 'up', 'token', '0123456789'].join('-')
const timing = { ...cloudflaredTiming, start: 20_000, ready: 50, patience: 20_000, grace: 2000 }
/** Of one that answers no more. */
const impatient = { ...timing, patience: 300 }
let tool: ReturnType<typeof createCloudflared>
let pidFile: string

beforeEach(() => {
  tool = createCloudflared()
  pidFile = join(tool.folder, 'cloudflared.pid')
  onTestFinished(tool.remove)
})

const quick = (): CloudflaredWay => ({ kind: 'cloudflared', mode: 'quick', url: null, program: tool.program })
const named = (): CloudflaredWay => ({ ...quick(), mode: 'named', url: 'https://cb.example.com' })

async function open(way = quick(), onTrouble: (error: AppError | null) => void = () => {}, pace = timing) {
  const signal = new AbortController().signal
  const tunnel = await openCloudflared(
    way,
    { token },
    { pidFile, timing: pace },
  )({ localPort: () => 8787, signal, onTrouble })
  onTestFinished(() => tunnel.close())
  return tunnel
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const pidOf = () => Number(readFileSync(pidFile, 'utf8'))
/** The file is there a moment before its number is. */
const writtenPid = () =>
  vi.waitFor(() => {
    const pid = pidOf()
    expect(pid).toBeGreaterThan(1)
    return pid
  })

describe.skipIf(process.platform === 'win32')('cloudflared', () => {
  it('gives a quick tunnel’s address, and is gone once closed', async () => {
    const tunnel = await open()
    expect(tunnel.url).toBe('https://made-up-words-here.trycloudflare.com')
    const pid = pidOf()
    expect(isAlive(pid)).toBe(true)
    await tunnel.close()
    expect(isAlive(pid)).toBe(false)
    expect(existsSync(pidFile)).toBe(false)
  })

  it('runs a named tunnel with its token, which no argument and no error shows', async () => {
    expect((await open(named())).url).toBe('https://cb.example.com')
    const pid = pidOf()
    if (process.platform === 'linux') expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(token)
  })

  it.each([
    ['old', 'tunnel.cloudflaredTooOld'],
    ['limited', 'tunnel.cloudflaredRateLimited'],
    ['nowhere', 'tunnel.cloudflaredNetwork'],
    ['badToken', 'tunnel.cloudflaredToken'],
    ['badSecret', 'tunnel.cloudflaredToken'],
    ['crash', 'tunnel.cloudflaredEnded'],
  ])('that is %s says %s', async (mode, code) => {
    tool.be(mode)
    const error = await open(named()).catch((caught) => caught)
    expect(error).toMatchObject({ code })
    expect(JSON.stringify(error)).not.toContain(token)
    expect(existsSync(pidFile)).toBe(false)
  })

  it('that is not there says so', async () => {
    await expect(open({ ...quick(), program: '/nowhere/cloudflared' })).rejects.toMatchObject({
      code: 'tunnel.cloudflaredMissing',
      params: { file: '/nowhere/cloudflared' },
    })
  })

  it('that ends by itself is down, with its last words and without the token', async () => {
    const tunnel = await open(named())
    process.kill(pidOf(), 'SIGKILL')
    const error = await tunnel.down
    expect(error.code).toBe('tunnel.cloudflaredEnded')
    expect(error.details.message).toContain('Registered tunnel connection')
    expect(error.details.message).not.toContain(token)
  })

  it('without a connection is trouble; a named one is opened anew, a quick one keeps its address', async () => {
    tool.be('offline')
    const onTrouble = vi.fn()
    const tunnel = await open(named(), onTrouble, impatient)
    expect((await tunnel.down).code).toBe('tunnel.cloudflaredNetwork')
    expect(onTrouble.mock.calls[0]?.[0]).toMatchObject({ code: 'tunnel.cloudflaredNetwork' })
  })

  it('that takes its time to end is made to, and the next one is left alone', async () => {
    tool.be('stubborn')
    const first = await open(quick(), undefined, { ...timing, grace: 300 })
    const firstPid = pidOf()
    const closing = first.close()
    await open()
    const nextPid = pidOf()
    await closing
    expect([isAlive(firstPid), isAlive(nextPid), pidOf()]).toEqual([false, true, nextPid])
  })

  it('in use is not ended by a check of the same way', async () => {
    const openWay = createOpenWay({ dataDir: tool.folder })
    const controller = new AbortController()
    const standing = await openWay('mine', quick(), () => ({}))?.({ localPort: () => 1, signal: controller.signal })
    onTestFinished(async () => standing?.close())
    let ended: AppError | null = null
    void standing?.down.then((error) => (ended = error))
    const steps = checkWay({ id: 'mine', name: 'mine', config: quick(), secrets: {} }, controller.signal, {
      openWay,
      localPort: () => 1,
      listenAt: async () => ({ close() {} }),
      prove: async () => null,
      trials: new Set(),
      secretsFor: () => ({}),
      running: () => null,
    })
    let last: CheckItem | null = null
    for await (const item of steps) last = item
    expect(last).toMatchObject({ step: 'proof', state: 'ok' })
    expect(ended).toBeNull()
  })

  it('can be given up while it starts', async () => {
    tool.be('silent')
    const controller = new AbortController()
    const opening = openCloudflared(quick(), {}, { pidFile, timing })({ localPort: () => 1, signal: controller.signal })
    const pid = await writtenPid()
    controller.abort()
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' })
    expect(isAlive(pid)).toBe(false)
  })

  it('does not outlive a desk that was killed', async () => {
    const desk = startDeskProcess()
    const pid = await writtenPid()
    desk.kill('SIGKILL')
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false))
  })

  it('of an earlier desk is found and ended; another program with its number is left alone', async () => {
    const leftover = spawn(tool.program, ['tunnel'], { stdio: 'ignore' })
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    onTestFinished(() => void other.kill())
    const gone = new Promise((resolve) => leftover.once('exit', resolve))
    await vi.waitFor(async () => {
      writeFileSync(pidFile, String(leftover.pid))
      expect(await endLeftover(pidFile, tool.program)).toBe(true)
    })
    await gone
    writeFileSync(pidFile, String(other.pid))
    expect(await endLeftover(pidFile, '/usr/bin/cloudflared')).toBe(false)
    expect(other.exitCode).toBeNull()
  })
})

/** A process of its own that opens a quick tunnel, as a desk does. */
function startDeskProcess(): ChildProcess {
  const source = new URL('../../../src-main/core/tunnel/guarded-process.ts', import.meta.url)
  const script = `import { startGuarded } from ${JSON.stringify(source.href)}
    startGuarded(${JSON.stringify(tool.program)}, ['tunnel'], { pidFile: ${JSON.stringify(pidFile)}, env: process.env })
    setInterval(() => {}, 1000)`
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
}

describe('its output', () => {
  it('is read line by line', () => {
    expect(readLine('INF |  https://big-red-fox.trycloudflare.com   |')).toEqual({
      means: 'url',
      url: 'https://big-red-fox.trycloudflare.com',
    })
    expect(readLine('INF Starting metrics server on 127.0.0.1:20241/metrics')).toEqual({
      means: 'metrics',
      address: '127.0.0.1:20241',
    })
    expect(readLine('INF Connection 0e5d1cc4-4493-4a5e-97a8-d5c844f9788d registered connIndex=3')).toEqual({
      means: 'registered',
    })
    expect(readLine('Post "https://api.trycloudflare.com/tunnel": dial tcp: no such host')).toMatchObject({
      means: 'error',
    })
    expect(readLine('INF Initial protocol quic')).toBeNull()
  })

  it('tells its version', () => {
    expect(readVersion('cloudflared version 2024.6.1 (built 2024-06-12-1045 UTC)')).toEqual([2024, 6, 1])
    expect(readVersion('something else')).toBeNull()
    expect(isOlder([2022, 11, 9], [2022, 12, 0])).toBe(true)
    expect(isOlder([2023, 1, 0], [2022, 12, 0])).toBe(false)
    expect(isOlder([2022, 12, 0], [2022, 12, 0])).toBe(false)
  })
})
