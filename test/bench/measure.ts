/** Runs one server and one load against it, each in its own process, and reads what the server cost. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { LoadOptions, LoadResult } from './load.ts'
import type { ServerOptions } from './server.ts'

export interface Running {
  readonly child: ChildProcess
  readonly port: number
  readonly path: string
  stop(): Promise<void>
}

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

export async function load(
  { port, path }: Pick<Running, 'port' | 'path'>,
  options: Omit<LoadOptions, 'port' | 'path'>,
): Promise<LoadResult> {
  const child = spawn(process.execPath, [program('load.ts'), JSON.stringify({ port, path, ...options })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  for await (const part of child.stdout) text += part
  return JSON.parse(text) as LoadResult
}

/** Linux only; null elsewhere. */
export function costOf({ child }: Running): { rssMb: number; writtenBytes: number } | null {
  try {
    const read = (name: string, what: RegExp) =>
      Number(what.exec(readFileSync(`/proc/${child.pid}/${name}`, 'utf8'))?.[1])
    return {
      rssMb: Math.round(read('status', /VmRSS:\s+(\d+)/) / 1024),
      writtenBytes: read('io', /^write_bytes: (\d+)/m),
    }
  } catch {
    return null
  }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
