/**
 * The cloud as far as a flood concerns it, in a process of its own: signed callbacks at a fixed rate, each over a
 * connection of its own and sent once only. Prints what became of them, as JSON.
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
  /** From the first attempt to connect to the end of the answer, in milliseconds, ascending. */
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

const accepted: number[] = []
const times: number[] = []
const pending: Promise<void>[] = []
const sent = options.perSecond * options.seconds
const begun = performance.now()
for (let index = 0; index < sent; index++) {
  const mark = options.firstMark + index
  const at = performance.now()
  pending.push(
    send(mark).then((isAccepted) => {
      times.push(Math.round(performance.now() - at))
      if (isAccepted) accepted.push(mark)
    }),
  )
  await delay(Math.max(0, begun + ((index + 1) * 1000) / options.perSecond - performance.now()))
}
await Promise.all(pending)
const result: CloudResult = { sent, accepted, times: times.sort((a, b) => a - b) }
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0))
