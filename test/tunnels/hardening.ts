/** The receiver's own defences (W1, W9, W11), asked at any port that leads to it. */

import { Agent, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { dial, exchange } from '../support/raw-http.ts'

interface Door {
  readonly port: number
  readonly host: string
  readonly path: string
}

const raw = (line: string, headers: string[], body = '{}') =>
  `${[line, ...headers, `Content-Length: ${body.length}`, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`

/** Everything that is not the cloud gets the same empty 404, byte for byte. */
export async function refusesStrangers({ port, host, path }: Door): Promise<{ isHeld: boolean; note: string }> {
  const post = `POST ${path} HTTP/1.1`
  const named = `Host: ${host}`
  const strangers = [
    raw(`GET ${path} HTTP/1.1`, [named]),
    raw(`PUT ${path} HTTP/1.1`, [named]),
    raw('POST / HTTP/1.1', [named]),
    raw(`POST ${path.replace(/\.[^/]+/, `.${'A'.repeat(22)}`)} HTTP/1.1`, [named]),
    raw(post, []),
    raw(post, ['Host: evil.example.com']),
    raw(post, [named, named]),
    raw(post, [named, 'Origin: https://evil.example.com']),
    raw(post, [named, 'Sec-Fetch-Site: cross-site']),
    raw(`POST http://${host}${path}x HTTP/1.1`, [named]),
  ]
  const answers = await Promise.all(strangers.map((text) => exchange(port, text)))
  const different = new Set(answers)
  const isHeld = different.size === 1 && answers[0]?.startsWith('HTTP/1.1 404 Not Found\r\nContent-Length: 0') === true
  return { isHeld, note: `${strangers.length} kinds, ${different.size} answer` }
}

/** Senders that never finish are cut off; half of them do not even send a whole header. */
export async function endsSlowSenders(
  { port, host, path }: Door,
  count = 100,
): Promise<{ isHeld: boolean; note: string }> {
  const begun = performance.now()
  const ends = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const socket = dial(port)
      socket.resume()
      socket.write(index % 2 === 0 ? `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nX-Slow: ` : 'P')
      const drip = setInterval(() => socket.writable && index % 2 === 0 && socket.write('a'), 1000)
      await new Promise((resolve) => socket.once('close', resolve))
      clearInterval(drip)
      return performance.now() - begun
    }),
  )
  const worst = Math.max(...ends) / 1000
  return { isHeld: worst <= 7, note: `${count} slow senders, the last gone after ${worst.toFixed(1)} s` }
}

/** Good callbacks beside a flood of bad ones. */
export async function survivesFlood(door: Door, body: (mark: number) => string, seconds = 5) {
  const good = new Agent({ keepAlive: true, maxSockets: 8 })
  const bad = new Agent({ keepAlive: true, maxSockets: 64 })
  const times: number[] = []
  const counts = { bad: 0, badAnswered: 0, good: 0, accepted: 0 }
  const goodOnes: Promise<void>[] = []
  const begun = performance.now()
  for (let turn = 0; turn < seconds * 20; turn++) {
    for (let each = 0; each < 100; each++, counts.bad++)
      void send(bad, door, `/c/aaaaaaaa.${'A'.repeat(22)}/streamBegin`, '{}').then((status) => {
        if (status !== null) counts.badAnswered += 1
      })
    counts.good += 1
    const at = performance.now()
    goodOnes.push(
      send(good, door, door.path, body(1_000_000 + counts.good)).then((status) => {
        times.push(performance.now() - at)
        if (status === 200) counts.accepted += 1
      }),
    )
    await delay(Math.max(0, begun + (turn + 1) * 50 - performance.now()))
  }
  await Promise.all(goodOnes)
  // Those that still wait have nothing left to disturb.
  good.destroy()
  bad.destroy()
  times.sort((a, b) => a - b)
  const p99 = Math.round(times[Math.floor(times.length * 0.99)] ?? Number.NaN)
  const rate = Math.round(counts.badAnswered / ((performance.now() - begun) / 1000))
  return {
    isHeld: counts.good === counts.accepted,
    note: `${counts.accepted} of ${counts.good} good beside ${counts.bad / seconds}/s bad (${rate}/s of them answered), p99 ${p99} ms`,
  }
}

function send(agent: Agent, { port, host }: Door, path: string, body: string): Promise<number | null> {
  return new Promise((resolve) => {
    const asked = request({ agent, port, host: '127.0.0.1', path, method: 'POST', headers: { host } }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? null))
      answer.on('error', () => resolve(null))
    })
    asked.on('error', () => resolve(null))
    asked.setTimeout(30_000, () => asked.destroy())
    asked.end(body)
  })
}
