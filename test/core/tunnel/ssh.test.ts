/** An SSH tunnel to a real OpenSSH server: what carries, and each thing that can be wrong with its own code. */
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { CheckItem, SshWay } from '../../../src-main/contract/tunnel.ts'
import { openSsh, type SshTiming } from '../../../src-main/core/tunnel/ssh.ts'
import { sourceLimits } from '../../../src-main/core/tunnel/ssh-sources.ts'
import type { OpenOptions, Tunnel } from '../../../src-main/core/tunnel/tunnel.ts'
import type { Secrets } from '../../../src-main/core/tunnel/way-secrets.ts'
import { dial } from '../../support/raw-http.ts'
import { findSshd, freePort, newKey, type Sshd, startSshd } from '../../support/sshd.ts'

const found = findSshd()
/** Nothing here runs out of time by itself, however busy the machine is. */
const patience = 60_000
const timing: SshTiming = { connect: patience, handshake: patience, request: patience, keepalive: patience, grace: 500 }

let sshd: Sshd
let localPort: number
const local = createHttpServer((request, response) => {
  request.pipe(response)
})

beforeAll(async () => {
  if (!found.path) return
  sshd = await startSshd(found.path)
  await new Promise<void>((resolve) => local.listen(0, '127.0.0.1', resolve))
  localPort = (local.address() as AddressInfo).port
})
afterAll(async () => {
  local.close()
  await sshd?.close()
})

const way = async (more: Partial<SshWay> = {}): Promise<SshWay> => ({
  kind: 'ssh',
  url: 'https://cb.example.com',
  host: '127.0.0.1',
  port: sshd.port,
  user: sshd.user,
  auth: 'key',
  keyFile: sshd.keyFile,
  remoteBind: '127.0.0.1',
  remotePort: await freePort(),
  hostKey: { type: 'ssh-ed25519', fingerprint: sshd.fingerprint() },
  ...more,
})

async function open(
  config: SshWay,
  secrets: Secrets = {},
  { times, ...more }: Partial<OpenOptions> & { times?: Partial<SshTiming> } = {},
): Promise<Tunnel> {
  const signal = new AbortController().signal
  const opening = openSsh(config, secrets, { ...timing, ...times })
  const tunnel = await opening({ localPort: () => localPort, signal, ...more })
  onTestFinished(() => tunnel.close())
  return tunnel
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'opened',
    (error: { code?: string }) => error.code,
  )
const echo = (port: number, body: string) =>
  fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body }).then((answer) => answer.text())

