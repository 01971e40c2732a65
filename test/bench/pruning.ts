/**
 * How long a commit waits while old events are removed behind it (security D6), beside commits with nothing else
 * going on: 200 commits a second, of a desk with 200,000 events too many.
 */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startRetention } from '../../src-main/core/events/retention.ts'
import { startSearch } from '../../src-main/core/events/search-client.ts'
import { startWriter, type Writer } from '../../src-main/core/store/writer.ts'
import { quietLog, writerEntry } from '../support/receiving-desk.ts'
import { dayMs, ms, temporary } from './ingest.ts'
import { fillStore, sampleEvent } from './stored-events.ts'

const tooMany = Number(process.env.BENCH_PRUNED ?? 200_000)
const restMs = 5
const searchEntry = new URL('../../src-main/core/events/search-thread.ts', import.meta.url)

/** Commits ten events every few milliseconds for as long as asked; how long each took. */
async function commitWhile(writer: Writer, isOn: () => boolean): Promise<number[]> {
  const waits: number[] = []
  while (isOn()) {
    const batch = Array.from({ length: 10 }, (_, index) => sampleEvent(1e9 + waits.length * 10 + index, Date.now()))
    const begun = performance.now()
    await writer.commit(batch)
    waits.push(performance.now() - begun)
    await delay(restMs)
  }
  return waits
}

function row(waits: readonly number[], seconds: number, removed: number): Record<string, number> {
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (share: number) => ms(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN)
  return {
    commits: sorted.length,
    'p50 ms': at(0.5),
    'p99 ms': at(0.99),
    'longest ms (goal ≤ 50)': at(1),
    'removed a second': Math.round(removed / seconds),
  }
}

export async function measurePruning(): Promise<Record<string, object>> {
  const folder = temporary()
  const now = Date.now()
  const store = fillStore(join(folder.path, 'desk.db'), tooMany, now - 10 * dayMs, dayMs)
  const search = startSearch({
    file: store.file,
    indexFile: join(folder.path, 'events-index.db'),
    entry: searchEntry,
    log: quietLog,
  })
  const writer = startWriter({ file: store.file, entry: writerEntry, onFull: () => {} })
  while (search.state().watermark < tooMany) await delay(50)
  try {
    const until = performance.now() + 5000
    const alone = await commitWhile(writer, () => performance.now() < until)
    let removed = 0
    const retention = startRetention({
      search,
      wanted: () => ({ maxDays: 1, maxGb: null }),
      record: ({ rows }) => {
        removed += rows
      },
      log: quietLog,
      now: Date.now,
    })
    const begun = performance.now()
    const pruning = retention.check()
    const pruned = await commitWhile(writer, () => retention.isPruning)
    const seconds = (performance.now() - begun) / 1000
    await pruning
    await retention.close()
    return { 'commits alone': row(alone, 5, 0), 'while old events are removed': row(pruned, seconds, removed) }
  } finally {
    await search.close()
    await writer.close()
    store.close()
    folder.remove()
  }
}
