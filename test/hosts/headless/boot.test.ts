/** The built headless host as a person starts it: what it prints, how it is entered, how it ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { ensureBuilt, out } from '../built.ts'

interface Started {
  readonly child: ChildProcess
  readonly said: () => string
  readonly links: () => string[]
  readonly ended: Promise<number | null>
}

let dataDir: string
let running: Started[]
beforeAll(ensureBuilt, 180_000)
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'desk-headless-'))
  writeFileSync(join(dataDir, 'settings.json'), '{"settings":{"receiver":{"port":0}}}')
  running = []
})
afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL')
    await ended
  }
  rmSync(dataDir, { recursive: true })
})

function start(...args: string[]): Started {
  const child = spawn(process.execPath, [out('main/headless.js'), '--data', dataDir, ...args])
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
    })
  const started: Started = {
    child,
    said: () => said,
    links: () => said.match(/http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/g) ?? [],
    ended: once(child, 'close').then(([code]) => code as number | null),
  }
  running.push(started)
  return started
}

async function open(...args: string[]): Promise<Started & { link: string }> {
  const started = start(...args)
  await vi.waitFor(() => expect(started.links(), started.said()).toHaveLength(1), { timeout: 60_000 })
  return { ...started, link: started.links()[0] ?? '' }
}

async function logIn(link: string): Promise<string> {
  const answer = await fetch(link, { redirect: 'manual' })
  expect(answer.status).toBe(303)
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

async function call(origin: string, cookie: string, message: object): Promise<unknown> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/desk`, { headers: { origin, cookie } })
  await once(socket, 'open')
  socket.send(JSON.stringify(message))
  const [answer] = await once(socket, 'message')
  socket.terminate()
  return JSON.parse(String(answer))
}

describe('the built headless host', () => {
  it('prints a link that works once, and serves the page and the desk behind it', async () => {
    const { link } = await open('--port', '0')
    const { origin } = new URL(link)
    const cookie = await logIn(link)
    expect((await fetch(link)).status).toBe(401)
    const page = await fetch(origin, { headers: { cookie } })
    expect(await page.text()).toContain('<title>Callback Desk</title>')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await call(origin, cookie, { id: 7, call: 'desk.info', input: {} })).toMatchObject({
      id: 7,
      result: { host: 'headless', role: 'operator', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    })
  })

  it.skipIf(process.platform === 'win32')('prints a fresh link when asked, which replaces the one before', async () => {
    const { child, links, link } = await open('--port', '0')
    child.kill('SIGUSR2')
    await vi.waitFor(() => expect(links()).toHaveLength(2))
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(401)
    await logIn(links()[1] ?? '')
  })

  it('ends cleanly, keeps its sessions, and never writes the token or the session down', async () => {
    const first = await open('--port', '0')
    const cookie = await logIn(first.link)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    const { port } = new URL(first.link)
    const second = await open('--port', port)
    expect((await fetch(new URL(second.link).origin, { headers: { cookie } })).status).toBe(200)
    const written =
      readFileSync(join(dataDir, 'desk.log'), 'utf8') + readFileSync(join(dataDir, 'sessions.json'), 'utf8')
    for (const secret of [cookie.split('=')[1] ?? '', new URL(second.link).searchParams.get('token') ?? '']) {
      expect(secret.length).toBeGreaterThan(20)
      expect(written).not.toContain(secret)
    }
  })

  it('takes the folder for itself', async () => {
    await open('--port', '0')
    const second = start('--port', '0')
    expect(await second.ended).toBe(1)
    expect(second.said()).toBe(`Another desk is using ${dataDir}. Close it, or name another folder with --data.\n`)
  })

  it('says in one sentence that it cannot use its folder', async () => {
    const file = join(dataDir, 'settings.json')
    const onFile = start('--port', '0', '--data', file)
    expect(await onFile.ended).toBe(1)
    expect(onFile.said()).toMatch(/^The desk cannot use its folder .*settings\.json: EEXIST.* --data\.\n$/)
    const store = new DatabaseSync(join(dataDir, 'desk.db'))
    store.exec('PRAGMA user_version = 9999')
    store.close()
    const tooNew = start('--port', '0')
    expect(await tooNew.ended).toBe(1)
    expect(tooNew.said()).toMatch(/^The desk cannot use its folder .*newer version.*\n$/)
  })

  it('says when the port asked for is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const started = start('--port', String(port))
    expect(await started.ended).toBe(1)
    expect(started.said()).toBe(`Port ${port} is taken. Name another one with --port.\n`)
    taken.close()
  })

  it('starts on the practice cloud when asked to', async () => {
    const { link } = await open('--port', '0', '--practice')
    const answer = await call(new URL(link).origin, await logIn(link), { id: 1, call: 'account.list', input: {} })
    expect(answer).toMatchObject({ result: { accounts: [{ practiceTimeScale: expect.any(Number) }] } })
  })

  it('explains itself, and says what is wrong with its arguments', async () => {
    const help = start('--help')
    expect(await help.ended).toBe(0)
    expect(help.said()).toContain('--practice')
    const wrong = start('--port', 'x')
    expect(await wrong.ended).toBe(1)
    expect(wrong.said()).toBe('--port needs a number from 0 to 65535, not "x"\n')
    expect(existsSync(join(dataDir, 'desk.db'))).toBe(false)
  })
})
