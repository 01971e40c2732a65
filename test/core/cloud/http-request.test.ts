import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { AppError } from '../../../src-main/contract/errors.ts'
import { type HttpRequest, httpRequest, openRoute } from '../../../src-main/core/cloud/http-request.ts'
import { createCertificate } from '../../support/certificate.ts'
import { startProxy, startServer } from './servers.ts'

const trusted = createCertificate(['api.example.com'])
const systemCertificates = getCACertificates('default')
beforeAll(() => setDefaultCACertificates([...systemCertificates, trusted.cert]))
afterAll(() => setDefaultCACertificates(systemCertificates))

type Options = Partial<HttpRequest>
const post = (url: string, options: Options = {}) =>
  httpRequest({ url, method: 'POST', body: '{}', timeoutMs: 20_000, env: {}, ...options })

const failure = (url: string, options: Options = {}): Promise<AppError> =>
  post(url, options).then(
    () => expect.fail('an answer came'),
    (error: unknown) => error as AppError,
  )

describe('an answer', () => {
  it('comes whole, with its status and headers, whatever the status is', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(503, { 'x-fact': 'yes' }).end('busy')
    })
    const { status, headers, body } = await post(server.url, { body: '{"名":"值"}', headers: { 'x-mine': 'a' } })
    expect([status, headers['x-fact'], body.toString()]).toEqual([503, 'yes', 'busy'])
    expect(server.received[0]).toMatchObject({ method: 'POST', body: '{"名":"值"}', headers: { 'x-mine': 'a' } })
  })

  it('leaves no connection behind', async () => {
    const server = await startServer((_request, response) => response.end('done'))
    await post(server.url)
    await vi.waitFor(() => expect(server.sockets.size).toBe(0))
  })

  it('comes over one kept connection when a route is given', async () => {
    const server = await startServer((_request, response) => response.end('done'))
    const route = openRoute(new URL(server.url), {}, { keepAlive: true })
    for (const _ of [1, 2, 3]) await post(server.url, { route })
    expect(server.sockets.size).toBe(1)
    route.agent.destroy()
  })

  it('is not followed elsewhere', async () => {
    const elsewhere = await startServer((_request, response) => response.end())
    const server = await startServer((_request, response) => {
      response.writeHead(302, { location: elsewhere.url }).end()
    })
    expect((await post(server.url)).status).toBe(302)
    expect(elsewhere.received).toEqual([])
  })
})

describe('what goes wrong on the way', () => {
  it('a name that does not resolve', async () => {
    const error = await failure('http://nowhere.invalid/')
    expect(error).toMatchObject({ code: 'cloud.dns', params: { host: 'nowhere.invalid' } })
  })

  it('nobody listens', async () => {
    const error = await failure(`http://127.0.0.1:${await unusedPort()}`)
    expect(error).toMatchObject({ code: 'cloud.connect' })
  })

  it('a server that never answers', async () => {
    const server = await startServer(() => undefined)
    const error = await failure(server.url, { timeoutMs: 60 })
    expect(error).toMatchObject({ code: 'cloud.timeout', params: { seconds: 0.06 } })
    await vi.waitFor(() => expect(server.sockets.size).toBe(0))
  })

  it('a server that dribbles its answer for ever', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('.'), 5)
      response.on('close', () => clearInterval(timer))
    })
    expect(await failure(server.url, { timeoutMs: 120 })).toMatchObject({ code: 'cloud.timeout' })
  })

  it('a reset before the answer', async () => {
    const server = await startServer((_request, response) => response.socket?.resetAndDestroy())
    expect(await failure(server.url)).toMatchObject({ code: 'cloud.reset' })
  })

  it('half a header', async () => {
    const server = await startServer((_request, response) => response.socket?.end('HTTP/1.1 200 OK\r\nConte'))
    expect(await failure(server.url)).toMatchObject({ code: 'cloud.reset' })
  })

  it('half a body, by its stated length', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"Response":{}}', () => response.socket?.end())
    })
    expect(await failure(server.url)).toMatchObject({ code: 'cloud.reset' })
  })

  it('half a body, in chunks', async () => {
    const server = await startServer((_request, response) => {
      response.write('{"Response":{}}', () => response.socket?.end())
    })
    expect(await failure(server.url)).toMatchObject({ code: 'cloud.reset' })
  })

  it('an answer that is too long, which is not read to its end', async () => {
    const server = await startServer((_request, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(64 * 1024)));
        response.once('drain', more)
      }
      more()
    })
    expect(await failure(server.url, { maxBytes: 1000 })).toMatchObject({ code: 'cloud.notJson' })
    await vi.waitFor(() => expect(server.sockets.size).toBe(0))
  })

  it('something that does not speak HTTP', async () => {
    const server = await startServer((_request, response) => response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n'))
    expect(await failure(server.url)).toMatchObject({ code: 'cloud.notJson' })
  })

  it('a caller who has given up, before or during the call', async () => {
    expect(await failure('http://127.0.0.1:1', { signal: AbortSignal.abort() })).toMatchObject({
      code: 'call.cancelled',
    })
    const controller = new AbortController()
    const server = await startServer(() => controller.abort())
    expect(await failure(server.url, { signal: controller.signal })).toMatchObject({ code: 'call.cancelled' })
    await vi.waitFor(() => expect(server.sockets.size).toBe(0))
  })
})

