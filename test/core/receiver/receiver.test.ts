/** What the receiver answers, byte for byte where it matters: over raw sockets. */
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPaths } from '../../../src-main/core/receiver/paths.ts'
import { type Delivery, type Receiver, startReceiver } from '../../../src-main/core/receiver/receiver.ts'
import { dial, type RawRequest, exchange as rawExchange, rawRequest } from '../../support/raw-http.ts'
import { quietLog } from '../../support/receiving-desk.ts'

const paths = createPaths(Buffer.alloc(32, 3))
const path = paths.pathFor('abcdefgh', 'record')
const notFound = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
const accepted = '{"code":0}'

let receiver: Receiver
let deliveries: Delivery[]
let accept: (delivery: Delivery) => Promise<void>

const start = () =>
  startReceiver({
    port: 0,
    hosts: () => ['desk.example.com', 'proxy.example.com:8443'],
    paths,
    accept: (delivery) => accept(delivery),
    log: quietLog,
    now: () => 42,
  })

beforeAll(async () => {
  receiver = await start()
})
afterAll(() => receiver.close())
beforeEach(() => {
  deliveries = []
  accept = async (delivery) => {
    deliveries.push(delivery)
  }
})

const exchange = (bytes: string | Buffer) => rawExchange(receiver.port, bytes)

/** Lets the next delivery wait: `stored` resolves when it is being stored, `finish` ends that. */
function storing(): { stored: Promise<void>; finish: () => void } {
  const stored = Promise.withResolvers<void>()
  const done = Promise.withResolvers<void>()
  accept = () => {
    stored.resolve()
    return done.promise
  }
  return { stored: stored.promise, finish: done.resolve }
}

const request = (parts: Partial<RawRequest>) => rawRequest({ line: `POST ${path} HTTP/1.1`, ...parts })

describe('a delivery', () => {
  it('is answered 200 {"code":0} and handed over as it came', async () => {
    const answer = await exchange(request({ headers: ['X-One: a', 'x-one: b'], body: '{"event_type":100}' }))
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(answer.endsWith(`\r\n\r\n${accepted}`)).toBe(true)
    expect(deliveries).toHaveLength(1)
    expect(deliveries[0]).toMatchObject({ slot: 'abcdefgh', group: 'record', rawPath: path, receivedAt: 42 })
    expect(deliveries[0]?.rawHeaders.join()).toContain('X-One,a,x-one,b')
    expect(deliveries[0]?.body.toString()).toBe('{"event_type":100}')
  })

  it.each(['application/json', 'text/plain', 'multipart/form-data', ''])(
    'is taken whatever its content type says (%s)',
    async (type) => {
      expect(await exchange(request({ headers: [`Content-Type: ${type}`] }))).toContain(accepted)
    },
  )

  it.each([
    ['the public address', 'desk.example.com'],
    ['the public address, in capitals with its port', 'DESK.example.com:443'],
    ['an address with a port of its own', 'proxy.example.com:8443'],
    ['this server behind a proxy', () => `127.0.0.1:${receiver.port}`],
  ])('may name %s as its host', async (_name, host) => {
    const name = typeof host === 'string' ? host : host()
    expect(await exchange(request({ host: `Host: ${name}` }))).toContain(accepted)
  })

  it('may come in chunks, after asking, without a body, or over HTTP/1.0', async () => {
    const chunked = `POST ${path} HTTP/1.1\r\nHost: desk.example.com\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{"\r\n3\r\na":\r\n2\r\n1}\r\n0\r\n\r\n`
    expect(await exchange(chunked)).toContain(accepted)
    expect(deliveries.at(-1)?.body.toString()).toBe('{"a":1}')
    const asking = await exchange(request({ headers: ['Expect: 100-continue'] }))
    expect(asking).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/)
    expect(await exchange(request({ body: '' }))).toContain(accepted)
    expect(await exchange(request({ line: `POST ${path} HTTP/1.0` }))).toContain(accepted)
  })

  it('is answered only after it is stored', async () => {
    const { stored, finish } = storing()
    const socket = dial(receiver.port)
    let got = ''
    socket.on('data', (part) => (got += part))
    socket.write(request({}))
    await stored
    expect(got).toBe('')
    finish()
    await vi.waitFor(() => expect(got).toContain(accepted))
  })

  it('that cannot be stored is answered 503, so that it is sent again', async () => {
    accept = () => Promise.reject(new Error('disk full'))
    expect(await exchange(request({}))).toMatch(/^HTTP\/1\.1 503 /)
    accept = () => {
      throw new Error('broken')
    }
    expect(await exchange(request({}))).toMatch(/^HTTP\/1\.1 503 /)
  })

  it('shares a kept connection with the ones after it', async () => {
    const one = request({}).replace('Connection: close\r\n', '')
    const answers = await exchange(one + one + request({}))
    expect(answers.split(accepted)).toHaveLength(4)
    expect(deliveries).toHaveLength(3)
  })
})

