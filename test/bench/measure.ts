/** Runs one server and one load against it, each in its own process, and reads what the server cost. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { LoadOptions, LoadResult } from './load.ts'
import type { ServerOptions } from './server.ts'

export interface Target {
  readonly port: number
  readonly path: string
  /** The Host header it answers to, if not the usual one. */
  readonly host?: string
  /** For what it costs. */
  readonly child?: ChildProcess
}

export interface Running extends Target {
  readonly child: ChildProcess
  stop(): Promise<void>
}

export type Asked = Pick<LoadOptions, 'connections' | 'seconds' | 'rate' | 'close' | 'screenshots'> & {
  readonly warmUp?: number
}

export interface Measured extends LoadResult {
  /** CPU of the server's threads by name, in microseconds per answer while the load was measured; null where it cannot be read. */
  readonly threads: Readonly<Record<string, number>> | null
  /** What the server had written to the disk per answer meanwhile. */
  readonly writtenBytes: number
}

const usualWarmUp = 20_000

const program = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export async function startServer(options: ServerOptions, env: Record<string, string> = {}): Promise<Running> {
  const child = spawn(process.execPath, [program('server.ts'), JSON.stringify(options)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return {
    child,
    ...(JSON.parse(String(line)) as { port: number; path: string }),
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

export async function load(server: Target, asked: Asked): Promise<Measured> {
  const { port, path, host = 'desk.example.com' } = server
  const options: LoadOptions = { warmUp: usualWarmUp, ...asked, port, path, host }
  const child = spawn(process.execPath, [program('load.ts'), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let before: Record<string, number> | null = null
  let writtenBefore = Number.NaN
  let last = ''
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'measuring') {
      before = threadTimes(server)
      writtenBefore = writtenBytes(server)
    }
    last = line
  }
  const result = JSON.parse(last) as LoadResult
  const measured = result.perSecond * options.seconds
  const after = before && threadTimes(server)
  const used = Object.entries(after ?? {}).map(
    ([name, ms]) => [name, ((ms - (before?.[name] ?? 0)) * 1000) / measured] as const,
  )
  return {
    ...result,
    threads: after && Object.fromEntries(used),
    writtenBytes: (writtenBytes(server) - writtenBefore) / measured,
  }
}

/** Milliseconds of CPU so far, of threads with the same name together. Linux only; null elsewhere. */
export function threadTimes({ child }: Target): Record<string, number> | null {
  if (!child) return null
  const folder = `/proc/${child.pid}/task`
  try {
    const times: Record<string, number> = {}
    for (const thread of readdirSync(folder)) {
      const [, name = '', rest = ''] = /\((.*)\) (.*)/.exec(readFileSync(`${folder}/${thread}/stat`, 'utf8')) ?? []
      const fields = rest.split(' ')
      // utime and stime (proc(5), fields 14 and 15), in ticks of 10 ms.
      times[name] = (times[name] ?? 0) + (Number(fields[11]) + Number(fields[12])) * 10
    }
    return times
  } catch {
    return null
  }
}

const readProcess = ({ child }: Target, name: string, what: RegExp): number => {
  try {
    return Number(what.exec(readFileSync(`/proc/${child?.pid}/${name}`, 'utf8'))?.[1])
  } catch {
    return Number.NaN
  }
}

/** Linux only; NaN elsewhere. */
const writtenBytes = (server: Target): number => readProcess(server, 'io', /^write_bytes: (\d+)/m)
export const rssMb = (server: Target): number => Math.round(readProcess(server, 'status', /VmRSS:\s+(\d+)/) / 1024)

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
