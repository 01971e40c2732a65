/**
 * One HTTP request, whole or not at all: it ends by the deadline whatever the other side does, a cut or
 * oversized answer is a failure, and every failure is an AppError that says where it went wrong (name,
 * connection, TLS, proxy, time, cut). HTTP status codes are answers here. Redirects are not followed.
 */
import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { AppError } from '../../contract/errors.ts'
import { networkError } from './network-error.ts'
import { type ProxyEnv, proxyFor } from './proxy.ts'

/** How to get to one server: directly or through a proxy, on kept or on fresh connections. */
export interface Route {
  readonly agent: HttpAgent
  readonly proxy: URL | null
}

export interface HttpRequest {
  readonly url: string | URL
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** For everything together, from the name look-up to the last byte. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** Where HTTPS_PROXY, HTTP_PROXY and NO_PROXY are read; by default the process's environment. */
  readonly env?: ProxyEnv
  /** A longer answer is a failure; by default 16 MiB. */
  readonly maxBytes?: number
  /** What becomes of a longer answer instead: its beginning is kept, and the rest not waited for. */
  readonly cutLonger?: boolean
  /** Kept connections; without it the request opens a connection of its own. */
  readonly route?: Route
}

export interface HttpResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

const defaultMaxBytes = 16 * 1024 * 1024

export function openRoute(url: URL, env: ProxyEnv = process.env, { keepAlive = false } = {}): Route {
  const proxy = proxyFor(url, env)
  const proxyEnv = proxy ? { HTTP_PROXY: proxy.href, HTTPS_PROXY: proxy.href } : {}
  try {
    const Agent = url.protocol === 'https:' ? HttpsAgent : HttpAgent
    return { agent: new Agent({ keepAlive, proxyEnv }), proxy }
  } catch {
    // Node reads the user and password out of the address; the reason would repeat them.
    throw new AppError('cloud.proxy', { params: { host: url.host, proxy: proxy?.host ?? '?' } })
  }
}

export async function httpRequest(options: HttpRequest): Promise<HttpResponse> {
  const { timeoutMs, signal, maxBytes = defaultMaxBytes } = options
  if (signal?.aborted) throw new AppError('call.cancelled')
  const url = new URL(options.url)
  const route = options.route ?? openRoute(url, options.env)
  const deadline = AbortSignal.timeout(timeoutMs)
  try {
    const response = await send(url, route, options, signal ? AbortSignal.any([signal, deadline]) : deadline)
    const body = options.cutLonger ? await readBeginning(response, maxBytes) : await readBody(response, maxBytes, url)
    const status = response.statusCode ?? 0
    if (route.proxy && status === 407) throw proxyRefused(url, route.proxy)
    return { status, headers: response.headers, body }
  } catch (error) {
    if (signal?.aborted) throw new AppError('call.cancelled')
    if (deadline.aborted) throw new AppError('cloud.timeout', { params: { host: url.host, seconds: timeoutMs / 1000 } })
    throw networkError(error, url, route.proxy)
  }
}

function send(url: URL, route: Route, options: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { method, headers = {}, body = '', timeoutMs } = options
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const length = method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    // While a proxy has not answered CONNECT, Node does not heed the signal, and only `timeout` ends the socket.
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    request(url, { method, headers: { ...headers, ...length }, agent: route.agent, signal, timeout: timeoutMs })
      .on('response', resolve)
      .on('error', reject)
      .end(method === 'GET' ? undefined : body)
  })
}

async function readBody(response: IncomingMessage, maxBytes: number, url: URL): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    // Leaving the loop destroys the response and its connection.
    if (bytes > maxBytes)
      throw new AppError('cloud.notJson', {
        params: { host: url.host },
        details: { message: `The answer is longer than ${maxBytes} bytes.` },
      })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function readBeginning(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= maxBytes) break
  }
  return Buffer.concat(chunks).subarray(0, maxBytes)
}

const proxyRefused = (url: URL, proxy: URL): AppError =>
  new AppError('cloud.proxy', {
    params: { host: url.host, proxy: proxy.host, status: 407 },
    details: { message: 'The proxy asks for a user name and password (407).' },
  })
