/** Starts the receiver as a process of its own, and posts marked events to it until it no longer answers. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { signed } from '../support/receiving-desk.ts'
import type { ProcessOptions } from './receiver-process.ts'

export interface Victim {
  readonly child: ChildProcess
  readonly port: number
  readonly path: string
  kill(): Promise<void>
  stop(): Promise<void>
}

export async function startVictim(options: ProcessOptions, env: Record<string, string> = {}): Promise<Victim> {
  const program = fileURLToPath(new URL('receiver-process.ts', import.meta.url))
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(() => {
      throw new Error('the receiver ended before it was ready')
    }),
  ])
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exited
  }
  return { child, ...JSON.parse(String(line)), kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

export const markOf = (number: number): string => `mark-${String(number).padStart(8, '0')}`

export const markedBody = (number: number, fillerBytes = 480): string =>
  JSON.stringify(
    signed({
      event_type: 1,
      app: 'push.example.com',
      appname: 'live',
      stream_id: markOf(number),
      sequence: String(number),
      event_time: Math.floor(Date.now() / 1000),
      user_agent: 'f'.repeat(fillerBytes),
    }),
  )

export function createPoster({ port, path }: Pick<Victim, 'port' | 'path'>, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    /** The status; null when there was no answer. */
    post: (body: string) =>
      new Promise<number | null>((resolve) => {
        const headers = { Host: 'desk.example.com', 'Content-Length': Buffer.byteLength(body) }
        const sent = request({ agent, port, path, host: '127.0.0.1', method: 'POST', headers }, (response) => {
          response.resume()
          response.on('end', () => resolve(response.statusCode ?? null))
          response.on('error', () => resolve(null))
        })
        sent.on('error', () => resolve(null))
        sent.end(body)
      }),
    close: () => agent.destroy(),
  }
}

/** So many that within a moment the log is full enough to be copied into the file. */
const largeBytes = 30_000

/** Posts until the process is gone; gives back which numbers were answered 200. `begun` is called at every answer, whatever it is. */
export async function postUntilGone(victim: Victim, begun: () => void, connections = 32) {
  const poster = createPoster(victim, connections)
  const acknowledged: number[] = []
  let next = 0
  const work = async () => {
    for (;;) {
      const number = next++
      const status = await poster.post(markedBody(number, largeBytes))
      if (status === null) return
      if (status === 200) acknowledged.push(number)
      begun()
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  poster.close()
  return { acknowledged, sent: next }
}