describe('everything else', () => {
  it.each<[string, string | (() => string)]>([
    ['another method', request({ line: `GET ${path} HTTP/1.1` })],
    ['PUT', request({ line: `PUT ${path} HTTP/1.1` })],
    ['OPTIONS', request({ line: `OPTIONS ${path} HTTP/1.1` })],
    ['HEAD', request({ line: `HEAD ${path} HTTP/1.1` })],
    ['CONNECT', 'CONNECT desk.example.com:443 HTTP/1.1\r\nHost: desk.example.com\r\n\r\n'],
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: desk.example.com\r\n\r\n'],
    ['the root', request({ line: 'POST / HTTP/1.1' })],
    [
      'a path of another desk',
      request({ line: `POST ${createPaths(Buffer.alloc(32)).pathFor('abcdefgh', 'record')} HTTP/1.1` }),
    ],
    ['the absolute form', request({ line: `POST http://desk.example.com${path} HTTP/1.1` })],
    ['the asterisk form', request({ line: 'POST * HTTP/1.1' })],
    ['no host', request({ host: '' })],
    ['HTTP/1.0 without host', request({ line: `POST ${path} HTTP/1.0`, host: '' })],
    ['no version', `GET ${path}\r\n\r\n`],
    ['two hosts', request({ headers: ['Host: desk.example.com'] })],
    ['an unknown host', request({ host: 'Host: evil.example.com' })],
    ['a host with a foreign port', request({ host: 'Host: desk.example.com:8080' })],
    ['a browser’s origin', request({ headers: ['Origin: https://desk.example.com'] })],
    ['a null origin', request({ headers: ['Origin: null'] })],
    ['a browser’s fetch metadata', request({ headers: ['Sec-Fetch-Site: none'] })],
    ['an expectation nobody can meet', request({ line: 'POST / HTTP/1.1', headers: ['Expect: miracles'] })],
    ['an upgrade', request({ line: 'GET / HTTP/1.1', headers: ['Upgrade: websocket'] })],
    ['no HTTP at all', 'hello?\r\n\r\n'],
    ['a TLS hello', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc'],
    ['two lengths', request({ headers: ['Content-Length: 7'] })],
    ['smuggling', request({ headers: ['Transfer-Encoding: chunked'] })],
    ['headers without end', `POST ${path} HTTP/1.1\r\nX: ${'a'.repeat(20_000)}`],
  ])('gets the same empty 404: %s', async (_name, bytes) => {
    expect(await exchange(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1').toString('latin1') : bytes())).toBe(
      notFound,
    )
    expect(deliveries).toEqual([])
  })

  it('is counted apart from what is taken', async () => {
    const before = { ...receiver.counts }
    await exchange(request({}))
    await exchange(request({ line: 'POST / HTTP/1.1' }))
    await exchange('nonsense\r\n\r\n')
    expect(receiver.counts).toEqual({ ...before, accepted: before.accepted + 1, strangers: before.strangers + 2 })
  })
})

describe('a body', () => {
  const megabyte = 1024 * 1024
  it('of exactly 1 MiB is taken', async () => {
    expect(await exchange(request({ body: 'x'.repeat(megabyte) }))).toContain(accepted)
    expect(deliveries[0]?.body).toHaveLength(megabyte)
  })

  it('announced as larger is refused with 413 before it is read', async () => {
    const head = `POST ${path} HTTP/1.1\r\nHost: desk.example.com\r\nContent-Length: ${megabyte + 1}\r\n\r\n`
    expect(await exchange(head)).toMatch(/^HTTP\/1\.1 413 /)
    expect(deliveries).toEqual([])
  })

  it('that grows larger without saying so is refused with 413', async () => {
    const socket = dial(receiver.port)
    const answer = text(socket).catch(() => 'reset')
    socket.write(`POST ${path} HTTP/1.1\r\nHost: desk.example.com\r\nTransfer-Encoding: chunked\r\n\r\n`)
    const before = receiver.counts.tooLarge
    for (let sent = 0; sent <= megabyte; sent += 65_536) socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`)
    await vi.waitFor(() => expect(receiver.counts.tooLarge).toBe(before + 1))
    expect(await answer).toMatch(/^(HTTP\/1\.1 413 |reset)/)
    expect(deliveries).toEqual([])
  })

  it('whose sender gives up half-way is nothing', async () => {
    const socket = dial(receiver.port)
    socket.write(`POST ${path} HTTP/1.1\r\nHost: desk.example.com\r\nContent-Length: 100\r\n\r\n{"half":`)
    await new Promise((resolve) => socket.once('connect', resolve))
    socket.destroy()
    expect(await exchange(request({}))).toContain(accepted)
    expect(deliveries).toHaveLength(1)
  })
})

describe('the heartbeat', () => {
  const line = `POST ${paths.pathFor('abcdefgh', 'heartbeat')} HTTP/1.1`

  it('is answered as only this desk can, and is no event', async () => {
    const answer = await exchange(request({ line, body: '{"nonce":"n-1"}' }))
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK/)
    expect(answer.endsWith(JSON.stringify({ answer: paths.heartbeatAnswer('n-1') }))).toBe(true)
    expect(deliveries).toEqual([])
  })

  it.each(['', '{}', '{"nonce":1}', '{"nonce":""}', JSON.stringify({ nonce: 'n'.repeat(201) })])(
    'without a usable nonce is nothing (%s)',
    async (body) => {
      expect(await exchange(request({ line, body }))).toBe(notFound)
    },
  )
})

describe('starting and closing', () => {
  it('listens on loopback only', () => {
    expect(receiver.url).toBe(`http://127.0.0.1:${receiver.port}`)
  })

  it('says when the port is taken', async () => {
    const second = startReceiver({ port: receiver.port, hosts: () => [], paths, accept, log: quietLog })
    await expect(second).rejects.toMatchObject({ code: 'receiver.portTaken', params: { port: receiver.port } })
  })

  it('lets an answer under way go out, and then takes nothing more', async () => {
    const closing = await start()
    const { stored, finish } = storing()
    const socket = dial(closing.port)
    const answer = text(socket)
    socket.write(request({}).replace('Connection: close\r\n', ''))
    await stored
    const closed = closing.close()
    finish()
    expect(await answer).toContain(accepted)
    await closed
    await expect(fetch(closing.url)).rejects.toThrow()
  })
})
