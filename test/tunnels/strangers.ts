/**
 * Strangers, in a process of their own: requests for paths nobody handed out, each over a connection of its own, and
 * connections that say nothing and come back when they are cut off. Prints a line when all of them are at it; once
 * its input ends it prints what became of them, as JSON.
 */
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { dial } from '../support/raw-http.ts'

export interface StrangersOptions {
  readonly port: number
  readonly host: string
  /** An address of this machine's loopback that they come from. */
  readonly from: string
  /** Bad requests a second, whatever the answers. */
  readonly rate: number
  readonly silent: number
}

export interface StrangersResult {
  readonly seconds: number
  readonly sent: number
  readonly answered: number
}

/** Beyond this they wait for each other: a machine has only so many ports. */
const mostAtOnce = 2000
const turnMs = 50
const againMs = 1000

const { port, host, from, rate, silent } = JSON.parse(process.argv[2] ?? '') as StrangersOptions
const bytes = [
  `POST /c/aaaaaaaa.${'A'.repeat(22)}/streamBegin HTTP/1.1`,
  `Host: ${host}`,
  'Content-Length: 2',
  '',
  '{}',
]
const request = bytes.join('\r\n')
const open = new Set<Socket>()
const counts = { sent: 0, answered: 0, waiting: 0 }
let isOver = false
process.stdin.on('end', () => {
  isOver = true
})
process.stdin.resume()

function ask(): void {
  if (counts.waiting >= mostAtOnce) return
  const socket = dial(port, from)
  counts.sent += 1
  counts.waiting += 1
  let answer = ''
  socket.on('data', (part) => {
    answer += part
  })
  socket.on('close', () => {
    counts.waiting -= 1
    if (answer.startsWith('HTTP/1.1 404')) counts.answered += 1
  })
  socket.write(request)
}

function hold(): void {
  if (isOver) return
  const socket = dial(port, from)
  open.add(socket)
  socket.resume().on('close', () => {
    open.delete(socket)
    setTimeout(hold, againMs)
  })
}

for (let index = 0; index < silent; index++) setTimeout(hold, (index / silent) * againMs)
await delay(2 * againMs)
process.stdout.write('begun\n')
const begun = performance.now()
for (let turn = 1; !isOver; turn++) {
  for (let each = 0; each < (rate * turnMs) / 1000; each++) ask()
  await delay(Math.max(0, begun + turn * turnMs - performance.now()))
}
const { sent, answered } = counts
const result: StrangersResult = { seconds: (performance.now() - begun) / 1000, sent, answered }
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0))
