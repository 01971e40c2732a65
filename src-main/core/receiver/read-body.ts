/** Reads a request's body up to two limits, its own and that of all together, and no byte more than needed to know. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Bytes of bodies held in memory: those being read and those not answered yet. */
export interface BodyBudget {
  readonly limit: number
  held: number
}

/**
 * `gone` when the sender gave up half-way, `busy` when too many bodies are held at once. A body announced as too
 * large is not read at all. What was read stays in the budget until the response is over.
 */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
  budget: BodyBudget,
): Promise<Buffer | 'tooLarge' | 'busy' | 'gone'> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve('tooLarge')
  // Senders that ask first wait for this; Node does it by itself only where nobody checks the request before.
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue()
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let bytes = 0
    response.once('close', () => {
      budget.held -= bytes
    })
    request.on('data', (part: Buffer) => {
      bytes += part.length
      budget.held += part.length
      if (bytes <= maxBytes && budget.held <= budget.limit) return void parts.push(part)
      request.removeAllListeners('data').pause()
      resolve(bytes > maxBytes ? 'tooLarge' : 'busy')
    })
    request.on('end', () => resolve(Buffer.concat(parts)))
    request.on('error', () => resolve('gone'))
    request.on('close', () => resolve('gone'))
  })
}
