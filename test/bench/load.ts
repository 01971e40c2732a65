/**
 * The sender, in a process of its own: signed callback bodies of 0.5 to 1.4 kB over plain sockets, each another
 * event. `closed`: every connection asks again as soon as it is answered. `open`: a fixed rate, whatever the
 * answers; latency counts from when a request was due. Prints its result as JSON.
 */
import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { callbackKey } from '../support/receiving-desk.ts'

export interface LoadOptions {
  readonly port: number
  readonly path: string
  readonly connections: number
  readonly seconds: number
  /** Requests a second; null = as fast as they are answered. */
  readonly rate: number | null
  /** A connection for each request. */
  readonly close: boolean
}

export interface LoadResult {
  /** Answered 200, a second. */
  perSecond: number
  p50: number
  p99: number
  /** Answered otherwise, or not at all. */
  failed: number
  answered: number
}

const { port, path, connections, seconds, rate, close } = JSON.parse(process.argv[2] ?? '') as LoadOptions
const warmUpMs = 1000
const run = process.pid

const t = Math.floor(Date.now() / 1000) + 600
const sign = createHash('md5').update(`${callbackKey}${t}`).digest('hex')
const fillers = Array.from({ length: 16 }, (_, index) => 'x'.repeat(80 + index * 58))
let made = 0

function nextRequest(): string {
  const number = made++
  const body = `{"app":"push.example.com","appname":"live","appid":1300000000,"channel_id":"stream-${number % 500}","stream_id":"stream-${number % 500}","event_time":${Math.floor(Date.now() / 1000)},"event_type":${number % 2},"sequence":"${run}-${number}","node":"10.0.0.1","user_ip":"198.51.100.7","errcode":0,"errmsg":"The push client actively stopped the push","idc_id":35,"stream_param":"txTime=60B83800&${fillers[number % 16]}","push_duration":"10250","set_id":2,"width":1920,"height":1080,"t":${t},"sign":"${sign}"}`
  const connection = close ? 'close' : 'keep-alive'
  return `POST ${path} HTTP/1.1\r\nHost: desk.example.com\r\nContent-Type: application/json\r\nUser-Agent: cloud\r\nAccept: */*\r\nConnection: ${connection}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

const startedAt = performance.now()
const measureFrom = startedAt + warmUpMs
const endAt = measureFrom + seconds * 1000
const latencies: number[] = []
let failed = 0
let answered = 0

function note(dueAt: number, isGood: boolean): void {
  if (!isGood) {
    if (performance.now() < endAt) failed++
    return
  }
  answered++
  const at = performance.now()
  if (dueAt >= measureFrom && at <= endAt) latencies.push(at - dueAt)
}

/** One request at a time over one connection, or over one each. */
function createSender(onFree: () => void) {
  let socket: Socket | null = null
  let dueAt = 0
  let isWaiting = false
  const settle = (isGood: boolean) => {
    if (!isWaiting) return
    isWaiting = false
    note(dueAt, isGood)
    if (!close) onFree()
  }
  const open = (): Socket => {
    const made = connect(port, '127.0.0.1').setNoDelay(true)
    made.on('data', (data) => settle(data.subarray(0, 12).toString('latin1') === 'HTTP/1.1 200'))
    made.on('error', () => {})
    made.on('close', () => {
      const wasWaiting = isWaiting
      socket = null
      settle(false)
      if (close || wasWaiting) onFree()
    })
    return made
  }
  return (due: number) => {
    dueAt = due
    isWaiting = true
    socket ??= open()
    socket.write(nextRequest())
  }
}

function runClosed(): void {
  for (let index = 0; index < connections; index++) {
    const again = () => {
      if (performance.now() < endAt) send(performance.now())
    }
    const send = createSender(again)
    again()
  }
}

function runOpen(perSecond: number): void {
  const free: ((dueAt: number) => void)[] = []
  const late: number[] = []
  for (let index = 0; index < connections; index++) {
    const send = createSender(() => {
      const dueAt = late.shift()
      if (dueAt === undefined) free.push(send)
      else send(dueAt)
    })
    free.push(send)
  }
  let sent = 0
  const timer = setInterval(() => {
    const now = performance.now()
    if (now >= endAt) return clearInterval(timer)
    for (; sent < ((now - startedAt) / 1000) * perSecond; sent++) {
      const dueAt = startedAt + (sent / perSecond) * 1000
      const send = free.pop()
      if (send) send(dueAt)
      else late.push(dueAt)
    }
  }, 1)
}

if (rate === null) runClosed()
else runOpen(rate)
setTimeout(
  () => {
    latencies.sort((a, b) => a - b)
    const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? Number.NaN
    const result: LoadResult = { perSecond: latencies.length / seconds, p50: at(0.5), p99: at(0.99), failed, answered }
    process.stdout.write(JSON.stringify(result))
    process.exit(0)
  },
  warmUpMs + seconds * 1000 + 300,
)