describe.skipIf(!found.path)(`an SSH tunnel${found.path ? '' : ` (skipped: ${found.reason})`}`, () => {
  it('carries what is sent to the port of the server, many at once', async () => {
    const config = await way()
    const tunnel = await open(config)
    expect(tunnel.url).toBe(config.url)
    expect(tunnel.localAddress).toBe('127.0.0.1')
    const bodies = Array.from({ length: 60 }, (_, index) => `${index} `.repeat(2000))
    expect(await Promise.all(bodies.map((body) => echo(config.remotePort, body)))).toEqual(bodies)
  })

  // Only Linux answers on all of 127.0.0.0/8, whose second address stands for a stranger's.
  it.skipIf(process.platform !== 'linux')(
    'keeps room for others beside a source that holds all it can get',
    async () => {
      const config = await way()
      await open(config)
      let cut = 0
      for (let batch = 0; batch < 6; batch++) {
        // The server's queue holds 128; what finds no place in it is tried again by the system later and later.
        const silent = Array.from({ length: 100 }, () => dial(config.remotePort, '127.0.0.2'))
        onTestFinished(() => silent.forEach((socket) => void socket.destroy()))
        for (const socket of silent) socket.resume().on('close', () => cut++)
        await Promise.all(silent.map((socket) => once(socket, 'connect')))
      }
      await vi.waitFor(() => expect(cut).toBe(600 - sourceLimits.atOnce), patience)
      const bodies = Array.from({ length: 60 }, (_, index) => `${index}`)
      expect(await Promise.all(bodies.map((body) => echo(config.remotePort, body)))).toEqual(bodies)
    },
  )

  it('says each step of the way', async () => {
    const items: CheckItem[] = []
    const config = await way()
    await open(config, {}, { onStep: (item) => items.push(item) })
    expect(items.filter(({ state }) => state === 'ok').map(({ step }) => step)).toEqual([
      'reach',
      'hostKey',
      'login',
      'forward',
    ])
    expect(items.find(({ step, state }) => step === 'hostKey' && state === 'ok')?.hostKey).toEqual(config.hostKey)
  })

  it('opens a key with its passphrase', async () => {
    const keyFile = join(sshd.folder, 'sealed')
    expect(await codeOf(open(await way({ keyFile }), { passphrase: 'open sesame' }))).toBe('opened')
    expect(await codeOf(open(await way({ keyFile }), { passphrase: 'wrong' }))).toBe('tunnel.wrongPassphrase')
    expect(await codeOf(open(await way({ keyFile })))).toBe('tunnel.wrongPassphrase')
  })

  it('says of a key that cannot be read that the login fails, not that the server is out of reach', async () => {
    const items: CheckItem[] = []
    const config = await way({ keyFile: '/nowhere/id' })
    await codeOf(open(config, {}, { onStep: (item) => items.push(item) }))
    expect(items).toMatchObject([{ step: 'login', state: 'failed', error: { code: 'tunnel.keyUnreadable' } }])
  })

  it('stops at a key that nobody has confirmed, before it logs in', async () => {
    const items: CheckItem[] = []
    const opening = open(await way({ hostKey: null }), {}, { onStep: (item) => items.push(item) })
    await expect(opening).rejects.toMatchObject({
      code: 'tunnel.hostKeyUnknown',
      params: { fingerprint: sshd.fingerprint(), type: 'ssh-ed25519' },
    })
    expect(items.at(-1)).toMatchObject({
      step: 'hostKey',
      state: 'failed',
      hostKey: { fingerprint: sshd.fingerprint() },
    })
  })

  it('stops at another key than the confirmed one', async () => {
    const hostKey = { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` }
    expect(await codeOf(open(await way({ hostKey })))).toBe('tunnel.hostKeyChanged')
  })

  it.each<[string, string, () => Promise<Partial<SshWay>>]>([
    ['a name that does not exist', 'tunnel.hostUnknown', async () => ({ host: 'no-such-host.invalid' })],
    ['nothing at the port', 'tunnel.connectRefused', async () => ({ port: await freePort() })],
    ['something else at the port', 'tunnel.notSsh', async () => ({ port: localPort })],
    ['a login that is refused', 'tunnel.loginRefused', async () => ({ keyFile: strangeKey() })],
    ['a key that is not there', 'tunnel.keyUnreadable', async () => ({ keyFile: '/nowhere/id' })],
    ['a public key', 'tunnel.keyFormat', async () => ({ keyFile: `${sshd.keyFile}.pub` })],
    ['something that is no key', 'tunnel.keyFormat', async () => ({ keyFile: textFile() })],
    ['a password that is not stored', 'tunnel.secretMissing', async () => ({ auth: 'password' as const })],
  ])('names %s', async (_what, code, more) => {
    expect(await codeOf(open(await way(await more())))).toBe(code)
  })

  it('names a port that is taken and a server that forwards nothing', async () => {
    const config = await way()
    await open(config)
    expect(await codeOf(open(config))).toBe('tunnel.portTaken')
    const strict = await startSshd(found.path ?? '', { config: ['AllowTcpForwarding no'] })
    onTestFinished(() => strict.close())
    const refused = await way({
      port: strict.port,
      keyFile: strict.keyFile,
      hostKey: { type: 'ssh-ed25519', fingerprint: strict.fingerprint() },
    })
    expect(await codeOf(open(refused))).toBe('tunnel.forwardRefused')
  })

  it('finds a forward that listens on the server’s loopback only', async () => {
    const closed = await startSshd(found.path ?? '', { config: ['GatewayPorts no'] })
    onTestFinished(() => closed.close())
    const remotePort = await freePort()
    // The second address of loopback stands for the server's public one.
    const config = await way({
      port: closed.port,
      keyFile: closed.keyFile,
      hostKey: { type: 'ssh-ed25519', fingerprint: closed.fingerprint() },
      url: `http://127.0.0.2:${remotePort}`,
      remoteBind: '0.0.0.0',
      remotePort,
    })
    expect(await codeOf(open(config))).toBe('tunnel.loopbackOnly')
    const opened = {
      port: sshd.port,
      keyFile: sshd.keyFile,
      hostKey: { type: 'ssh-ed25519', fingerprint: sshd.fingerprint() },
    }
    expect(await codeOf(open({ ...config, ...opened }))).toBe('opened')
  })

  it('notices a server that died, and one that is frozen', async () => {
    const own = await startSshd(found.path ?? '')
    onTestFinished(() => own.close())
    const config = await way({
      port: own.port,
      keyFile: own.keyFile,
      hostKey: { type: 'ssh-ed25519', fingerprint: own.fingerprint() },
    })
    const frozen = await open(config, {}, { times: { keepalive: 200 } })
    own.freeze()
    expect((await frozen.down).code).toBe('tunnel.noAnswer')
    own.thaw()
    const killed = await open({ ...config, remotePort: await freePort() })
    await own.stop()
    expect((await killed.down).code).toBe('tunnel.lost')
  })

  it('can be given up at any moment', async () => {
    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void silent.close())
    const controller = new AbortController()
    const { port } = silent.address() as AddressInfo
    const opening = openSsh(await way({ port }), {}, timing)({ localPort: () => localPort, signal: controller.signal })
    silent.once('connection', () => controller.abort())
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('lets what is under way end when it is closed', async () => {
    const waiting: (() => void)[] = []
    const slow = createHttpServer((request, response) => {
      waiting.push(() => void request.pipe(response))
    })
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void slow.close())
    const { port } = slow.address() as AddressInfo
    const config = await way()
    const tunnel = await open(config, {}, { localPort: () => port, times: { grace: patience } })
    const bodies = Array.from({ length: 20 }, (_, index) => `${index}`)
    const answers = Promise.all(bodies.map((body) => echo(config.remotePort, body)))
    await vi.waitFor(() => expect(waiting).toHaveLength(bodies.length), patience)
    const closing = tunnel.close()
    for (const answer of waiting) answer()
    expect(await answers).toEqual(bodies)
    await closing
    await expect(echo(config.remotePort, 'late')).rejects.toThrow()
  })
})

function strangeKey(): string {
  const file = join(sshd.folder, 'strange')
  newKey(file)
  return file
}

function textFile(): string {
  const file = join(sshd.folder, 'text')
  writeFileSync(file, readFileSync(import.meta.filename))
  return file
}
