/**
 * How fast callbacks are stored, beside a bare `node:http` server and the obvious way, round by round on the same
 * machine. Everything durable is WAL with synchronous FULL; the load comes from a process of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installFastify } from './fastify.ts'
import { type Asked, load, type Measured, median, startServer } from './measure.ts'
import type { ServerKind } from './server.ts'
import { fillStore } from './stored-events.ts'

export const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
export const seconds = Number(process.env.BENCH_SECONDS ?? 3)
export const manyStored = Number(process.env.BENCH_EVENTS ?? 1_000_000)
export const dayMs = 24 * 60 * 60_000

export const full: Asked = { connections: 64, seconds, rate: null, close: false }
const closing: Asked = { ...full, close: true }
/** Long enough for the index to reach the limit of how far it may be behind, so that its work is in the figure. */
const sustained: Asked = { ...full, seconds: seconds * 10 }

interface Variant {
  readonly kind: ServerKind
  readonly load: Asked
  /** The row it is compared with. */
  readonly of: string
  /** Taken up again every round; otherwise each starts empty. */
  readonly folder?: string
  readonly module?: string
  readonly rounds?: number
}

export function temporary(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'callback-desk-bench-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export async function once(
  variant: Pick<Variant, 'kind' | 'load' | 'folder' | 'module'>,
  env: Record<string, string> = {},
  look?: (folder: string) => void,
): Promise<Measured> {
  const own = temporary()
  const folder = variant.folder ?? own.path
  const server = await startServer({ kind: variant.kind, folder, module: variant.module }, env)
  try {
    const result = await load(server, variant.load)
    look?.(folder)
    return result
  } finally {
    await server.stop()
    own.remove()
  }
}

export const ms = (value: number) => Math.round(value * 10) / 10

/** Microseconds per event: of the named thread, and of the engine's own helpers (compiler, garbage collector). */
function cpuColumns(runs: readonly Measured[]): Record<string, number> {
  const of = (wanted: (name: string) => boolean) =>
    Math.round(
      median(
        runs.map(({ threads }) =>
          Object.entries(threads ?? {}).reduce((sum, [name, us]) => sum + (wanted(name) ? us : 0), 0),
        ),
      ),
    )
  const named = ['MainThread', 'event-writer', 'event-search']
  return {
    'µs main': of((name) => name === 'MainThread'),
    'µs writer': of((name) => name === 'event-writer'),
    'µs index': of((name) => name === 'event-search'),
    'µs engine': of((name) => !named.includes(name)),
    'µs sender': Math.round(median(runs.map(({ cpuUs }) => cpuUs))),
  }
}

/** Requests a second, each variant as a share of the bare server of its own kind of connection. */
export async function measureThroughput(): Promise<Record<string, object>> {
  const stored = temporary()
  fillStore(join(stored.path, 'desk.db'), manyStored, Date.now(), dayMs).close()
  const beside = temporary()
  const fastify = installFastify(beside.path)
  const [bare, bareClosing] = ['bare node:http', 'bare, Connection: close']
  const variants: Record<string, Variant> = {
    [bare]: { kind: 'bare', load: full, of: bare },
    'read and verify, no storage': { kind: 'verify', load: full, of: bare },
    ...(fastify && { 'fastify, no storage': { kind: 'fastify', load: full, of: bare, module: fastify } }),
    'one transaction per event': { kind: 'naive', load: full, of: bare },
    'desk (goal ≥ 0.50)': { kind: 'desk', load: full, of: bare },
    [`desk, ${manyStored} stored`]: { kind: 'desk', load: full, folder: stored.path, of: bare },
    'desk, ten times as long': { kind: 'desk', load: sustained, of: bare, rounds: 1 },
    [bareClosing]: { kind: 'bare', load: closing, of: bareClosing },
    'desk, Connection: close (goal ≥ 0.90)': { kind: 'desk', load: closing, of: bareClosing },
  }
  const results = new Map<string, Measured[]>()
  for (let round = 0; round < rounds; round++) {
    for (const [name, variant] of Object.entries(variants))
      if (round < (variant.rounds ?? rounds)) results.set(name, [...(results.get(name) ?? []), await once(variant)])
  }
  stored.remove()
  beside.remove()
  const rate = (name: string) => median((results.get(name) ?? []).map(({ perSecond }) => perSecond))
  return Object.fromEntries(
    Object.entries(variants).map(([name, { of }]) => {
      const runs = results.get(name) ?? []
      return [
        name,
        {
          'per second': Math.round(rate(name)),
          '× bare': Math.round((rate(name) / rate(of)) * 100) / 100,
          'p50 ms': ms(median(runs.map(({ p50 }) => p50))),
          'p99 ms': ms(median(runs.map(({ p99 }) => p99))),
          failed: runs.reduce((sum, { failed }) => sum + failed, 0),
          ...cpuColumns(runs),
        },
      ]
    }),
  )
}