describe('TLS', () => {
  it('a trusted certificate for the right name', async () => {
    const server = await startServer((_request, response) => response.end('secure'), { tls: trusted })
    expect((await post(server.url)).body.toString()).toBe('secure')
  })

  it.each([
    ['nobody vouches for', createCertificate(['api.example.com']), '127.0.0.1'],
    ['for another name', trusted, 'localhost'],
  ])('a certificate %s is refused before anything is sent', async (_what, tls, host) => {
    const server = await startServer((_request, response) => response.end(), { tls })
    expect(await failure(`https://${host}:${server.port}`)).toMatchObject({ code: 'cloud.tls' })
    expect(server.received).toEqual([])
  })

  it('an expired certificate is refused', async () => {
    const tls = createCertificate([], { validTo: Date.now() - 1000 })
    setDefaultCACertificates([...systemCertificates, trusted.cert, tls.cert])
    const server = await startServer((_request, response) => response.end(), { tls })
    const error = await failure(server.url)
    expect([error.code, error.details.message]).toEqual(['cloud.tls', 'certificate has expired'])
  })

  it('plain HTTP where TLS was expected', async () => {
    const server = await startServer((_request, response) => response.end())
    expect(await failure(server.url.replace('http:', 'https:'))).toMatchObject({ code: 'cloud.tls' })
  })
})

