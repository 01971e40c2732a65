/**
 * ngrok's agent as a library, with the person's authtoken and fixed domain. The package is native, so it is
 * loaded when it is first needed, and not having it is an error like any other.
 */
import { AppError, type ErrorCode } from '../../contract/errors.ts'
import type { NgrokWay } from '../../contract/tunnel.ts'
import { orAborted } from '../or-aborted.ts'
import type { OpenOptions, Tunnel } from './tunnel.ts'
import type { Secrets } from './way-secrets.ts'

/** What the desk uses of `@ngrok/ngrok` (its index.d.ts, 1.7). */
export interface NgrokLibrary {
  SessionBuilder: new () => NgrokSessionBuilder
}
interface NgrokSessionBuilder {
  authtoken(token: string): NgrokSessionBuilder
  /** True lets the session reconnect by itself; false makes it throw where nobody can catch it. */
  handleDisconnection(handler: (address: string, error: string) => boolean): NgrokSessionBuilder
  handleStopCommand(handler: () => void): NgrokSessionBuilder
  handleRestartCommand(handler: () => void): NgrokSessionBuilder
  handleHeartbeat(handler: (latency: number) => void): NgrokSessionBuilder
  connect(): Promise<NgrokSession>
}
interface NgrokSession {
  httpEndpoint(): { domain(domain: string): { listenAndForward(url: string): Promise<{ url(): string | null }> } }
  close(): Promise<void>
}

const load = (): Promise<NgrokLibrary> => import('@ngrok/ngrok')
/** How long the session may reconnect by itself before it is opened anew (milliseconds). */
const patienceMs = 45_000

export function openNgrok(way: NgrokWay, secrets: Secrets, library = load, patience = patienceMs) {
  return async ({ localPort, signal, onStep = () => {}, onTrouble = () => {} }: OpenOptions): Promise<Tunnel> => {
    onStep({ step: 'connect', state: 'running' })
    const { token } = secrets
    if (token === undefined) throw new AppError('tunnel.secretMissing')
    // Its service repeats a token that it refuses.
    const safe = (text: string) => text.replaceAll(token, '****').slice(0, 500)
    const { SessionBuilder } = await library().catch((error: unknown) => {
      throw new AppError('tunnel.ngrokMissing', { cause: error })
    })
    const down = Promise.withResolvers<AppError>()
    const network = (error: string) => new AppError('tunnel.ngrokNetwork', { details: { message: safe(error) } })
    let timer: NodeJS.Timeout | undefined
    const connecting = new SessionBuilder()
      .authtoken(token)
      .handleDisconnection((_address, error) => {
        onTrouble(network(error))
        timer ??= setTimeout(() => down.resolve(network(error)), patience).unref()
        return true
      })
      .handleHeartbeat(() => {
        if (timer === undefined) return
        clearTimeout(timer)
        timer = undefined
        onTrouble(null)
      })
      .handleStopCommand(() => down.resolve(new AppError('tunnel.ngrokElsewhere', { params: named(way) })))
      .handleRestartCommand(() => down.resolve(new AppError('tunnel.lost')))
      .connect()
    let session: NgrokSession | null = null
    const opening = connecting.then(async (connected) => {
      session = connected
      const listener = await connected
        .httpEndpoint()
        .domain(way.domain)
        .listenAndForward(`http://127.0.0.1:${localPort()}`)
      return listener.url() ?? `https://${way.domain}`
    })
    try {
      const url = await orAborted(opening, signal)
      onStep({ step: 'connect', state: 'ok', note: url })
      return {
        url,
        localAddress: null,
        down: down.promise,
        async close() {
          clearTimeout(timer)
          await session?.close()
        },
      }
    } catch (error) {
      // A session that comes after all is not left behind.
      void connecting.then((late) => late.close()).catch(() => undefined)
      signal.throwIfAborted()
      throw translate(error, way, safe)
    }
  }
}

const named = ({ domain }: NgrokWay, ngrokCode = '') => ({ domain, ngrokCode })

/** Numbers from ngrok.com/docs/errors/reference. */
const byNumber: readonly [ErrorCode, readonly number[]][] = [
  ['tunnel.ngrokToken', [105, 106, 107, 109, 116, 4018]],
  ['tunnel.ngrokQuota', [102, 103, 725, 726, 727]],
  ['tunnel.ngrokDomain', [313, 314, 319, 320, 326, 412, 414]],
  ['tunnel.ngrokElsewhere', [108, 334]],
]

/** Without a cause, which would bring the words that are not safe. */
function translate(error: unknown, way: NgrokWay, safe: (text: string) => string): AppError {
  if (error instanceof AppError) return error
  const message = error instanceof Error ? error.message : String(error)
  const ngrokCode = /ERR_NGROK_(\d+)/.exec(message)
  const more = { details: { message: safe(message) } }
  if (!ngrokCode) return new AppError('tunnel.ngrokNetwork', more)
  const code = byNumber.find(([, numbers]) => numbers.includes(Number(ngrokCode[1])))?.[0] ?? 'tunnel.ngrokRefused'
  return new AppError(code, { params: named(way, ngrokCode[0]), ...more })
}
