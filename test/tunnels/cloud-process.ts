/**
 * The cloud as far as a flood concerns it, in a process of its own: signed callbacks at a fixed rate, each over a
 * connection of its own, and once more where there was no 200, after 2 s instead of the cloud's minute. Prints what
 * became of them, as JSON.
 */
import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { signedBody } from './signed-body.ts'

export interface CloudOptions {
  readonly port: number
  readonly host: string
  readonly path: string
  readonly perSecond: number
  readonly seconds: number
  /** Of the first callback; the others count on from there. */
  readonly firstMark: number
}

export interface CloudResult {
  readonly sent: number
  /** The marks answered 200. */
  readonly accepted: number[]
  /** How many of them only when they came again. */
  readonly again: number
  /** Of every attempt from the beginning to connect to the end of the answer, in milliseconds, ascending. */
  readonly times: number[]
}

const options = JSON.parse(process.argv[2] ?? '') as CloudOptions
/** The cloud gives up after 20 s (css-callbacks, section 1). */
const patienceMs = 20_000

function send(mark: number): Promise<boolean> {
  const { port, host, path } = options
  return new Promise((resolve) => {
    const sending = request(
      { port, host: '127.0.0.1', path, method: 'POST', headers: { host }, agent: false },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode === 200))
        answer.on('error', () => resolve(false))
      },
    )
    sending.on('error', () => resolve(false))
    sending.setTimeout(patienceMs, () => sending.destroy())
    sending.end(signedBody(mark))
  })
}

const againMs = 2000
const accepted: number[] = []
let again = 0
const times: number[] = []
const pending: Promise<void>[] = []

async function attempt(mark: number): Promise<boolean> {
  const at = performance.now()
  const isAccepted = await send(mark)
  times.push(Math.round(performance.now() - at))
  if (isAccepted) accepted.push(mark)
  return isAccepted
}

async function deliver(mark: number): Promise<void> {
  if (await attempt(mark)) return
  await delay(againMs)
  if (await attempt(mark)) again += 1
}

const sent = options.perSecond * options.seconds
const begun = performance.now()
for (let index = 0; index < sent; index++) {
  pending.push(deliver(options.firstMark + index))
  await delay(Math.max(0, begun + ((index + 1) * 1000) / options.perSecond - performance.now()))
}
await Promise.all(pending)
const result: CloudResult = { sent, accepted, again, times: times.sort((a, b) => a - b) }
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0))
