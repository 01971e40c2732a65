/**
 * A Port over one WebSocket. `send` resolves once little is waiting to go out, so a slow browser slows its
 * own streams down and nobody else's. A peer that answers no ping is dead and is let go.
 */
import type { WebSocket } from 'ws'
import type { Port } from '../../contract/wire.ts'

/** A message from a browser larger than this closes its socket (security B3). */
export const maxPayload = 64 * 1024
const enoughWaiting = 256 * 1024
const pingEveryMs = 15_000

export function createWsPort(socket: WebSocket, { pingMs = pingEveryMs }: { pingMs?: number } = {}): Port {
  let alive = true
  const beat = setInterval(() => {
    if (!alive) return socket.terminate()
    alive = false
    socket.ping()
  }, pingMs)
  socket.on('pong', () => {
    alive = true
  })
  socket.on('close', () => clearInterval(beat))
  // Without a listener a broken frame would end the process; `close` follows either way.
  socket.on('error', () => socket.terminate())

  return {
    send(text) {
      if (socket.readyState !== socket.OPEN) return
      const { promise, resolve } = Promise.withResolvers<void>()
      socket.send(text, () => resolve())
      return socket.bufferedAmount > enoughWaiting ? promise : undefined
    },
    onText: (listener) =>
      void socket.on('message', (data, isBinary) => {
        if (!isBinary) listener(data.toString())
      }),
    onClose: (listener) => void socket.on('close', listener),
  }
}
