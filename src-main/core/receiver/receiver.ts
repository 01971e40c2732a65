/**
 * The HTTP server the cloud posts to. It listens on loopback, and beyond only if the person opens it; a tunnel or proxy leads here,
 * so everything that arrives comes from the internet (security W1, W7, W9, W10):
 * - a POST under a path this desk handed out, with one known Host and from no browser, is read; everything
 *   else gets the same empty 404, whatever is wrong with it;
 * - 200 goes out only after `accept` has stored the delivery; 503 makes the cloud send it again.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { UrlGroup } from '../../contract/sites.ts'
import type { Log } from '../log.ts'
import { mostConnections } from '../most-connections.ts'
import { readJsonObject } from './json.ts'
import { type Listening, listenOn } from './listen.ts'
import type { Paths } from './paths.ts'
import { type BodyBudget, readBody } from './read-body.ts'
import { type Strangers, watchStrangers } from './strangers.ts'

export interface Delivery {
  readonly slot: string
  /** What the path says; the body's event_type decides what it is. */
  readonly group: UrlGroup
  /** Names and values by turns, as they came. */
  readonly rawHeaders: readonly string[]
  readonly rawPath: string
  readonly body: Buffer
  readonly receivedAt: number
}

export interface ReceiverOptions {
  /** 0 = any free port. */
  readonly port: number
  /** Where to listen besides loopback, once `complete` is called. */
  readonly addresses?: readonly string[]
  /** Host headers to answer, besides this server's own loopback names: those of the public address. */
  hosts(): readonly string[]
  readonly paths: Paths
  /** Resolves once the delivery is stored; rejects when it could not be. */
  accept(delivery: Delivery): Promise<void>
  readonly log: Log
  readonly now?: () => number
}

export interface ReceiverCounts {
  /** Answered 200. */
  accepted: number
  /** Answered 503. */
  refused: number
  /** Answered 404, or cut off unheard to make room: not for this desk. */
  strangers: number
  /** Answered 413. */
  tooLarge: number
}

export interface Receiver extends Pick<Listening, 'port' | 'complete' | 'also'> {
  readonly url: string
  readonly counts: Readonly<ReceiverCounts>
  close(): Promise<void>
}

const maxBodyBytes = 1024 * 1024
/** All bodies together, read or waiting for their commit: the desk's memory is not the sender's to fill. */
const maxHeldBytes = 64 * 1024 * 1024
const maxHeaderBytes = 16 * 1024
/** cloudflared keeps its connections for 90 s (security W9). */
const keepAliveMs = 95_000
/** How long `close` waits for answers under way. */
const closeGraceMs = 3000

/** Byte for byte what `refuse` sends, for requests that never become one. */
const rawNotFound = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

/** Throws `receiver.portTaken` when another program listens on the port. */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const counts: ReceiverCounts = { accepted: 0, refused: 0, strangers: 0, tooLarge: 0 }
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: 5000,
    requestTimeout: 10_000,
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: keepAliveMs,
    requireHostHeader: false,
  })
  server.maxConnections = mostConnections
  const listening = await listenOn(server, options.port, options.addresses ?? [])
  const { port, complete, also } = listening
  const strangers = watchStrangers(server, () => counts.strangers++)
  const handle = createHandler(options, counts, { port, strangers })
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    try {
      handle(request, response)
    } catch (error) {
      options.log.error('a request to the receiver failed', { error })
      response.destroy()
    }
  }
  server.on('request', onRequest)
  server.on('checkContinue', onRequest)
  server.on('checkExpectation', onRequest)
  server.on('clientError', (_error, socket) => {
    counts.strangers++
    refuseSocket(socket)
  })
  server.on('connect', (_request, socket) => {
    counts.strangers++
    refuseSocket(socket)
  })
  server.on('error', (error) => options.log.error('the receiver failed', { error }))
  const close = () => {
    strangers.close()
    return closeServer(server, listening)
  }
  return { url: `http://127.0.0.1:${port}`, port, counts, complete, also, close }
}

/** No promise of its own and no listener more than needed: this is run for every callback there is. */
type Handle = (request: IncomingMessage, response: ServerResponse) => void