describe('through a proxy', () => {
  const secure = () => startServer((_request, response) => response.end('through the tunnel'), { tls: trusted })

  it.each(['HTTPS_PROXY', 'https_proxy'])('%s: a tunnel by CONNECT, TLS inside it', async (name) => {
    const server = await secure()
    const proxy = await startProxy({ 'api.example.com:443': server.port })
    const { body } = await post('https://api.example.com/', { env: { [name]: proxy.url } })
    expect(body.toString()).toBe('through the tunnel')
    expect(proxy.tunnels).toEqual(['api.example.com:443'])
    expect(server.received[0]?.headers.host).toBe('api.example.com')
  })

  it.each(['HTTP_PROXY', 'http_proxy'])('%s: plain HTTP by the whole address', async (name) => {
    const proxy = await startProxy({ 'api.example.com:80': 1 })
    const { body } = await post('http://api.example.com/path', { env: { [name]: proxy.url } })
    expect(body.toString()).toBe('through the proxy to port 1')
    expect(proxy.received[0]?.url).toBe('http://api.example.com/path')
  })

  it('the user and password of the proxy’s address are given to it', async () => {
    const server = await secure()
    const proxy = await startProxy({ 'api.example.com:443': server.port })
    const withUser = proxy.url.replace('//', '//desk:p%40ss@')
    await post('https://api.example.com/', { env: { HTTPS_PROXY: withUser } })
    const basic = Buffer.from('desk:p@ss').toString('base64')
    expect(proxy.received[0]?.headers['proxy-authorization']).toBe(`Basic ${basic}`)
  })

  it.each(['NO_PROXY', 'no_proxy'])('%s goes past it', async (name) => {
    const proxy = await startProxy({})
    const env = { HTTP_PROXY: proxy.url, [name]: 'nowhere.invalid' }
    expect(await failure('http://api.nowhere.invalid/', { env })).toMatchObject({ code: 'cloud.dns' })
    expect(proxy.received).toEqual([])
  })

  it('loopback never goes through it', async () => {
    const server = await startServer((_request, response) => response.end('direct'))
    const proxy = await startProxy({})
    expect((await post(server.url, { env: { HTTP_PROXY: proxy.url } })).body.toString()).toBe('direct')
    expect(proxy.received).toEqual([])
  })

  it.each([
    ['wants a password', 407],
    ['forbids the address', 403],
    ['cannot reach the address', undefined],
  ])('a proxy that %s', async (_what, refuse) => {
    const proxy = await startProxy({}, refuse ? { refuse } : {})
    const error = await failure('https://api.example.com/', { env: { HTTPS_PROXY: proxy.url } })
    const params = { host: 'api.example.com', proxy: new URL(proxy.url).host, status: refuse ?? 502 }
    expect(error).toMatchObject({ code: 'cloud.proxy', params })
  })

  it('a proxy that wants a password for plain HTTP', async () => {
    const proxy = await startProxy({}, { refuse: 407 })
    const error = await failure('http://api.example.com/', { env: { HTTP_PROXY: proxy.url } })
    expect(error).toMatchObject({ code: 'cloud.proxy', params: { status: 407 } })
  })

  it('a proxy that does not listen, or has no address', async () => {
    const dead = `http://127.0.0.1:${await unusedPort()}`
    for (const proxy of [dead, 'http://proxy.invalid:3128'])
      for (const url of ['https://api.example.com/', 'http://api.example.com/'])
        expect(await failure(url, { env: { HTTPS_PROXY: proxy, HTTP_PROXY: proxy } })).toMatchObject({
          code: 'cloud.proxy',
        })
  })

  it('a proxy that never answers CONNECT ends with the deadline, and so does its connection', async () => {
    const proxy = await startProxy({}, { refuse: 'hang' })
    const error = await failure('https://api.example.com/', { env: { HTTPS_PROXY: proxy.url }, timeoutMs: 80 })
    expect(error).toMatchObject({ code: 'cloud.timeout' })
    await vi.waitFor(() => expect(proxy.sockets.size).toBe(0))
  })

  it('a caller who gives up while a proxy does not answer CONNECT is answered at once', async () => {
    const proxy = await startProxy({}, { refuse: 'hang' })
    const controller = new AbortController()
    const failed = failure('https://api.example.com/', { env: { HTTPS_PROXY: proxy.url }, signal: controller.signal })
    await vi.waitFor(() => expect(proxy.tunnels).toHaveLength(1))
    controller.abort()
    expect(await failed).toMatchObject({ code: 'call.cancelled' })
  })

  it('a wrong certificate behind the tunnel is TLS, not the proxy', async () => {
    const server = await startServer((_request, response) => response.end(), { tls: createCertificate([]) })
    const proxy = await startProxy({ 'api.example.com:443': server.port })
    expect(await failure('https://api.example.com/', { env: { HTTPS_PROXY: proxy.url } })).toMatchObject({
      code: 'cloud.tls',
    })
  })

  it('an address that is none is said without the password in it', async () => {
    for (const address of [
      'socks5://desk:pass-canary@proxy:1',
      'desk:pass-canary@@proxy',
      'http://a:%E0pass-canary@proxy:1',
    ]) {
      const error = await failure('https://api.example.com/', { env: { HTTPS_PROXY: address } })
      expect(error.code).toBe('cloud.proxy')
      expect(JSON.stringify([error.toShape(), error.message, String(error.cause)])).not.toContain('canary')
    }
  })
})

/** A port nobody listens on: one that was just given back. */
async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
