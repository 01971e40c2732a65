/**
 * The order of things, seen from below the process: for every 200 that leaves a socket, the row of that request has
 * been written to the log, and an fsync that began after that write is done (security D1, W10).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../support/receiving-desk.ts'
import { buildShim } from './shim.ts'
import { createPoster, markedBody, startVictim } from './victim.ts'

export interface TraceResult {
  answers: number
  /** A 200 whose row was not on the disk yet. */
  tooEarly: number
  /** A 200 whose request was not recognised, so that nothing is known of it. */
  unknown: number
  fsyncs: number
}

export function judge(lines: readonly string[]): TraceResult {
  const result = { answers: 0, tooEarly: 0, unknown: 0, fsyncs: 0 }
  const asked = new Map<string, string>()
  const durable = new Set<string>()
  let written: string[] = []
  let syncing: string[] = []
  for (const line of lines) {
    const [step, first = '', second = ''] = line.split(' ')
    if (step === 'R') asked.set(first, second)
    else if (step === 'W') written.push(first)
    else if (step === 'F') {
      syncing = syncing.concat(written)
      written = []
    } else if (step === 'S') {
      result.fsyncs++
      for (const mark of syncing) durable.add(mark)
      syncing = []
    } else if (step === 'A') {
      const mark = asked.get(first)
      asked.delete(first)
      result.answers++
      if (mark === undefined) result.unknown++
      else if (!durable.has(mark)) result.tooEarly++
    }
  }
  return result
}

export async function traceAnswers(count: number, entry?: string): Promise<TraceResult | null> {
  const shim = buildShim()
  if (!shim) return null
  const folder = temporaryFolder()
  try {
    const trace = join(folder.path, 'trace')
    const victim = await startVictim({ folder: folder.path, ...(entry ? { entry } : {}) }, shim.env({ trace }))
    const poster = createPoster(victim, 16)
    await Promise.all(Array.from({ length: count }, (_, number) => poster.post(markedBody(number))))
    poster.close()
    await victim.stop()
    return judge(readFileSync(trace, 'utf8').trimEnd().split('\n'))
  } finally {
    folder.remove()
    shim.remove()
  }
}

/** `npm run faults -- trace [requests]` */
export async function run(count = 2000): Promise<boolean> {
  const full = await traceAnswers(count)
  const normal = await traceAnswers(count, new URL('normal-writer.ts', import.meta.url).href)
  if (!full || !normal) return true
  console.table({ 'synchronous FULL': full, 'synchronous NORMAL': normal })
  return full.answers === count && full.tooEarly + full.unknown === 0 && normal.tooEarly > 0
}
