import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createDevPages } from '../../../src-main/hosts/headless/dev-pages.ts'
import { startPageServer } from './page-server.ts'

/** Stands for the bundler: says what it was asked, and echoes on its hot-reload socket. */
let bundler: Server
let hosts: (string | undefined)[]
let server: Awaited<ReturnType<typeof startPageServer>>

beforeEach(async () => {
  hosts = []
  bundler = createServer((request, response) => {
    hosts.push(request.headers.host)
    response.writeHead(request.url === '/none' ? 404 : 200, { 'content-type': 'text/x-test' })
    response.end(`${request.method} ${request.url}`)
  })
  const sockets = new WebSocketServer({ server: bundler })
  sockets.on('connection', (socket, { headers, url }) => {
    hosts.push(headers.host)
    socket.send(`${url} from ${headers.origin}`)
    socket.on('message', (data) => socket.send(String(data)))
  })
  bundler.listen(0, '127.0.0.1')
  await once(bundler, 'listening')
  const { port } = bundler.address() as AddressInfo
  server = await startPageServer({ pages: createDevPages(new URL(`http://127.0.0.1:${port}`)) })
})
afterEach(async () => {
  bundler.closeAllConnections()
  bundler.close()
  await server.close()
})
const bundlerHost = () => `127.0.0.1:${(bundler.address() as AddressInfo).port}`

describe('the page while developing', () => {
  it('comes from the bundler, behind the same login', async () => {
    expect((await server.ask('/src/main.ts?t=1')).status).toBe(401)
    const cookie = await server.logIn()
    const { status, text, headers } = await server.ask('/src/main.ts?t=1', { cookie })
    expect([status, text, headers['content-type']]).toEqual([200, 'GET /src/main.ts?t=1', 'text/x-test'])
    expect((await server.ask('/none', { cookie })).status).toBe(404)
    expect(hosts).toEqual([bundlerHost(), bundlerHost()])
  })

  it('reloads itself over the bundler’s socket', async () => {
    const headers = { origin: server.url, cookie: await server.logIn() }
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/?token=abc`, { headers })
    const [hello] = await once(socket, 'message')
    expect(String(hello)).toBe(`/?token=abc from http://${bundlerHost()}`)
    const echo = once(socket, 'message')
    socket.send('ping')
    expect(String((await echo)[0])).toBe('ping')
    socket.terminate()
  })

  it('says so when the bundler is gone', async () => {
    const cookie = await server.logIn()
    bundler.closeAllConnections()
    bundler.close()
    expect((await server.ask('/', { cookie })).status).toBe(502)
  })
})
