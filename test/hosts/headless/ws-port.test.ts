import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createWsPort } from '../../../src-main/hosts/headless/ws-port.ts'
import { startPageServer } from './page-server.ts'

type PageServer = Awaited<ReturnType<typeof startPageServer>>
let server: PageServer
beforeEach(async () => {
  server = await startPageServer()
})
afterEach(() => server.close())

const dial = (headers: Record<string, string>, path = '/desk') =>
  new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })

const dialOwn = async () => {
  const socket = dial({ origin: server.url, cookie: await server.logIn() })
  await once(socket, 'open')
  const port = server.ports.at(-1)
  if (!port) throw new Error('no port was opened')
  return { socket, port }
}

/** The status of a refused handshake. */
const refusal = (socket: WebSocket): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
    socket.on('open', () => reject(new Error('it was let in')))
    socket.on('error', () => undefined)
  })

describe('the WebSocket door (B3)', () => {
  it.each([
    ['another site', { origin: 'https://evil.example' }, 403],
    ['no origin', {}, 403],
    ['the origin null', { origin: 'null' }, 403],
    ['another host', { host: 'desk.example', origin: 'http://desk.example' }, 403],
  ])('is closed to %s even with the cookie', async (_name, headers: Record<string, string>, status) => {
    expect(await refusal(dial({ ...headers, cookie: await server.logIn() }))).toBe(status)
    expect(server.ports).toEqual([])
  })

  it('is closed without a session, and anywhere but at its path', async () => {
    expect(await refusal(dial({ origin: server.url }))).toBe(401)
    expect(await refusal(dial({ origin: server.url, cookie: await server.logIn() }, '/other'))).toBe(404)
  })

  it('is closed with the session: a logout ends its sockets at once and nobody else’s', async () => {
    const cookie = await server.logIn()
    const { socket: staying } = await dialOwn()
    const leaving = dial({ origin: server.url, cookie })
    await once(leaving, 'open')
    const closed = once(leaving, 'close')
    await server.ask('/logout', { cookie, origin: server.url }, 'POST')
    expect((await closed)[0]).toBe(4001)
    expect(staying.readyState).toBe(WebSocket.OPEN)
  })
})

describe('a port over it', () => {
  it('carries texts both ways', async () => {
    const { socket, port } = await dialOwn()
    const heard: string[] = []
    port.onText((text) => heard.push(text))
    socket.send('{"id":1}')
    socket.send('zwei')
    await vi.waitFor(() => expect(heard).toEqual(['{"id":1}', 'zwei']))
    const said = once(socket, 'message')
    await port.send('back')
    expect(String((await said)[0])).toBe('back')
  })

  it('drops binary messages', async () => {
    const { socket, port } = await dialOwn()
    const heard: string[] = []
    port.onText((text) => heard.push(text))
    socket.send(Buffer.from('bytes'))
    socket.send('text')
    await vi.waitFor(() => expect(heard).toEqual(['text']))
  })

  it('closes on a message above 64 KiB, and takes one of exactly that size', async () => {
    const { socket, port } = await dialOwn()
    const lengths: number[] = []
    port.onText((text) => lengths.push(text.length))
    socket.send('x'.repeat(65_536))
    await vi.waitFor(() => expect(lengths).toEqual([65_536]))
    const closed = once(socket, 'close')
    socket.send('x'.repeat(65_537))
    expect((await closed)[0]).toBe(1009)
    expect(lengths).toEqual([65_536])
  })

  it('tells when the browser went away, and sends into nothing without harm', async () => {
    const { socket, port } = await dialOwn()
    const closed = vi.fn()
    port.onClose(closed)
    socket.terminate()
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
    await port.send('nobody hears this')
  })

  it('waits for a slow browser, and goes on when it reads again or goes away', async () => {
    const { socket, port } = await dialOwn()
    const fill = (): Promise<void> => {
      for (let sent = 0; sent < 100; sent++) {
        const waiting = port.send('x'.repeat(1_000_000))
        if (waiting) return waiting
      }
      throw new Error('it took 100 MB from a browser that reads nothing')
    }
    socket.pause()
    const waiting = fill()
    socket.resume()
    await waiting
    socket.pause()
    const waitingAgain = fill()
    socket.terminate()
    await waitingAgain
  })

  describe('asked by pings, one after the other,', () => {
    /** Both ends of one socket; the next ping goes out when the test says so. */
    async function connectPair(options: { autoPong: boolean }) {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
      onTestFinished(() => void vi.useRealTimers())
      const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
      onTestFinished(() => sockets.close())
      await once(sockets, 'listening')
      const { port } = sockets.address() as { port: number }
      const accepted = once(sockets, 'connection')
      const browser = new WebSocket(`ws://127.0.0.1:${port}`, options)
      browser.on('error', () => undefined)
      onTestFinished(() => browser.terminate())
      await once(browser, 'open')
      const [socket] = (await accepted) as [WebSocket]
      createWsPort(socket, { pingMs: 1000 })
      return { socket, ping: () => vi.advanceTimersByTime(1000) }
    }

    it('lets a peer go that does not answer', async () => {
      const { socket, ping } = await connectPair({ autoPong: false })
      const closed = once(socket, 'close')
      ping()
      expect(socket.readyState).toBe(WebSocket.OPEN)
      ping()
      await closed
    })

    it('keeps a peer that answers', async () => {
      const { socket, ping } = await connectPair({ autoPong: true })
      for (let asked = 0; asked < 3; asked++) {
        const answered = once(socket, 'pong')
        ping()
        await answered
      }
      expect(socket.readyState).toBe(WebSocket.OPEN)
    })
  })
})
