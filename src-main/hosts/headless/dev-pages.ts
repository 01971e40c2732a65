/**
 * While developing: hands requests and the hot-reload socket on to the bundler's server, so that the page
 * keeps this host's origin and with it its login. The strict policy of the built page does not apply here,
 * since the bundler injects styles.
 */
import { request as ask, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Pages } from './pages.ts'

export function createDevPages(server: URL): Pages {
  const port = Number(server.port)
  const headersFor = (request: IncomingMessage) => ({ ...request.headers, host: server.host })
  return {
    answer: (request, response) =>
      new Promise((resolve) => {
        response.once('close', resolve)
        ask({ host: server.hostname, port, method: request.method, path: request.url, headers: headersFor(request) })
          .on('response', (answer) => {
            response.writeHead(answer.statusCode ?? 502, answer.headers)
            answer.pipe(response)
          })
          .on('error', () => response.writeHead(502).end())
          .end()
      }),
    upgrade(request, socket, head) {
      const behind = connect(port, server.hostname, () => {
        const headers = Object.entries({ ...headersFor(request), origin: server.origin })
        const lines = headers.map(([name, value]) => `${name}: ${value}`)
        behind.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
        behind.write(head)
        socket.pipe(behind).pipe(socket)
      })
      behind.on('error', () => socket.destroy())
      socket.on('error', () => behind.destroy())
    },
  }
}
