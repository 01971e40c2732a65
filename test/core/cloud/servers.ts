/** Real servers on loopback that behave as the cloud, or the way to it, may behave. Closed after each test. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { CloudAccess, CloudOptions } from '../../../src-main/core/cloud/cloud.ts'
import { type Cloud, createCloud } from '../../../src-main/core/cloud/cloud.ts'
import type { Log } from '../../../src-main/core/log.ts'
import type { Certificate } from '../../support/certificate.ts'

export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface LocalServer {
  /** http(s)://127.0.0.1:port */
  readonly url: string
  readonly port: number
  readonly received: Received[]
  /** Connections open now. */
  readonly sockets: ReadonlySet<Socket>
}

export type Respond = (request: Received, response: ServerResponse) => void

async function listen(server: Server, scheme: string, received: Received[]): Promise<LocalServer> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { url: `${scheme}://127.0.0.1:${port}`, port, received, sockets }
}

export function startServer(respond: Respond, { tls }: { tls?: Certificate } = {}): Promise<LocalServer> {
  const received: Received[] = []
  const server = tls ? createTlsServer(tls) : createServer()
  server.on('request', async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    const got = { method, url, headers, body: Buffer.concat(chunks).toString() }
    received.push(got)
    respond(got, response)
  })
  return listen(server, tls ? 'https' : 'http', received)
}

/** A forward proxy. `names` is its DNS: host:port → port on this machine; what is not there is a 502. */
export async function startProxy(
  names: Readonly<Record<string, number>>,
  { refuse }: { refuse?: number | 'hang' } = {},
): Promise<LocalServer & { tunnels: string[] }> {
  const received: Received[] = []
  const tunnels: string[] = []
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    received.push({ method, url, headers, body: '' })
    const target = new URL(url)
    const port = names[`${target.hostname}:${target.port || 80}`]
    if (refuse || !port) response.writeHead(typeof refuse === 'number' ? refuse : 502).end()
    else response.end(`through the proxy to port ${port}`)
  })
  server.on('connect', (request, socket: Socket) => {
    tunnels.push(request.url ?? '')
    received.push({ method: 'CONNECT', url: request.url ?? '', headers: request.headers, body: '' })
    const port = names[request.url ?? '']
    if (refuse === 'hang') {
      socket.resume().on('end', () => socket.end())
      return
    }
    if (refuse || !port) {
      socket.end(`HTTP/1.1 ${refuse ?? 502} No\r\n\r\n`)
      return
    }
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.pipe(socket).pipe(target)
    })
    target.on('error', () => socket.destroy())
    socket.on('error', () => target.destroy())
  })
  return { ...(await listen(server, 'http', received)), tunnels }
}

export interface ApiCall {
  readonly action: string
  readonly params: Record<string, unknown>
  readonly request: Received
  readonly response: ServerResponse
  /** 1 for the first request of all. */
  readonly count: number
}

export const refusal = (Code: string, Message = 'refused') => ({ Error: { Code, Message } })

/** Answers as the API does; a handler that answers by itself (or never) returns nothing. */
export async function startApi(
  answer: (call: ApiCall) => object | undefined,
): Promise<LocalServer & { calls(): string[] }> {
  const server = await startServer((request, response) => {
    const action = String(request.headers['x-tc-action'])
    const params = JSON.parse(request.body) as Record<string, unknown>
    const fields = answer({ action, params, request, response, count: server.received.length })
    if (!fields) return
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ Response: { RequestId: `request-${server.received.length}`, ...fields } }))
  })
  return { ...server, calls: () => server.received.map(({ headers }) => String(headers['x-tc-action'])) }
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

export const accessTo = (endpoint: string, more: Partial<CloudAccess> = {}): CloudAccess => ({
  site: 'cn',
  endpoint,
  secretId: `AKID${'example'.repeat(4)}`,
  secretKey: `${'not-a-real-key-'.repeat(2)}1`,
  token: null,
  ...more,
})

/** A cloud whose waits pass at once; they are recorded. */
export function createTestCloud(
  endpoint: string,
  { access = {}, ...options }: Partial<CloudOptions> & { access?: Partial<CloudAccess> } = {},
): Cloud & { waits: number[] } {
  const waits: number[] = []
  const wait = async (ms: number) => waits.push(ms)
  const cloud = createCloud(accessTo(endpoint, access), { log: silentLog, env: {}, random: () => 1, wait, ...options })
  onTestFinished(() => cloud.close())
  return Object.assign(cloud, { waits })
}
