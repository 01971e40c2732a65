/** Reads a request's body up to two limits, its own and that of all together, and no byte more than needed to know. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Bytes of bodies held in memory: those being read and those not answered yet. */
export interface BodyBudget {
  readonly limit: number
  held: number
}

/**
 * Calls back once: `gone` when the sender gave up half-way, `busy` when too many bodies are held at once. A body
 * announced as too large is not read at all. What was read stays in the budget until the response is over.
 */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  { maxBytes, budget }: { readonly maxBytes: number; readonly budget: BodyBudget },
  onRead: (body: Buffer | 'tooLarge' | 'busy' | 'gone') => void,
): void {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    onRead('tooLarge')
    return
  }
  // Senders that ask first wait for this; Node does it by itself only where nobody checks the request before.
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue()
  let parts: Buffer[] | null = []
  let bytes = 0
  const settle = (result: Buffer | 'tooLarge' | 'busy' | 'gone') => {
    if (parts === null) return
    parts = null
    onRead(result)
  }
  response.on('close', () => {
    budget.held -= bytes
    bytes = 0
    settle('gone')
  })
  request.on('data', (part: Buffer) => {
    bytes += part.length
    budget.held += part.length
    if (bytes <= maxBytes && budget.held <= budget.limit) return void parts?.push(part)
    request.removeAllListeners('data').pause()
    settle(bytes > maxBytes ? 'tooLarge' : 'busy')
  })
  request.on('end', () => settle(parts?.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts ?? [])))
}
