/** A tunnel by the cloudflared on this machine, as its own child, watched by its output and its `/ready`. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { AppError, type ErrorCode } from '../../contract/errors.ts'
import type { CloudflaredWay } from '../../contract/tunnel.ts'
import { isOlder, readLine, readVersion } from './cloudflared-output.ts'
import { endLeftover, type GuardedProcess, startGuarded } from './guarded-process.ts'
import type { OpenOptions, Tunnel } from './tunnel.ts'
import type { Secrets } from './way-secrets.ts'

/** All in milliseconds. */
export interface CloudflaredTiming {
  /** Until the first connection stands. */
  readonly start: number
  /** How often it is asked whether it is connected. */
  readonly ready: number
  /** For how long a named tunnel may be without a connection; a quick one loses its address when it is restarted. */
  readonly patience: number
  readonly grace: number
}
export const cloudflaredTiming: CloudflaredTiming = { start: 60_000, ready: 10_000, patience: 45_000, grace: 3000 }

/** Tokens came in 2022.3; since 2022.12 a configuration file no longer keeps quick tunnels from starting (#785). */
const leastVersion = [2022, 12, 0]
/** Its last words, for the details of an error. */
const keptLines = 5

export interface CloudflaredPlace {
  /** Where the number of its process is kept. */
  readonly pidFile: string
  readonly timing?: CloudflaredTiming
}

export function openCloudflared(
  way: CloudflaredWay,
  secrets: Secrets,
  { pidFile, timing = cloudflaredTiming }: CloudflaredPlace,
) {
  return async ({ localPort, signal, onStep = () => {}, onTrouble = () => {} }: OpenOptions): Promise<Tunnel> => {
    const program = way.program || 'cloudflared'
    onStep({ step: 'program', state: 'running' })
    onStep({ step: 'program', state: 'ok', note: await checkVersion(program) })
    if (way.mode === 'named' && secrets.token === undefined) throw new AppError('tunnel.secretMissing')
    await endLeftover(pidFile, program)
    signal.throwIfAborted()
    onStep({ step: 'connect', state: 'running' })
    const child = startGuarded(program, argsFor(way, localPort()), {
      pidFile,
      // Not as an argument, where every user of this machine could read it.
      env: way.mode === 'named' ? { ...process.env, TUNNEL_TOKEN: secrets.token } : process.env,
    })
    const watched = watch(child, way, secrets.token)
    try {
      const url = await firstUp(watched, timing.start, signal)
      onStep({ step: 'connect', state: 'ok', note: url })
      const stopAsking = askWhetherReady(watched, way, timing, onTrouble)
      return {
        url,
        localAddress: null,
        losesUrl: way.mode === 'quick',
        down: watched.failed,
        async close() {
          stopAsking()
          await child.close(timing.grace)
        },
      }
    } catch (error) {
      await child.close(timing.grace)
      signal.throwIfAborted()
      throw error
    }
  }
}

const argsFor = ({ mode }: CloudflaredWay, port: number | null): string[] => {
  const common = ['tunnel', '--no-autoupdate', '--metrics', '127.0.0.1:0']
  return mode === 'quick' ? [...common, '--url', `http://127.0.0.1:${port}`] : [...common, 'run']
}

async function checkVersion(program: string): Promise<string> {
  const said = await promisify(execFile)(program, ['--version'], { timeout: 10_000 }).then(
    ({ stdout }) => stdout,
    (error: unknown) => {
      throw new AppError('tunnel.cloudflaredMissing', { params: { file: program }, cause: error })
    },
  )
  const version = readVersion(said)
  const text = version?.join('.') ?? '?'
  if (version && isOlder(version, leastVersion))
    throw new AppError('tunnel.cloudflaredTooOld', { params: { version: text, least: leastVersion.join('.') } })
  return `cloudflared ${text}`
}

interface Watched {
  /** Its address, once a connection stands. */
  readonly up: Promise<string>
  /** Why it is of no use any more. */
  readonly failed: Promise<AppError>
  fail(error: AppError): void
  /** Where its `/ready` is; null until it has said so. */
  metrics(): string | null
}

function watch(child: GuardedProcess, way: CloudflaredWay, token: string | undefined): Watched {
  const up = Promise.withResolvers<string>()
  const failed = Promise.withResolvers<AppError>()
  const lines: string[] = []
  let url = way.mode === 'named' ? way.url : null
  let metrics: string | null = null
  let lastError: ErrorCode | null = null
  const lastWords = () => {
    const text = lines.join('\n')
    return { details: { message: (token ? text.replaceAll(token, '****') : text).slice(-1000) } }
  }

  child.onLine((text) => {
    lines.push(text)
    if (lines.length > keptLines) lines.shift()
    const line = readLine(text)
    if (line?.means === 'url') url ??= line.url
    if (line?.means === 'metrics') metrics = line.address
    if (line?.means === 'registered' && url !== null) up.resolve(url)
    if (line?.means !== 'error') return
    lastError = line.code
    // It would try the same token for ever.
    if (line.code === 'tunnel.cloudflaredToken') failed.resolve(new AppError(line.code, lastWords()))
  })
  void child.ended.then((code) =>
    failed.resolve(
      code === 127
        ? new AppError('tunnel.cloudflaredMissing', { params: { file: way.program || 'cloudflared' } })
        : new AppError(lastError ?? 'tunnel.cloudflaredEnded', lastWords()),
    ),
  )
  return { up: up.promise, failed: failed.promise, fail: failed.resolve, metrics: () => metrics }
}

async function firstUp({ up, failed }: Watched, timeoutMs: number, signal: AbortSignal): Promise<string> {
  const over = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new AppError('tunnel.cloudflaredNetwork')), timeoutMs).unref()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    void failed.then(reject)
  })
  return Promise.race([up, over])
}

/** `/ready` answers 200 while at least one connection to Cloudflare stands (developers.cloudflare.com, metrics). */
function askWhetherReady(
  { metrics, fail }: Watched,
  { mode }: CloudflaredWay,
  timing: CloudflaredTiming,
  onTrouble: (error: AppError | null) => void,
): () => void {
  let wasReady = true
  let lastReady = Date.now()
  const ask = async () => {
    const address = metrics()
    if (address === null) return
    const isReady = await fetch(`http://${address}/ready`, { signal: AbortSignal.timeout(timing.ready) }).then(
      ({ status }) => status === 200,
      () => false,
    )
    const trouble = new AppError('tunnel.cloudflaredNetwork')
    if (isReady) lastReady = Date.now()
    if (isReady !== wasReady) onTrouble(isReady ? null : trouble)
    wasReady = isReady
    if (mode === 'named' && Date.now() - lastReady > timing.patience) fail(trouble)
  }
  const timer = setInterval(() => void ask(), timing.ready).unref()
  return () => clearInterval(timer)
}
