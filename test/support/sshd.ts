/**
 * A real OpenSSH server on loopback with keys, port and configuration of its own, which is started, killed and
 * frozen by the tests. Debian's package is installed where the tests run as root; elsewhere a present one is used.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const places = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/opt/homebrew/sbin/sshd']
const present = () => places.find(existsSync)

/** Why no server can be had; null when it can. */
export function findSshd(): { path: string; reason?: never } | { path: null; reason: string } {
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!present() && isDebianRoot) {
    console.log('Installing openssh-server from Debian …')
    const options = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    spawnSync('apt-get', ['update', '-qq'], options)
    spawnSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'openssh-server', 'openssh-client'],
      options,
    )
  }
  const path = present()
  return path && spawnSync('ssh-keygen', ['-?']).error === undefined
    ? { path }
    : { path: null, reason: 'no sshd was found; install OpenSSH’s server, or run as root on Debian' }
}

export interface SshdOptions {
  /** Lines for its configuration, which come first and so win. */
  readonly config?: readonly string[]
}

export interface Sshd {
  readonly port: number
  readonly user: string
  readonly keyFile: string
  readonly folder: string
  /** Its fingerprint as `ssh-keygen -l` says it. */
  fingerprint(): string
  /** Kills it with every session. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Stops and continues it and every session, as a frozen machine does: nothing is closed, nothing answers. */
  freeze(): void
  thaw(): void
  /** Gives it another host key from its next start on. */
  swapKey(): void
  reconfigure(config: readonly string[]): void
  close(): Promise<void>
}

export function newKey(file: string, passphrase = ''): void {
  rmSync(file, { force: true })
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', file])
}

export async function startSshd(path: string, options: SshdOptions = {}): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'sshd-'))
  const [hostKey, keyFile] = [join(folder, 'host'), join(folder, 'client')]
  const port = await freePort()
  let child: ChildProcess | null = null
  newKey(hostKey)
  newKey(keyFile)
  newKey(join(folder, 'sealed'), 'open sesame')
  const authorized = [keyFile, join(folder, 'sealed')].map((file) =>
    execFileSync('cat', [`${file}.pub`], { encoding: 'utf8' }),
  )
  writeFileSync(join(folder, 'authorized_keys'), authorized.join(''))
  // A server run by root insists on this folder.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })

  function reconfigure(config: readonly string[]): void {
    const lines = [
      ...config,
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin yes',
      'GatewayPorts clientspecified',
      'MaxStartups 200',
    ]
    writeFileSync(join(folder, 'sshd_config'), `${lines.join('\n')}\n`)
  }

  async function start(): Promise<void> {
    const started = spawn(path, ['-D', '-e', '-f', join(folder, 'sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    started.stderr?.on('data', (part) => {
      said += part
    })
    child = started
    for (let tries = 0; tries < 200; tries++) {
      if (started.exitCode !== null) throw new Error(`sshd did not start: ${said}`)
      if (await answers(port)) return
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Error(`sshd does not answer: ${said}`)
  }

  const signal = (name: NodeJS.Signals) => {
    if (child?.pid === undefined) return
    // Its sessions are process groups of their own.
    for (const pid of [child.pid, ...descendants(child.pid)]) {
      try {
        process.kill(pid, name)
      } catch {
        // It is gone already.
      }
    }
  }

  async function stop(): Promise<void> {
    const old = child
    if (!old || old.exitCode !== null || old.signalCode !== null) return
    const gone = new Promise((resolve) => old.once('exit', resolve))
    signal('SIGKILL')
    await gone
    child = null
  }

  reconfigure(options.config ?? [])
  await start()
  return {
    port,
    user: userInfo().username,
    keyFile,
    folder,
    fingerprint: () =>
      execFileSync('ssh-keygen', ['-l', '-f', `${hostKey}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '',
    start,
    stop,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    swapKey: () => newKey(hostKey),
    reconfigure,
    async close() {
      signal('SIGCONT')
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function descendants(parent: number): number[] {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  const pairs = list.map((line) => line.trim().split(/\s+/).map(Number))
  const below = (of: number): number[] => pairs.flatMap(([pid = 0, ppid]) => (ppid === of ? [pid, ...below(pid)] : []))
  return below(parent)
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => {
      resolve(true)
      socket.destroy()
    })
    socket.once('error', () => resolve(false))
    socket.setTimeout(1000, () => {
      resolve(false)
      socket.destroy()
    })
  })
}
