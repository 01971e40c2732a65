/** How long answers take at a fixed rate and on a slow disk, and what an event costs the disk. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { buildShim } from '../faults/shim.ts'
import { full, ms, once, rounds, seconds } from './ingest.ts'
import { type Asked, type Measured, median } from './measure.ts'

interface Case {
  readonly asked: Asked
  readonly env?: Record<string, string>
}

interface Sample {
  readonly result: Measured
  readonly storedBytes: number
  readonly bodyBytes: number
}

async function sample({ asked, env = {} }: Case): Promise<Sample> {
  let [storedBytes, bodyBytes] = [Number.NaN, Number.NaN]
  const result = await once({ kind: 'desk', load: asked }, env, (folder) => {
    ;({ storedBytes, bodyBytes } = bytesPerEvent(join(folder, 'desk.db')))
  })
  return { result, storedBytes, bodyBytes }
}

/** Of the table's pages alone: what else is in the file weighs much beside a few thousand events, and nothing beside a million. */
function bytesPerEvent(file: string): { storedBytes: number; bodyBytes: number } {
  const db = new DatabaseSync(file, { readOnly: true })
  const read = (sql: string) => Number(db.prepare(sql).get()?.value)
  const stored = read("SELECT sum(pgsize) AS value FROM dbstat WHERE name = 'events'")
  const [count, bodies] = [
    read('SELECT count(*) AS value FROM events'),
    read('SELECT avg(body_bytes) AS value FROM events'),
  ]
  db.close()
  return { storedBytes: stored / count, bodyBytes: bodies }
}

const fixed = (rate: number): Asked => ({ ...full, connections: 256, seconds: seconds * 2, rate, warmUp: rate * 3 })

/** Medians of the rounds. */
export async function measureLatency(): Promise<Record<string, object>> {
  const most = (await once({ kind: 'desk', load: full })).perSecond
  const half = Math.round(most / 2 / 100) * 100
  const shim = buildShim()
  const cases: Record<string, Case> = {
    'desk, 2,000 a second (goal p50 ≤ 2, p99 ≤ 15)': { asked: fixed(2000) },
    [`desk, ${half} a second: half of what it takes`]: { asked: fixed(half) },
    ...(shim && {
      'desk, 5 ms fsync, 64 connections (goal p99 ≤ 40, ≥ 4,000)': { asked: full, env: shim.env({ fsyncUs: 5000 }) },
    }),
  }
  const samples = new Map<string, Sample[]>()
  for (let round = 0; round < rounds; round++)
    for (const [name, one] of Object.entries(cases))
      samples.set(name, [...(samples.get(name) ?? []), await sample(one)])
  shim?.remove()
  const rows = [...samples].map(([name, taken]) => {
    const of = (pick: (each: Sample) => number) => median(taken.map(pick))
    return [
      name,
      {
        'per second': Math.round(of(({ result }) => result.perSecond)),
        'p50 ms': ms(of(({ result }) => result.p50)),
        'p99 ms': ms(of(({ result }) => result.p99)),
        failed: taken.reduce((sum, { result }) => sum + result.failed, 0),
        'stored bytes/event (goal ≤ 1,100)': Math.round(of(({ storedBytes }) => storedBytes)),
        'of them the body': Math.round(of(({ bodyBytes }) => bodyBytes)),
        'written bytes/event, index included (goal ≤ 4,000)': Math.round(of(({ result }) => result.writtenBytes)),
      },
    ]
  })
  return Object.fromEntries(rows)
}