function createHandler(
  options: ReceiverOptions,
  counts: ReceiverCounts,
  { port, strangers }: { port: number; strangers: Strangers },
): Handle {
  const { paths, accept, log, now = Date.now } = options
  const own = [`127.0.0.1:${port}`, `localhost:${port}`]
  const limits = { maxBytes: maxBodyBytes, budget: { limit: maxHeldBytes, held: 0 } satisfies BodyBudget }
  const refuse = (response: ServerResponse) => {
    counts.strangers++
    answer(response, 404)
  }
  const onFailed = (error: unknown, response: ServerResponse) => {
    counts.refused++
    log.warn('a delivery could not be stored and was answered 503', { error })
    answer(response, 503)
  }

  const store = (delivery: Delivery, response: ServerResponse) => {
    try {
      accept(delivery).then(
        () => {
          counts.accepted++
          answerJson(response, accepted)
        },
        (error: unknown) => onFailed(error, response),
      )
    } catch (error) {
      onFailed(error, response)
    }
  }

  const beat = (body: Buffer, response: ServerResponse) => {
    const nonce = readNonce(body)
    if (nonce === null) refuse(response)
    else answerJson(response, JSON.stringify({ answer: paths.heartbeatAnswer(nonce) }))
  }

  return (request, response) => {
    const receivedAt = now()
    const rawPath = request.url ?? ''
    response.sendDate = false
    const path = isFromCloud(request, options.hosts(), own) ? paths.read(rawPath) : null
    if (!path) return refuse(response)
    strangers.prove(request.socket)
    readBody(request, response, limits, (body) => {
      if (body === 'gone') return
      if (body === 'busy') {
        counts.refused++
        answer(response, 503)
      } else if (body === 'tooLarge') {
        counts.tooLarge++
        answer(response, 413)
      } else if (path.group === 'heartbeat') beat(body, response)
      else {
        const { slot, group } = path
        store({ slot, group, rawHeaders: request.rawHeaders, rawPath, body, receivedAt }, response)
      }
    })
  }
}

/** A browser sends Origin or Sec-Fetch-Site; the cloud sends neither, and one Host that this desk answers to. */
function isFromCloud(
  { method, headers, rawHeaders }: IncomingMessage,
  hosts: readonly string[],
  own: readonly string[],
): boolean {
  const { host } = headers
  if (method !== 'POST' || host === undefined || 'origin' in headers || 'sec-fetch-site' in headers) return false
  return hostLines(rawHeaders) === 1 && (isOneOf(hosts, host) || isOneOf(own, host))
}

const isOneOf = (hosts: readonly string[], asked: string): boolean =>
  hosts.includes(asked) || hosts.some((host) => plainHost(host) === plainHost(asked))

/** Node keeps the first of several. */
function hostLines(raw: readonly string[]): number {
  let lines = 0
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]
    if (name?.length === 4 && name.toLowerCase() === 'host') lines++
  }
  return lines
}

/** Without the default ports, which some proxies write out. */
const plainHost = (host: string) =>
  host
    .trim()
    .toLowerCase()
    .replace(/:(80|443)$/, '')

function readNonce(body: Buffer): string | null {
  const read = readJsonObject(body)
  const nonce = 'object' in read ? read.object.nonce : null
  return typeof nonce === 'string' && nonce !== '' && nonce.length <= 200 ? nonce : null
}

/** Without a body, and the connection ends: whoever gets it is not the cloud, or sends what we do not read. */
function answer(response: ServerResponse, status: 404 | 413 | 503): void {
  response.writeHead(status, { 'Content-Length': 0, Connection: 'close' }).end()
}

const accepted = JSON.stringify({ code: 0 })

/** `text` is JSON in ASCII. */
function answerJson(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': text.length }).end(text)
}

function refuseSocket(socket: Duplex): void {
  if (!socket.writable) socket.destroy()
  else socket.end(rawNotFound, () => socket.destroy())
}

async function closeServer(server: Server, listening: Listening): Promise<void> {
  listening.close()
  const force = setTimeout(() => server.closeAllConnections(), closeGraceMs)
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeIdleConnections()
  })
  clearTimeout(force)
}
