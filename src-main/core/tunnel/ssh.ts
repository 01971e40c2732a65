/**
 * Reverse forwarding to the person's own server, as `ssh -R` does it. What must hold: nothing secret is sent to
 * a server whose key the person has not confirmed (security T1), and a link that no longer carries is noticed
 * within a minute (T2).
 */
import { connect, type Socket } from 'node:net'
import ssh2, { type Client } from 'ssh2'
import { AppError } from '../../contract/errors.ts'
import type { SshWay } from '../../contract/tunnel.ts'
import { algorithmsFor, describeKey, judgeKey } from './host-key.ts'
import { connectError, sshError } from './ssh-errors.ts'
import { carryConnections } from './ssh-forward.ts'
import { type Login, prepareLogin, type Secrets } from './ssh-login.ts'
import type { OpenOptions, Tunnel } from './tunnel.ts'

/** All in milliseconds. */
export interface SshTiming {
  readonly connect: number
  readonly handshake: number
  readonly request: number
  /** Asked at this interval, and given up after three of them in silence: a frozen server is known after 45 s. */
  readonly keepalive: number
  readonly grace: number
}
export const sshTiming: SshTiming = {
  connect: 10_000,
  handshake: 20_000,
  request: 10_000,
  keepalive: 15_000,
  grace: 2000,
}
/** Questions that may stay open when the next is due; with the silence before the first that makes three intervals. */
const openQuestions = 2

export function openSsh(way: SshWay, secrets: Secrets, timing: SshTiming = sshTiming) {
  return async (options: OpenOptions): Promise<Tunnel> => {
    const { signal, onStep = () => {} } = options
    const login = await prepareLogin(way, secrets).catch((error: AppError) => {
      onStep({ step: 'login', state: 'failed', error: error.toShape() })
      throw error
    })
    onStep({ step: 'reach', state: 'running' })
    const socket = await dial(way, timing.connect, signal)
    onStep({ step: 'reach', state: 'ok' })
    const client = new ssh2.Client()
    const ended = watchEnd(client, way)
    const give = () => {
      client.destroy()
      socket.destroy()
    }
    signal.addEventListener('abort', give, { once: true })
    try {
      await Promise.race([logIn(client, socket, way, login, timing, onStep), ended.then(raise)])
      onStep({ step: 'forward', state: 'running' })
      const forward = carryConnections(client, options.localPort)
      await Promise.race([requestForward(client, way, timing), ended.then(raise)])
      await findLoopbackOnly(way, timing.connect)
      signal.throwIfAborted()
      onStep({ step: 'forward', state: 'ok' })
      return {
        url: way.url,
        localAddress: socket.localAddress ?? null,
        down: ended,
        async close() {
          // ssh2 throws at a connection that is gone.
          if (!socket.writable) return give()
          client.unforwardIn(way.remoteBind, way.remotePort, () => {})
          await forward.drain(timing.grace)
          client.end()
          setTimeout(give, timing.grace).unref()
        },
      }
    } catch (error) {
      give()
      signal.throwIfAborted()
      throw error
    } finally {
      signal.removeEventListener('abort', give)
    }
  }
}

const raise = (error: AppError): never => {
  throw error
}

/** Resolves with the first thing that ended the connection. */
function watchEnd(client: Client, way: SshWay): Promise<AppError> {
  return new Promise((resolve) => {
    client.on('error', (error: Error & { level?: string }) => {
      // An agent that does not help is followed by other ways to log in, or by a refusal.
      if (error.level !== 'agent') resolve(sshError(error, way, way.user))
    })
    client.on('close', () => resolve(new AppError('tunnel.lost', { params: { host: way.host, port: way.port } })))
  })
}

function dial({ host, port }: SshWay, timeoutMs: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const socket = connect({ host, port, noDelay: true, keepAlive: true })
    const timer = setTimeout(() => fail(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })), timeoutMs)
    const abort = () => fail(signal.reason)
    const fail = (error: unknown) => {
      settle()
      socket.destroy()
      reject(signal.aborted ? signal.reason : connectError(error, { host, port }))
    }
    const settle = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      socket.removeListener('error', fail)
    }
    signal.addEventListener('abort', abort, { once: true })
    socket.on('error', fail)
    socket.once('connect', () => {
      settle()
      // What breaks from here on is told by the client that is given the socket.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

function logIn(
  client: Client,
  socket: Socket,
  way: SshWay,
  login: Login,
  timing: SshTiming,
  onStep: NonNullable<OpenOptions['onStep']>,
): Promise<void> {
  onStep({ step: 'hostKey', state: 'running' })
  return new Promise((resolve, reject) => {
    client.once('ready', () => {
      onStep({ step: 'login', state: 'ok' })
      resolve()
    })
    client.on('keyboard-interactive', (_name, _text, _language, prompts, finish) =>
      finish(prompts.map(() => login.password ?? '')),
    )
    client.connect({
      ...login,
      sock: socket,
      readyTimeout: timing.handshake,
      keepaliveInterval: timing.keepalive,
      keepaliveCountMax: openQuestions,
      algorithms: {
        serverHostKey: { prepend: algorithmsFor(way.hostKey?.type ?? 'ssh-ed25519'), append: [], remove: [] },
      },
      hostVerifier(key: Buffer) {
        const hostKey = describeKey(key)
        const problem = judgeKey(hostKey, way.hostKey, way.host)
        onStep({
          step: 'hostKey',
          state: problem ? 'failed' : 'ok',
          hostKey,
          ...(problem && { error: problem.toShape() }),
        })
        if (problem) reject(problem)
        else onStep({ step: 'login', state: 'running' })
        return problem === null
      },
    })
  })
}

/**
 * Asks the server to listen. It answers yes or no only, so a no is followed by the same question for any port:
 * a yes to that means that this port is taken (or below 1024), another no that it forwards nothing.
 */
async function requestForward(
  client: Client,
  { host, remoteBind, remotePort }: SshWay,
  timing: SshTiming,
): Promise<void> {
  const ask = (port: number) =>
    new Promise<number | null>((resolve, reject) => {
      const late = () => reject(new AppError('tunnel.noAnswer', { params: { host, port: remotePort } }))
      const timer = setTimeout(late, timing.request)
      client.forwardIn(remoteBind, port, (error, given) => {
        clearTimeout(timer)
        resolve(error ? null : given)
      })
    })
  if ((await ask(remotePort)) !== null) return
  const other = await ask(0)
  if (other === null) throw new AppError('tunnel.forwardRefused', { params: { host } })
  client.unforwardIn(remoteBind, other, () => {})
  throw new AppError('tunnel.portTaken', { params: { host, port: remotePort } })
}

const loopback = /^(127\.|::1$)/

/**
 * A server with `GatewayPorts no` says yes to any address and listens on its loopback all the same (sshd_config).
 * Where the public address is the forwarded port itself, somebody who refuses there gives that away.
 */
async function findLoopbackOnly({ url, host, remoteBind, remotePort }: SshWay, timeoutMs: number): Promise<void> {
  const { protocol, hostname, port } = new URL(url)
  const publicPort = Number(port) || (protocol === 'https:' ? 443 : 80)
  if (loopback.test(remoteBind) || publicPort !== remotePort) return
  const isRefused = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: publicPort })
    socket.setTimeout(timeoutMs, () => socket.destroy())
    socket.on('connect', () => socket.destroy())
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
    socket.on('close', () => resolve(false))
  })
  if (isRefused) throw new AppError('tunnel.loopbackOnly', { params: { host, port: remotePort } })
}
