/** Every filter, answered by the index, by the table, and by both: always what a plain look at each event gives. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EventFilter, type EventRow, Trust, Verdict } from '../../../src-main/contract/events.ts'
import { openSearchEngine, type SearchEngine } from '../../../src-main/core/events/search-engine.ts'
import { createPinsTable } from '../../../src-main/core/store/pins.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { incoming } from '../../support/event-samples.ts'
import { quietLog } from '../../support/receiving-desk.ts'
import { createWriter } from '../../support/writer.ts'

type Incoming = ReturnType<typeof incoming>
const minute = 60_000
const start = 28_333_333 * minute
let store: Store
let engine: SearchEngine

const begin = () => {
  store = openStore(':memory:', { log: quietLog })
  engine = openSearchEngine({ file: ':memory:', indexFile: ':memory:', db: store.db, onRebuild: () => {} })
}
const end = () => {
  engine.close()
  store.close()
}
beforeEach(begin)
afterEach(end)

const put = (events: readonly Incoming[]) => createWriter(store).commit(events)
const followAll = () => {
  while (engine.follow());
}
const ask = (filter: EventFilter, range = { after: 0, through: 1e9 }, limit = 1000) =>
  engine.find({ accountId: 'acc', filter, range }, 'DESC', limit)
const idsOf = (rows: readonly EventRow[]) => rows.map(({ id }) => id)

const domains = ['push.a.example', 'push.b.example', null]
const apps = ['live', 'vip', null]
const streams = ['show-1', 'show-17', 'Show_2', '直播间-1', null]
const texts = [null, '加微信领取免费礼物', 'so rude', 'Café au lait']
const anEvent = fc.record({
  accountId: fc.constantFrom('acc', 'acc', 'other', null),
  type: fc.constantFrom(0, 1, 200, 317),
  domain: fc.constantFrom(...domains),
  app: fc.constantFrom(...apps),
  stream: fc.constantFrom(...streams),
  trust: fc.constantFrom(...Trust.options),
  verdict: fc.constantFrom(null, ...Verdict.options),
  score: fc.constantFrom(null, 60, 91, 99.5),
  label: fc.constantFrom(null, 'Porn', 'Ad'),
  rejection: fc.constantFrom(null, null, null, 'notJson' as const),
  later: fc.integer({ min: 0, max: 30 }),
  facts: fc.constantFrom(...texts).map((text) => ({ text })),
})
const aFilter: fc.Arbitrary<EventFilter> = fc.record(
  {
    types: fc.subarray([0, 1, 200, 317, 999]),
    domain: fc.constantFrom('push.a.example', 'push.b.example', 'nowhere'),
    app: fc.constantFrom('live', 'vip', 'nowhere'),
    stream: fc.constantFrom('show', 'show-1', '直播', 'S', 'nowhere'),
    trust: fc.subarray([...Trust.options]),
    verdicts: fc.subarray([...Verdict.options]),
    minScore: fc.constantFrom(0, 91, 100),
    rejected: fc.boolean(),
    from: fc.integer({ min: 0, max: 30 }).map((later) => start + later * minute),
    to: fc.integer({ min: 0, max: 30 }).map((later) => start + later * minute),
  },
  { requiredKeys: [] },
)

function isMeant(event: Incoming, filter: EventFilter): boolean {
  const among = <T>(values: readonly T[] | undefined, value: T | null) =>
    !values?.length || (value !== null && values.includes(value))
  return (
    event.accountId !== 'other' &&
    among(filter.types, event.type) &&
    (!filter.domain || event.domain === filter.domain) &&
    (!filter.app || event.app === filter.app) &&
    (!filter.stream || (event.stream?.startsWith(filter.stream) ?? false)) &&
    among(filter.trust, event.trust) &&
    among(filter.verdicts, event.verdict) &&
    (filter.minScore === undefined || (event.score ?? -1) >= filter.minScore) &&
    (filter.rejected === undefined || filter.rejected === (event.rejection !== null)) &&
    (filter.from === undefined || event.receivedAt >= filter.from) &&
    (filter.to === undefined || event.receivedAt <= filter.to)
  )
}

describe('a filter', () => {
  it('finds and counts what each event by itself says, wherever the watermark stands', async () => {
    const property = fc.asyncProperty(
      fc.array(anEvent, { minLength: 1, maxLength: 40 }),
      fc.array(anEvent, { maxLength: 10 }),
      aFilter,
      async (indexed, young, filter) => {
        end()
        begin()
        const [older, newer] = [indexed, young].map((part) =>
          part
            .toSorted((a, b) => a.later - b.later)
            .map(({ later, ...event }) => incoming({ ...event, receivedAt: start + later * minute })),
        )
        await put(older ?? [])
        followAll()
        if (newer?.length) await put(newer)
        const all = [...(older ?? []), ...(newer ?? [])]
        const wanted = all.flatMap((event, index) => (isMeant(event, filter) ? [index + 1] : []))
        expect(idsOf(await ask(filter))).toEqual(wanted.toReversed())
        expect(await engine.count({ accountId: 'acc', filter, range: { after: 0, through: 1e9 } })).toBe(wanted.length)
        const forward = await engine.find({ accountId: 'acc', filter, range: { after: 2, through: 1e9 } }, 'ASC', 3)
        expect(idsOf(forward)).toEqual(wanted.filter((id) => id > 2).slice(0, 3))
      },
    )
    await fc.assert(property, { numRuns: 60 })
  })

  it('finds words alike in the index and in the table', async () => {
    const events = texts.flatMap((text) => streams.map((stream) => incoming({ stream, facts: { text } })))
    await put(events)
    const questions = [
      'show',
      'show-1',
      'show*',
      '免费',
      '费免',
      'cafe',
      'CAFÉ au',
      'rude show',
      '直播间',
      '"',
      'show-17 rude',
    ]
    const fromTable = await Promise.all(questions.map(async (text) => idsOf(await ask({ text }))))
    followAll()
    expect(engine.state()).toEqual({ watermark: events.length, waiting: 0, rebuilt: null })
    for (const [index, text] of questions.entries()) expect(idsOf(await ask({ text })), text).toEqual(fromTable[index])
    expect(fromTable.map((ids) => ids.length)).toEqual([12, 8, 12, 5, 0, 5, 5, 3, 4, 0, 1])
  })
})

describe('a question', () => {
  it('asks on when events it finds in the index have left the table', async () => {
    await put(Array.from({ length: 20 }, () => incoming()))
    followAll()
    store.db.exec('DELETE FROM events WHERE id BETWEEN 11 AND 18')
    expect(idsOf(await ask({ types: [1] }, undefined, 5))).toEqual([20, 19, 10, 9, 8])
  })

  it('forgets unreadable deliveries that the store has let go', async () => {
    const bad = () => incoming({ type: null, rejection: 'notJson' })
    await put(Array.from({ length: 1005 }, bad))
    followAll()
    await put([bad()])
    followAll()
    expect(
      await engine.count({ accountId: 'acc', filter: { rejected: true }, range: { after: 0, through: 1e9 } }),
    ).toBe(1000)
  })
})

describe('a search in raw bodies', () => {
  const search = async (text: string, filter: EventFilter = {}, options: { before?: number; limit?: number } = {}) => {
    const steps = []
    const question = { accountId: 'acc', filter, text, limit: 100, ...options }
    for await (const step of engine.searchBodies(question, new AbortController().signal)) steps.push(step)
    const last = steps.at(-1)
    return {
      ids: steps.flatMap(({ rows }) => idsOf(rows)),
      scanned: last?.scanned,
      total: last?.total,
      next: last?.next,
    }
  }
  const body = (text: string) => Buffer.from(JSON.stringify({ note: text }))

  beforeEach(async () => {
    await put(
      Array.from({ length: 1500 }, (_, n) =>
        incoming({ type: n % 2, body: body(n % 500 === 0 ? '100% Needle_中' : 'hay') }),
      ),
    )
    followAll()
    await put([incoming({ body: body('a young needle') })])
  })

  it('finds any part of them, newest first, and says how much it looked through', async () => {
    expect(await search('needle')).toEqual({ ids: [1501, 1001, 501, 1], scanned: 1501, total: 1501, next: null })
    expect((await search('100% needle_中')).ids).toEqual([1001, 501, 1])
    expect((await search('1%needle')).ids).toEqual([])
  })

  it('looks only where the filter leads', async () => {
    expect(await search('needle', { types: [1] })).toMatchObject({ ids: [1501], scanned: 751, total: 751 })
  })

  it('stops at its limit and goes on from there', async () => {
    const first = await search('needle', {}, { limit: 2 })
    expect(first).toMatchObject({ ids: [1501, 1001], scanned: 501, next: 1001 })
    expect(await search('needle', {}, { limit: 2, before: 1001 })).toMatchObject({ ids: [501, 1], next: 1 })
  })

  it('ends when it is cancelled', async () => {
    const stop = new AbortController()
    stop.abort()
    const steps = []
    const question = { accountId: 'acc', filter: {}, text: 'needle', limit: 100 }
    for await (const step of engine.searchBodies(question, stop.signal)) steps.push(step)
    expect(steps).toEqual([])
  })
})

describe('the beginning of a word in a large store', () => {
  it('finds the same rows near the end of the range and far from it', async () => {
    const many = 51_000
    const named = new Set([3, 2000, 30_000, 50_400, 50_900])
    for (let from = 0; from < many; from += 3000)
      await put(
        Array.from({ length: 3000 }, (_, index) => incoming({ stream: named.has(from + index) ? 'gala-7' : 'show-1' })),
      )
    followAll()
    const all = [...named].map((index) => index + 1)
    const range = { after: 0, through: many }
    const find = (text: string, order: 'ASC' | 'DESC', limit: number) =>
      engine.find({ accountId: 'acc', filter: { text }, range }, order, limit)
    expect(idsOf(await find('gal*', 'DESC', 10))).toEqual(all.toReversed())
    expect(idsOf(await find('gal*', 'ASC', 10))).toEqual(all)
    expect(idsOf(await find('gal*', 'DESC', 2))).toEqual([50_901, 50_401])
    expect(idsOf(await find('show*', 'ASC', 3))).toEqual([1, 2, 3])
  })
})

describe('counts per bar', () => {
  it('add minutes up by type, for the account and for none, and follow what is removed', async () => {
    const at = (later: number, fields: Partial<Incoming>) => incoming({ receivedAt: start + later * minute, ...fields })
    await put([
      at(0, { type: 1 }),
      at(1, { type: 1 }),
      at(4, { type: 317 }),
      at(4, { type: null, accountId: null }),
      at(4, { accountId: 'other' }),
    ])
    followAll()
    const bars = (accountId: string | null, filter = {}) =>
      engine.bars({ accountId, filter, start: start / minute, perBar: 2, bars: 3 })
    const byType = (series: { type: number | null }[]) => series.toSorted((a, b) => (a.type ?? -1) - (b.type ?? -1))
    expect(byType(await bars('acc'))).toEqual([
      { type: null, counts: [0, 0, 1] },
      { type: 1, counts: [2, 0, 0] },
      { type: 317, counts: [0, 0, 1] },
    ])
    createPinsTable(store).set(1, true, 0)
    expect(await engine.prune({ through: 3, before: 0, rows: 2 })).toBe(2)
    expect(byType(await bars('acc'))).toEqual([
      { type: null, counts: [0, 0, 1] },
      { type: 1, counts: [1, 0, 0] },
    ])
    expect(idsOf(await ask({}))).toEqual([4, 1])
  })

  it('count what a filter leaves as if each event were looked at', async () => {
    const events = Array.from({ length: 60 }, (_, index) =>
      incoming({
        receivedAt: start + Math.floor(index / 9) * minute,
        type: [0, 1, 317, null][index % 4] ?? null,
        rejection: index % 4 === 3 ? 'notJson' : null,
        domain: index % 3 === 0 ? 'a.example.com' : 'b.example.com',
        stream: `show-${index % 5}`,
        score: index % 2 === 0 ? index : null,
        trust: index % 6 === 0 ? 'wrong' : 'ok',
      }),
    )
    await put(events)
    followAll()
    const filters: EventFilter[] = [
      { types: [0, 317] },
      { rejected: true },
      { rejected: false, types: [1] },
      { domain: 'a.example.com' },
      { stream: 'show-', minScore: 20 },
      { trust: ['wrong'], types: [0] },
      { domain: 'nowhere.example.com' },
    ]
    for (const filter of filters) {
      const rows = await ask({ ...filter, from: start, to: start + 6 * minute - 1 })
      const counted = await engine.bars({ accountId: 'acc', filter, start: start / minute, perBar: 2, bars: 3 })
      const sum = (bar: number) => counted.reduce((total, { counts }) => total + (counts[bar] ?? 0), 0)
      const expected = [0, 1, 2].map(
        (bar) => rows.filter(({ receivedAt }) => Math.floor((receivedAt - start) / (2 * minute)) === bar).length,
      )
      expect([sum(0), sum(1), sum(2)], JSON.stringify(filter)).toEqual(expected)
    }
  })
})
