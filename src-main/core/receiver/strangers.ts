/**
 * A budget for connections that have not yet asked for a path of this desk, apart from those that have: strangers,
 * however many and slow, leave room for the cloud (security W11). Whoever speaks at once is never cut off.
 */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

export interface Strangers {
  /** The connection has asked for a path of this desk. Called for every such request. */
  prove(socket: Socket): void
  close(): void
}

/** An eighth of what the receiver takes altogether. */
export const mostStrangers = 128
/** The cloud sends its request along with the connection; a tunnel may take a moment. */
const graceMs = 500
const lookEveryMs = 100

/** `onCut` hears of each connection that is closed to make room. */
export function watchStrangers(server: Server, onCut: () => void): Strangers {
  /** Since when, oldest first. */
  const unproven = new Map<Socket, number>()
  let lastLook = performance.now()
  const look = () => {
    const now = performance.now()
    // On a busy machine the desk may be late itself: between two looks everything that has arrived is read.
    const before = Math.min(lastLook, now - graceMs)
    lastLook = now
    for (const [socket, since] of unproven) {
      if (unproven.size <= mostStrangers || since > before) return
      unproven.delete(socket)
      socket.destroy()
      onCut()
    }
  }
  server.on('connection', (socket: Socket) => {
    unproven.set(socket, performance.now())
    socket.on('close', () => unproven.delete(socket))
  })
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  return { prove: (socket) => void unproven.delete(socket), close: () => clearInterval(timer) }
}
