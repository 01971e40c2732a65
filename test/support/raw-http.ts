/** HTTP written by hand to a port of this machine, for what no client library would send. */
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'

/** Errors of the connection show as its end. `from`: an address of loopback other than the first. */
export function dial(port: number, from?: string): Socket {
  const socket = connect({ port, host: '127.0.0.1', ...(from !== undefined && { localAddress: from }) })
  socket.on('error', () => {})
  return socket
}

/** Sends these bytes as they are and gives back everything that comes until the other side closes. */
export async function exchange(port: number, bytes: string | Buffer): Promise<string> {
  const socket = dial(port)
  socket.write(bytes)
  return await text(socket)
}

export interface RawRequest {
  line: string
  host?: string
  headers?: string[]
  body?: string
}

export function rawRequest({ line, host = 'Host: desk.example.com', headers = [], body = '{}' }: RawRequest): string {
  const head = [line, host, `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close', ...headers]
  return `${head.filter(Boolean).join('\r\n')}\r\n\r\n${body}`
}
