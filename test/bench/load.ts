/**
 * The sender, in a process of its own: signed callback bodies of 0.5 to 1.4 kB over plain sockets, each another
 * event. `closed`: every connection asks again as soon as it is answered. `open`: a fixed rate, whatever the
 * answers; latency counts from when a request was due. Prints a line when it begins to measure, then its result as JSON.
 */
import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { callbackKey } from '../support/receiving-desk.ts'

export interface LoadOptions {
  readonly port: number
  readonly path: string
  readonly host: string
  /** Answered before anything is measured, so that the compiled code of every server is as good as it gets. */
  readonly warmUp: number
  readonly connections: number
  readonly seconds: number
  /** Requests a second; null = as fast as they are answered. */
  readonly rate: number | null
  /** A connection for each request. */
  readonly close: boolean
  /** Screenshots (200) instead of starts and stops. */
  readonly screenshots?: boolean
}

export interface LoadResult {
  /** Answered 200, a second. */
  perSecond: number
  p50: number
  p99: number
  /** Answered otherwise, or not at all. */
  failed: number
  /** Warm-up included. */
  answered: number
  /** Of this process, per answer while it measured. */
  cpuUs: number
}

const {
  port,
  path,
  host,
  warmUp,
  connections,
  seconds,
  rate,
  close,
  screenshots = false,
} = JSON.parse(process.argv[2] ?? '') as LoadOptions
/** No warm-up goes on for longer, however slow the server. */
const longestWarmUpMs = 15_000
const run = process.pid

const t = Math.floor(Date.now() / 1000) + 600
const sign = createHash('md5').update(`${callbackKey}${t}`).digest('hex')
const eventTime = Math.floor(Date.now() / 1000)
const connection = close ? 'close' : 'keep-alive'
const head = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nUser-Agent: cloud\r\nAccept: */*\r\nConnection: ${connection}\r\nContent-Length: `
const place = '{"app":"push.example.com","appname":"live","appid":1300000000,'
const tails = Array.from(
  { length: 16 },
  (_, index) =>
    `,"node":"10.0.0.1","user_ip":"198.51.100.7","errcode":0,"errmsg":"The push client actively stopped the push","idc_id":35,"stream_param":"txTime=60B83800&${'x'.repeat(80 + index * 58)}","push_duration":"10250","set_id":2,"width":1920,"height":1080,"t":${t},"sign":"${sign}"}`,
)
let made = 0

function nextRequest(): string {
  const number = made++
  const stream = `stream-${number % 500}`
  const body = `${place}"channel_id":"${stream}","stream_id":"${stream}","event_time":${eventTime},"event_type":${screenshots ? 200 : number % 2},"sequence":"${run}-${number}"${tails[number % 16]}`
  return `${head}${body.length}\r\n\r\n${body}`
}

const startedAt = performance.now()
const latencies: number[] = []
let measureFrom = Number.POSITIVE_INFINITY
let endAt = Number.POSITIVE_INFINITY
let cpu = process.cpuUsage()
let failed = 0
let answered = 0

function measure(): void {
  measureFrom = performance.now()
  endAt = measureFrom + seconds * 1000
  cpu = process.cpuUsage()
  process.stdout.write('measuring\n')
  setTimeout(finish, seconds * 1000 + 300)
}

function note(dueAt: number, isGood: boolean): void {
  const at = performance.now()
  if (!isGood) {
    if (at < endAt) failed++
    return
  }
  answered++
  if (dueAt >= measureFrom && at <= endAt) latencies.push(at - dueAt)
  if (measureFrom === Number.POSITIVE_INFINITY && (answered >= warmUp || at > startedAt + longestWarmUpMs)) measure()
}

/** An answer is looked at before the next one is read, so all may share it. */
const answerBuffer = new Uint8Array(4096)

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
    const made = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: answerBuffer,
        callback(_length, buffer) {
          settle(buffer[9] === 0x32 && buffer[10] === 0x30 && buffer[11] === 0x30)
          return true
        },
      },
    })
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
    socket.write(nextRequest(), 'latin1')
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
  let late: number[] = []
  for (let index = 0; index < connections; index++) {
    const send = createSender(() => {
      const dueAt = late.shift()
      if (dueAt === undefined) free.push(send)
      else send(dueAt)
    })
    free.push(send)
  }
  let sent = 0
  let from = startedAt
  const timer = setInterval(() => {
    const now = performance.now()
    if (now >= endAt) return clearInterval(timer)
    // What a server not yet warm has left behind is no fault of the warm one.
    if (from < measureFrom && now >= measureFrom) [from, sent, late] = [measureFrom, 0, []]
    for (; sent < ((now - from) / 1000) * perSecond; sent++) {
      const dueAt = from + (sent / perSecond) * 1000
      const send = free.pop()
      if (send) send(dueAt)
      else late.push(dueAt)
    }
  }, 1)
}

function finish(): void {
  const { user, system } = process.cpuUsage(cpu)
  const measured = latencies.length
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(share * (measured - 1))] ?? Number.NaN
  const result: LoadResult = {
    ...{ perSecond: measured / seconds, p50: at(0.5), p99: at(0.99), failed, answered },
    cpuUs: (user + system) / measured,
  }
  process.stdout.write(JSON.stringify(result), () => process.exit(0))
}

if (rate === null) runClosed()
else runOpen(rate)
