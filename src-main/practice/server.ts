/** The HTTP server of the practice cloud: the API at `/`, its own controls, and the pictures. Loopback only. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Api } from './api.ts'
import { drawPicture } from './pictures.ts'

export interface PracticeServer {
  readonly port: number
  close(): Promise<void>
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>

interface ServerParts {
  readonly api: Api
  readonly control: Answer
  readonly now: () => number
  /** Tried first; 0 = any. */
  readonly preferredPort: number
  /** Whether another port will do when that one is taken. */
  readonly mayMove: boolean
}

export async function startServer(parts: ServerParts): Promise<PracticeServer> {
  const server = createServer({ requestTimeout: 60_000 }, (request, response) => {
    // The date is the cloud's own: clients correct their clock by it.
    response.sendDate = false
    response.setHeader('Date', new Date(parts.now()).toUTCString())
    answerTo(request, parts)(request, response).catch((error: unknown) => {
      // A client that went away in mid-request; for anything else a bare 500 is all a cloud would show.
      if (!response.headersSent && !response.destroyed) response.writeHead(500)
      response.end()
      if (!request.destroyed) process.emitWarning(error instanceof Error ? error : String(error))
    })
  })
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  await listen(parts.preferredPort).catch((error: NodeJS.ErrnoException) => {
    if (!parts.mayMove || error.code !== 'EADDRINUSE') throw error
    return listen(0)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answerTo(request: IncomingMessage, { api, control }: ServerParts): Answer {
  const path = (request.url ?? '').split('?')[0] ?? ''
  if (path === '/') return api.answer
  if (path.startsWith('/practice/')) return control
  if (path.startsWith('/pictures/') && request.method === 'GET') return answerPicture
  return answerNotFound
}

const answerPicture: Answer = async (request, response) => {
  const picture = drawPicture(request.url ?? '')
  response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': picture.length })
  response.end(picture)
}

const answerNotFound: Answer = async (_request, response) => {
  response.writeHead(404).end()
}
