/**
 * Queries at 1 M stored events, asked as the desk asks them (through the search thread): medians, with how long
 * building the index took, what it weighs, and how far it lags behind 2,000 events a second.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { EventFilter } from '../../src-main/contract/events.ts'
import { type Search, startSearch } from '../../src-main/core/events/search-client.ts'
import type { Store } from '../../src-main/core/store/store.ts'
import { startWriter } from '../../src-main/core/store/writer.ts'
import { fillStore, sampleEvent } from './stored-events.ts'

const count = Number(process.env.BENCH_EVENTS ?? 1_000_000)
const rounds = 31
const day = 24 * 60 * 60_000
const quiet = { info: () => {}, warn: () => {}, error: () => {} }
const entry = (path: string) => new URL(`../../src-main/core/${path}`, import.meta.url)

interface Row {
  'median ms': number
  'slowest ms': number
  rows?: number
  goal?: string
}

async function time(ask: () => Promise<number>, goal?: string): Promise<Row> {
  const times: number[] = []
  let rows = 0
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now()
    rows = await ask()
    times.push(performance.now() - begun)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round((times[Math.floor(share * (times.length - 1))] ?? Number.NaN) * 100) / 100
  return { 'median ms': at(0.5), 'slowest ms': at(1), rows, ...(goal && { goal }) }
}

async function untilIndexed(search: Search, newest: number): Promise<void> {
  while (search.state().watermark < newest) await delay(20)
}

const filters: Record<string, EventFilter> = {
  'type 317': { types: [317] },
  'types 0, 1, 317': { types: [0, 1, 317] },
  'type that never came': { types: [338] },
  domain: { domain: 'push7.example.com' },
  'app, rare': { app: 'vip' },
  'one stream by prefix': { stream: 'show-0123' },
  'prefix of all streams': { stream: 'show-' },
  'prefix of none': { stream: 'nowhere' },
  'trust wrong': { trust: ['wrong'] },
  'verdict Block': { verdicts: ['Block'] },
  'score ≥ 99': { minScore: 99 },
  'unreadable (none)': { rejected: true },
}
const combinations: Record<string, EventFilter> = {
  'type + domain': { types: [317], domain: 'push7.example.com' },
  'stream + verdict + score': { stream: 'show-0120', verdicts: ['Block'], minScore: 90 },
  'domain + app that never meet': { domain: 'push7.example.com', app: 'vip' },
  'prefix of 100 streams + trust': { stream: 'show-01', trust: ['late', 'wrong'] },
  'time range + type + score': { types: [317], minScore: 95 },
}
const texts: Record<string, EventFilter> = {
  'a word': { text: 'rude' },
  'a phrase of Chinese': { text: '免费礼物' },
  'a stream name': { text: 'show-0123' },
  'a word that is nowhere': { text: 'nowhere' },
  'the beginning of every stream': { text: 'show*' },
}

async function measureAll(search: Search, until: number): Promise<Record<string, Row>> {
  const newest = { after: 0, through: count }
  const page =
    (filter: EventFilter, range = newest) =>
    async () =>
      (await search.find({ accountId: 'acc', filter, range }, 'DESC', 101)).length
  const range = { from: until - 10 * day, to: until - 9 * day }
  const result: Record<string, Row> = {
    'newest page': await time(page({}), '≤ 1'),
    'page at 90 % depth (keyset)': await time(page({}, { after: 0, through: count / 10 }), '≤ 1'),
  }
  for (const [name, filter] of Object.entries(filters)) result[name] = await time(page(filter), '≤ 1')
  result['time range of a day'] = await time(page(range), '≤ 1')
  for (const [name, filter] of Object.entries(combinations))
    result[name] = await time(page(name.startsWith('time') ? { ...filter, ...range } : filter), '≤ 10')
  for (const [name, filter] of Object.entries(texts)) result[`text: ${name}`] = await time(page(filter))
  const minute = Math.floor(until / 60_000)
  result['counts per minute, 24 h'] = await time(
    async () =>
      (await search.bars({ accountId: 'acc', filter: {}, start: minute - 1440, perBar: 1, bars: 1440 })).length,
    '≤ 5',
  )
  result['the same of one domain'] = await time(
    async () =>
      (
        await search.bars({
          accountId: 'acc',
          filter: { domain: 'push7.example.com' },
          start: minute - 1440,
          perBar: 1,
          bars: 1440,
        })
      ).length,
  )
  return result
}

async function scanBodies(search: Search): Promise<Record<string, string>> {
  const begun = performance.now()
  let scanned = 0
  const question = { accountId: 'acc', filter: {}, text: 'no such text', limit: 200 }
  for await (const step of search.searchBodies(question, new AbortController().signal)) scanned = step.scanned
  const seconds = (performance.now() - begun) / 1000
  return { 'whole raw-body scan': `${seconds.toFixed(1)} s, ${Math.round(scanned / seconds)} events/s` }
}

/** How long after its commit an event is in the index, sampled while 2,000 a second arrive. */
async function measureLag(store: Store, search: Search): Promise<{ p50: number; p99: number }> {
  const writer = startWriter({ file: store.file, entry: entry('store/writer-thread.ts'), onFull: () => {} })
  const committed: { id: number; at: number }[] = []
  const lags: number[] = []
  const watch = setInterval(() => {
    while (committed[0] && committed[0].id <= search.state().watermark)
      lags.push(performance.now() - (committed.shift()?.at ?? 0))
  }, 5)
  const begun = performance.now()
  for (let sent = 0; performance.now() - begun < 10_000; ) {
    const due = Math.floor(((performance.now() - begun) / 1000) * 2000) - sent
    if (due > 0) {
      const batch = Array.from({ length: due }, (_, index) => sampleEvent(count + sent + index, Date.now()))
      for (const { id } of await writer.commit(batch)) committed.push({ id, at: performance.now() })
      sent += due
    }
    await delay(5)
  }
  await untilIndexed(search, committed.at(-1)?.id ?? 0)
  await delay(20)
  clearInterval(watch)
  await writer.close()
  lags.sort((a, b) => a - b)
  const at = (share: number) => Math.round(lags[Math.floor(share * (lags.length - 1))] ?? Number.NaN)
  return { p50: at(0.5), p99: at(0.99) }
}

export async function measureQueries(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'callback-desk-bench-'))
  const until = Date.now()
  const store = fillStore(join(folder, 'desk.db'), count, until, 30 * day)
  const begun = performance.now()
  const search = startSearch({
    file: store.file,
    indexFile: join(folder, 'events-index.db'),
    entry: entry('events/search-thread.ts'),
    log: quiet,
  })
  try {
    await untilIndexed(search, count)
    const seconds = (performance.now() - begun) / 1000
    const size = await search.size()
    console.table(await measureAll(search, until))
    console.table({
      events: count,
      'index built in': `${seconds.toFixed(1)} s, ${Math.round(count / seconds)} events/s`,
      'bytes per event, table': Math.round((size.fileBytes - size.indexBytes) / count),
      'bytes per event, index': Math.round(size.indexBytes / count),
      ...(await scanBodies(search)),
    })
    const lag = await measureLag(store, search)
    console.table({ 'index lag at 2,000 events/s (goal p99 ≤ 1 s)': { 'p50 ms': lag.p50, 'p99 ms': lag.p99 } })
  } finally {
    await search.close()
    store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
