/** The receiver's own defences (W1, W9), asked at any port that leads to it. W11 is in flood.ts. */
import { dial, exchange } from '../support/raw-http.ts'

export interface Door {
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
