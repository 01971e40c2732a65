/** Where the page's files come from: the built folder, or the bundler's own server while developing. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { pageHeaders } from '../../core/page-headers.ts'
import { createStaticFiles } from '../../core/static-files.ts'

export interface Pages {
  /** Answers a GET or HEAD of somebody who is logged in. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Takes over a socket that is not the desk's own; without it such sockets are refused. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

export const pathOf = (request: IncomingMessage): string => (request.url ?? '/').replace(/[?#].*$/s, '')

export function createBuiltPages(folder: string): Pages {
  const files = createStaticFiles(folder)
  return {
    async answer(request, response) {
      const file = await files.read(pathOf(request))
      if (!file) return void response.writeHead(404, pageHeaders).end()
      response.writeHead(200, { ...pageHeaders, ...file.headers, 'content-length': file.body.length })
      response.end(request.method === 'HEAD' ? undefined : file.body)
    },
  }
}
