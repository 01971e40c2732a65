/**
 * The desk for browsers: one HTTP server on loopback that serves the page and, at /desk, a WebSocket per
 * client. Before anything else is looked at, a request must be meant for us and not come from another
 * site; then it must bring a session (security, section 7).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Port } from '../../contract/wire.ts'
import type { Log } from '../../core/log.ts'
import { pageHeaders } from '../../core/page-headers.ts'
import { type Login, sessionMs } from './login.ts'
import { goOnPage, type LoginProblem, loginPage } from './login-page.ts'
import { type Pages, pathOf } from './pages.ts'
import { cookieOf, isForUs, originOf } from './same-origin.ts'
import { createWsPort, maxPayload } from './ws-port.ts'

export interface HttpDesk {
  readonly url: string
  close(): Promise<void>
}

interface Options {
  readonly port: number
  readonly login: Login
  readonly pages: Pages
  readonly log: Pick<Log, 'error'>
  /** The picture of an alert; null when it is not here. */
  readPicture(name: string): Promise<{ bytes: Buffer; type: string } | null>
  onPort(port: Port): void
}

/** Rejects with the system's error (EADDRINUSE, EACCES) when the port cannot be had. */
export async function startHttp({ port: wanted, login, pages, log, readPicture, onPort }: Options): Promise<HttpDesk> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false })
  const socketsOf = new Map<string, Set<WebSocket>>()
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 })
  const port = await listen(server, wanted)
  // Out of handles it takes no more for a while; without a listener the desk would end over it.
  server.on('error', (error) => log.error('the page’s server failed', { error }))
  // Cookies know no ports: without its own name another desk on this machine would overwrite it.
  const cookie = `desk-session-${port}`
  const sessionOf = (request: IncomingMessage): string | null => {
    const session = cookieOf(request, cookie)
    return session !== null && login.isOpen(session) ? session : null
  }

  server.on('request', (request, response) => {
    if (!isForUs(request, port) || originOf(request) === 'foreign') return answer(response, 403)
    const session = sessionOf(request)
    const token = tokenOf(request)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      if (originOf(request) !== 'own') return answer(response, 403)
      if (request.method === 'POST' && request.url === '/logout') return logOut(response, session)
      return answer(response, 405, { allow: 'GET, HEAD' })
    }
    if (token !== null && request.method === 'GET') return enter(request, response, token)
    if (session === null) return refuse(response, 401, 'noSession')
    const picture = pictureOf(request)
    const answered = picture === null ? pages.answer(request, response) : answerPicture(response, picture)
    answered.catch(() => response.destroy())
  })

  async function answerPicture(response: ServerResponse, name: string): Promise<void> {
    const picture = await readPicture(name)
    if (!picture) return answer(response, 404)
    const { bytes, type } = picture
    // `no-store`: what a moderator has seen must not stay in the browser's cache.
    const headers = { 'content-type': type, 'content-length': bytes.length, 'cache-control': 'no-store' }
    response.writeHead(200, { ...pageHeaders, ...headers }).end(bytes)
  }

  function enter(request: IncomingMessage, response: ServerResponse, token: string): void {
    const entry = login.enter(token)
    if ('session' in entry) {
      const headers = {
        'set-cookie': `${cookie}=${entry.session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${sessionMs / 1000}`,
        'cache-control': 'no-store',
      }
      if (request.headers['sec-fetch-site'] === 'cross-site') html(response, 200, goOnPage, headers)
      else answer(response, 303, { ...headers, location: '/' })
    } else if (entry.refused === 'wrong') refuse(response, 401, 'wrong')
    else refuse(response, 429, 'tooMany', { 'retry-after': String(Math.ceil(entry.retryAfterMs / 1000)) })
  }

  function logOut(response: ServerResponse, session: string | null): void {
    if (session !== null) {
      login.leave(session)
      for (const socket of socketsOf.get(session) ?? []) socket.close(4001, 'logged out')
    }
    answer(response, 204, { 'set-cookie': `${cookie}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0` })
  }

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const session = sessionOf(request)
    if (!isForUs(request, port) || originOf(request) !== 'own') return refuseSocket(socket, '403 Forbidden')
    if (session === null) return refuseSocket(socket, '401 Unauthorized')
    if (pathOf(request) !== '/desk') {
      if (pages.upgrade) return pages.upgrade(request, socket, head)
      return refuseSocket(socket, '404 Not Found')
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      const own = socketsOf.get(session) ?? new Set()
      socketsOf.set(session, own.add(client))
      client.on('close', () => {
        if (own.delete(client) && own.size === 0) socketsOf.delete(session)
      })
      onPort(createWsPort(client))
    })
  })

  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await closed
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** `/img/<name>` */
const pictureOf = (request: IncomingMessage): string | null =>
  /^\/img\/([\w.-]{1,64})$/.exec(pathOf(request))?.[1] ?? null

function tokenOf(request: IncomingMessage): string | null {
  if (!request.url?.startsWith('/?')) return null
  return new URLSearchParams(request.url.slice(2)).get('token')
}

function answer(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...pageHeaders, ...headers }).end()
}

function html(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  const type = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
  response.writeHead(status, { ...pageHeaders, ...type, ...headers }).end(text)
}

const refuse = (
  response: ServerResponse,
  status: number,
  problem: LoginProblem,
  headers: Record<string, string> = {},
): void => html(response, status, loginPage(problem), headers)

function refuseSocket(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
