/** Senders that never finish: 600 sockets that drip headers or bodies are gone in 6.5 s, and the cloud gets through (W9). */
import { setTimeout as delay } from 'node:timers/promises'
import { dial } from '../support/raw-http.ts'
import { startReceivingDesk } from '../support/receiving-desk.ts'
import { createPoster, markedBody } from './victim.ts'

const patientMs = 6500

export async function drip(sockets: number) {
  const desk = await startReceivingDesk()
  const path = new URL(desk.urlFor('streamBegin')).pathname
  const begun = performance.now()
  const open = new Set<ReturnType<typeof dial>>()
  let longest = 0
  for (let index = 0; index < sockets; index++) {
    const socket = dial(desk.receiver.port)
    open.add(socket)
    socket.write(`POST ${path} HTTP/1.1\r\nHost: desk.example.com\r\n`)
    // The machine's queue of connections is shorter: the last ones get through when they knock again, a second later.
    let connected = begun
    socket.on('connect', () => {
      connected = performance.now()
    })
    socket.resume().on('close', () => {
      open.delete(socket)
      longest = Math.max(longest, performance.now() - connected)
    })
  }
  const dripping = setInterval(() => {
    for (const socket of open) socket.write('X-Slow: 1\r\n')
  }, 500)
  try {
    while (open.size > 0 && performance.now() - begun < 2 * patientMs) await delay(50)
    const poster = createPoster({ port: desk.receiver.port, path }, 4)
    const asked = performance.now()
    const statuses = await Promise.all(Array.from({ length: 20 }, (_, number) => poster.post(markedBody(number))))
    poster.close()
    return {
      sockets,
      left: open.size,
      'gone after ms': Math.round(longest),
      accepted: statuses.filter((status) => status === 200).length,
      'answered in ms': Math.round(performance.now() - asked),
    }
  } finally {
    clearInterval(dripping)
    for (const socket of open) socket.destroy()
    await desk.close()
  }
}

/** `npm run faults -- slowloris [sockets]` */
export async function run(sockets = 600): Promise<boolean> {
  const result = await drip(sockets)
  console.table({ slowloris: result })
  return result.left === 0 && result['gone after ms'] <= patientMs && result.accepted === 20
}
