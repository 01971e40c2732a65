/** Reads a request's body up to a limit, and no byte more than needed to know that it is too large. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** `gone` when the sender gave up half-way. A body announced as too large is not read at all. */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): Promise<Buffer | 'tooLarge' | 'gone'> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve('tooLarge')
  // Senders that ask first wait for this; Node does it by itself only where nobody checks the request before.
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue()
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let bytes = 0
    request.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes > maxBytes) {
        request.removeAllListeners('data').pause()
        resolve('tooLarge')
      } else parts.push(part)
    })
    request.on('end', () => resolve(Buffer.concat(parts)))
    request.on('error', () => resolve('gone'))
    request.on('close', () => resolve('gone'))
  })
}
