/** ngrok by a stand-in for its library, with the errors of its documentation; its service cannot be reached here. */
import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type NgrokLibrary, openNgrok } from '../../../src-main/core/tunnel/ngrok.ts'

const way = { kind: 'ngrok', domain: 'desk.ngrok.app' } as const
const token = ['made', 'up', 'authtoken', '0123'].join('_')

function createLibrary(failure: string | null = null) {
  const did: string[] = []
  const handlers: Record<string, (...args: never[]) => unknown> = {}
  const builder = {
    authtoken: (given: string) => remember(`token ${given === token}`),
    handleDisconnection: (handler: (address: string, error: string) => boolean) => keep('disconnected', handler),
    handleStopCommand: (handler: () => void) => keep('stop', handler),
    handleRestartCommand: (handler: () => void) => keep('restart', handler),
    handleHeartbeat: (handler: (latency: number) => void) => keep('heartbeat', handler),
    async connect() {
      if (failure) throw new Error(failure)
      return {
        httpEndpoint: () => ({
          domain: (domain: string) => ({
            async listenAndForward(url: string) {
              did.push(`${domain} to ${url}`)
              return { url: () => `https://${domain}` }
            },
          }),
        }),
        async close() {
          did.push('closed')
        },
      }
    },
  }
  const remember = (text: string) => {
    did.push(text)
    return builder
  }
  const keep = (name: string, handler: (...args: never[]) => unknown) => {
    handlers[name] = handler
    return builder
  }
  const library: NgrokLibrary = {
    SessionBuilder: class {
      constructor() {
        // biome-ignore lint/correctness/noConstructorReturn: stands in for a class of native code
        return builder as never
      }
    } as never,
  }
  return { library, did, say: (name: string, ...args: unknown[]) => handlers[name]?.(...(args as never[])) }
}

async function open(made = createLibrary(), secrets: { token?: string } = { token }) {
  const onTrouble = vi.fn()
  const options = { localPort: () => 8787, signal: new AbortController().signal, onTrouble }
  const tunnel = await openNgrok(way, secrets, async () => made.library, 1000)(options)
  return { tunnel, onTrouble, ...made }
}

describe('ngrok', () => {
  it('leads its domain to the receiver', async () => {
    const { tunnel, did } = await open()
    expect(tunnel.url).toBe('https://desk.ngrok.app')
    expect(did).toEqual(['token true', 'desk.ngrok.app to http://127.0.0.1:8787'])
    await tunnel.close()
    expect(did.at(-1)).toBe('closed')
  })

  it.each([
    ['ERR_NGROK_105', 'tunnel.ngrokToken'],
    ['ERR_NGROK_107', 'tunnel.ngrokToken'],
    ['ERR_NGROK_108', 'tunnel.ngrokElsewhere'],
    ['ERR_NGROK_334', 'tunnel.ngrokElsewhere'],
    ['ERR_NGROK_319', 'tunnel.ngrokDomain'],
    ['ERR_NGROK_320', 'tunnel.ngrokDomain'],
    ['ERR_NGROK_725', 'tunnel.ngrokQuota'],
    ['ERR_NGROK_9999', 'tunnel.ngrokRefused'],
  ])('%s is %s', async (number, code) => {
    const made = createLibrary(`failed to connect session: refused\n\nerror_code: ${number}`)
    await expect(open(made)).rejects.toMatchObject({ code, params: { ngrokCode: number, domain: 'desk.ngrok.app' } })
  })

  it('shows its token in no error, although its service repeats it there', async () => {
    const said = `authentication failed: The authtoken you specified is properly formed, but it is invalid.\nYour authtoken: ${token}\n\nERR_NGROK_107`
    const error = await open(createLibrary(said)).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'tunnel.ngrokToken' })
    expect(inspect(error, { depth: 9 })).not.toContain(token)
    const { onTrouble, say } = await open()
    say('disconnected', 'connect.ngrok-agent.com:443', said)
    expect(inspect(onTrouble.mock.calls, { depth: 9 })).not.toContain(token)
  })

  it('that is not reached, not installed or has no token says so', async () => {
    await expect(open(createLibrary('failed to establish tcp connection'))).rejects.toMatchObject({
      code: 'tunnel.ngrokNetwork',
    })
    await expect(open(createLibrary(), {})).rejects.toMatchObject({ code: 'tunnel.secretMissing' })
    const options = { localPort: () => 1, signal: new AbortController().signal }
    const missing = async () => {
      throw new Error('Cannot find module @ngrok/ngrok-linux-x64-gnu')
    }
    await expect(openNgrok(way, { token }, missing)(options)).rejects.toMatchObject({ code: 'tunnel.ngrokMissing' })
  })

  it('may reconnect by itself for a while, and is opened anew if it does not', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { tunnel, onTrouble, say } = await open()
    const down = vi.fn()
    void tunnel.down.then(down)
    expect(say('disconnected', 'connect.ngrok-agent.com:443', 'reset')).toBe(true)
    expect(onTrouble).toHaveBeenLastCalledWith(expect.objectContaining({ code: 'tunnel.ngrokNetwork' }))
    say('heartbeat', 12)
    expect(onTrouble).toHaveBeenLastCalledWith(null)
    await vi.advanceTimersByTimeAsync(5000)
    expect(down).not.toHaveBeenCalled()
    say('disconnected', 'connect.ngrok-agent.com:443', 'reset')
    await vi.advanceTimersByTimeAsync(1000)
    expect(down).toHaveBeenCalledWith(expect.objectContaining({ code: 'tunnel.ngrokNetwork' }))
  })

  it('that is stopped from the dashboard is down', async () => {
    const { tunnel, say } = await open()
    say('stop')
    expect((await tunnel.down).code).toBe('tunnel.ngrokElsewhere')
  })
})
