/**
 * How fast callbacks are stored, beside a bare `node:http` server and the obvious way, round by round on the same
 * machine. Everything durable is WAL with synchronous FULL; the load comes from a process of its own.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildShim } from '../faults/shim.ts'
import type { LoadOptions, LoadResult } from './load.ts'
import { costOf, load, median, type Running, startServer } from './measure.ts'
import type { ServerKind } from './server.ts'
import { fillStore } from './stored-events.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const seconds = Number(process.env.BENCH_SECONDS ?? 3)
const manyStored = Number(process.env.BENCH_EVENTS ?? 1_000_000)
const dayMs = 24 * 60 * 60_000

const full: Omit<LoadOptions, 'port' | 'path'> = { connections: 64, seconds, rate: null, close: false }

interface Variant {
  readonly kind: ServerKind
  readonly load: typeof full
  /** Taken up again every round; otherwise each starts empty. */
  readonly folder?: string
}

function temporary(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'callback-desk-bench-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

async function once(
  variant: Variant,
  env: Record<string, string> = {},
  look?: (server: Running, result: LoadResult, folder: string) => void,
) {
  const own = temporary()
  const folder = variant.folder ?? own.path
  const server = await startServer({ kind: variant.kind, folder }, env)
  try {
    const result = await load(server, variant.load)
    look?.(server, result, folder)
    return result
  } finally {
    await server.stop()
    own.remove()
  }
}

const ms = (value: number) => Math.round(value * 10) / 10

/** Requests a second, each variant as a share of the bare server of its own kind of connection. */
export async function measureThroughput(): Promise<Record<string, object>> {
  const stored = temporary()
  fillStore(join(stored.path, 'desk.db'), manyStored, Date.now(), dayMs).close()
  const close = { ...full, close: true }
  const variants: Record<string, Variant & { of: string }> = {
    'bare node:http': { kind: 'bare', load: full, of: 'bare node:http' },
    'read and verify, no storage': { kind: 'verify', load: full, of: 'bare node:http' },
    'one transaction per event': { kind: 'naive', load: full, of: 'bare node:http' },
    desk: { kind: 'desk', load: full, of: 'bare node:http' },
    [`desk, ${manyStored} stored`]: { kind: 'desk', load: full, folder: stored.path, of: 'bare node:http' },
    'bare, Connection: close': { kind: 'bare', load: close, of: 'bare, Connection: close' },
    'desk, Connection: close': { kind: 'desk', load: close, of: 'bare, Connection: close' },
  }
  const results = new Map<string, LoadResult[]>()
  for (let round = 0; round < rounds; round++) {
    for (const [name, variant] of Object.entries(variants))
      results.set(name, [...(results.get(name) ?? []), await once(variant)])
  }
  stored.remove()
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
        },
      ]
    }),
  )
}

/** Latency at a fixed rate, a slow disk, and what an event costs. */
export async function measureLatency(): Promise<Record<string, object>> {
  const shim = buildShim()
  const fixed = (rate: number) => ({ connections: 256, seconds: seconds * 2, rate, close: false })
  const cases: Record<string, [typeof full, Record<string, string>]> = {
    '2,000 a second (goal p50 ≤ 2, p99 ≤ 15)': [fixed(2000), {}],
    '1,000 a second (goal RSS ≤ 150 MB)': [fixed(1000), {}],
    ...(shim && { '5 ms fsync, 64 connections (goal p99 ≤ 40, ≥ 4,000)': [full, shim.env({ fsyncUs: 5000 })] }),
  }
  const table: Record<string, object> = {}
  for (const [name, [asked, env]] of Object.entries(cases)) {
    await once({ kind: 'desk', load: asked }, env, (server, result, folder) => {
      const cost = costOf(server)
      const file = statSync(join(folder, 'desk.db')).size
      table[name] = {
        'per second': Math.round(result.perSecond),
        'p50 ms': ms(result.p50),
        'p99 ms': ms(result.p99),
        failed: result.failed,
        'RSS MB': cost?.rssMb,
        'file bytes/event': Math.round(file / result.answered),
        'written bytes/event, index included': cost && Math.round(cost.writtenBytes / result.answered),
      }
    })
  }
  shim?.remove()
  const idle = temporary()
  const server = await startServer({ kind: 'desk', folder: idle.path })
  table['idle (goal RSS ≤ 90 MB)'] = { 'RSS MB': costOf(server)?.rssMb }
  await server.stop()
  idle.remove()
  return table
}
