/** Reading what is stored: pages, one event, exports, figures. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EventDetail, type EventFilter, EventRow } from '../../../src-main/contract/events.ts'
import { createEvents, type Events } from '../../../src-main/core/events/events.ts'
import type { StoredEvent } from '../../../src-main/core/store/event.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { alert, incoming } from '../../support/event-samples.ts'
import { quietLog } from '../../support/receiving-desk.ts'
import { createSearch } from '../../support/search.ts'
import { createWriter } from '../../support/writer.ts'

const hour = 60 * 60_000
let store: Store
let events: Events
let at: number

beforeEach(() => {
  at = 1_700_000_000_000
  store = openStore(':memory:', { log: quietLog })
  events = createEvents({
    store,
    writer: createWriter(store),
    search: createSearch(store),
    log: quietLog,
    now: () => at,
  })
})
afterEach(async () => {
  await events.close()
  store.close()
})

const put = (...list: Parameters<Events['accept']>[0][]) => Promise.all(list.map((event) => events.accept(event)))
const ids = async (filter: EventFilter, accountId: string | null = 'acc') =>
  (await events.page(accountId, { filter, limit: 100 })).rows.map(({ id }) => id)
const many = (count: number) => Array.from({ length: count }, () => incoming())

describe('a page', () => {
  it('holds the newest rows first and says whether there are more', async () => {
    await put(...many(5))
    const first = await events.page('acc', { filter: {}, limit: 2 })
    expect(first.rows.map((row) => EventRow.parse(row).id)).toEqual([5, 4])
    expect(first.hasMore).toBe(true)
    const second = await events.page('acc', { filter: {}, before: 4, limit: 3 })
    expect(second.rows.map(({ id }) => id)).toEqual([3, 2, 1])
    expect(second.hasMore).toBe(false)
  })

  it('is empty without events, and before the first', async () => {
    expect(await events.page('acc', { filter: {}, limit: 10 })).toEqual({ rows: [], hasMore: false })
    await put(incoming())
    expect(await events.page('acc', { filter: {}, before: 1, limit: 10 })).toEqual({ rows: [], hasMore: false })
  })

  it('covers the account and what belongs to none', async () => {
    await put(incoming(), incoming({ accountId: 'other' }), incoming({ accountId: null }))
    expect(await ids({})).toEqual([3, 1])
    expect(await ids({}, 'other')).toEqual([3, 2])
    expect(await ids({}, null)).toEqual([3])
  })

  it('reaches rows far below the newest', async () => {
    await put(incoming({ type: 0 }), ...many(9000))
    expect(await ids({ types: [0] })).toEqual([1])
    expect(await ids({ text: 'nowhere' })).toEqual([])
  })
})

describe('a filter', () => {
  beforeEach(async () => {
    await put(
      incoming({ type: 0, stream: 'show-1', receivedAt: at - 3 * hour }),
      incoming({ domain: 'other.example.com', app: 'vip', stream: 'show_2', trust: 'late', receivedAt: at - 2 * hour }),
      alert({ stream: 'Show-3', score: 91, receivedAt: at - hour, body: Buffer.from('{"ocrMsg":"100% 中文 Free"}') }),
      alert({
        type: 315,
        verdict: 'Review',
        score: 60,
        trust: 'wrong',
        label: 'Abuse',
        facts: { text: '非常 rude 免费领取' },
      }),
      incoming({ type: null, rejection: 'notJson', stream: null, domain: null, body: Buffer.from([0xff, 0x41]) }),
    )
  })

  it.each<[string, EventFilter, number[]]>([
    ['types', { types: [0, 317] }, [3, 1]],
    ['no types', { types: [] }, [5, 4, 3, 2, 1]],
    ['domain', { domain: 'other.example.com' }, [2]],
    ['app', { app: 'vip' }, [2]],
    ['a prefix of the stream', { stream: 'show' }, [4, 2, 1]],
    ['a prefix with a wildcard in it', { stream: 'show_' }, [2]],
    ['trust', { trust: ['late', 'wrong'] }, [4, 2]],
    ['verdicts', { verdicts: ['Block'] }, [3]],
    ['the least score', { minScore: 91 }, [3]],
    ['unreadable ones only', { rejected: true }, [5]],
    ['readable ones only', { rejected: false }, [4, 3, 2, 1]],
    ['a word of the stream, in any case', { text: 'SHOW' }, [4, 3, 2, 1]],
    ['words that belong together', { text: 'show-3' }, [3]],
    ['the beginning of a word', { text: 'sho*' }, [4, 3, 2, 1]],
    ['what is the beginning of a word, but not asked for as one', { text: 'sho' }, []],
    ['a word of the label', { text: 'abuse' }, [4]],
    ['a word of the recognised text', { text: 'rude' }, [4]],
    ['Chinese inside a longer text', { text: '免费' }, [4]],
    ['Chinese characters in another order', { text: '费免' }, []],
    ['several words, wherever they are', { text: 'rude vip*' }, []],
    ['no word at all', { text: `'"\\` }, []],
    ['everything at once', { types: [317], stream: 'Show', minScore: 90, trust: ['ok'], text: 'push' }, [3]],
  ])('by %s', async (_name, filter, expected) => {
    expect(await ids(filter)).toEqual(expected)
  })

  it('by time', async () => {
    expect(await ids({ from: at - 2 * hour, to: at - hour })).toEqual([3, 2])
    expect(await ids({ from: at - hour })).toEqual([5, 4, 3])
    expect(await ids({ to: at - 3 * hour })).toEqual([1])
    expect(await ids({ from: at + 1 })).toEqual([])
  })
})

describe('one event', () => {
  it('is shown whole, its credentials masked', async () => {
    const sign = 'ca3e25e5dc17a6f9'.repeat(2)
    const body = `{ "event_type": 1, "sign":"${sign}", "stream_param":"txSecret=${sign}&txTime=60B83800" }`
    await put(incoming({ body: Buffer.from(body), key: 'a' }))
    await put(incoming({ key: 'a', receivedAt: at + 5 }))
    const detail = EventDetail.parse(events.get(1))
    expect(detail.body).toBe('{ "event_type": 1, "sign":"****", "stream_param":"txSecret=****&txTime=60B83800" }')
    expect(detail).toMatchObject({
      row: { id: 1, deliveries: 2 },
      bodyBytes: body.length,
      bodyIsLossy: false,
      deliveredAt: [at, at + 5],
      validUntil: 1_700_000_600_000,
    })
  })

  it('that is no text is shown as far as it is one', async () => {
    await put(incoming({ rejection: 'notUtf8', type: null, body: Buffer.from([0x41, 0xff]) }))
    expect(events.get(1)).toMatchObject({ body: 'A\ufffd', bodyIsLossy: true, bodyBytes: 2 })
  })

  it('that is not there is said to be so', () => {
    expect(() => events.get(7)).toThrow(expect.objectContaining({ code: 'event.notFound' }))
  })
})

describe('an export', () => {
  const collect = async (format: 'jsonl' | 'csv', filter: EventFilter = {}) => {
    const chunks = []
    for await (const chunk of events.export('acc', { filter, format })) chunks.push(chunk)
    return { chunks, text: chunks.map(({ text }) => text).join('') }
  }

  it('as JSON Lines has every matching row, oldest first, and counts as it goes', async () => {
    await put(...many(1200), incoming({ type: 0 }), incoming({ accountId: 'other' }))
    const { chunks, text } = await collect('jsonl', { types: [1] })
    expect(chunks.map(({ rows, total }) => [rows, total])).toEqual([
      [500, 1200],
      [1000, 1200],
      [1200, 1200],
    ])
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ id }) => id)).toEqual(Array.from({ length: 1200 }, (_, index) => index + 1))
    expect(lines[0]).toMatchObject({ stream: 'show', trust: 'ok', body: '{"event_type":1}' })
  })

  it('as CSV has one header, times to read, and no cell that runs as a formula', async () => {
    await put(incoming({ stream: '=HYPERLINK("http://x")', label: '+1', score: -5 }), ...many(600))
    const { text } = await collect('csv')
    const lines = text.trimEnd().split('\r\n')
    expect(lines[0]).toMatch(/^\ufeffid,receivedAt,occurredAt,type,/)
    expect(lines).toHaveLength(602)
    expect(lines[1]).toContain('2023-11-14T22:13:20.000Z')
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(lines[1]).toContain("'+1")
    expect(text.split('receivedAt')).toHaveLength(2)
  })

  it('masks credentials', async () => {
    await put(incoming({ body: Buffer.from('{"stream_param":"txSecret=0011223344"}') }))
    for (const format of ['jsonl', 'csv'] as const) {
      const { text } = await collect(format)
      expect(text).toContain('txSecret=****')
      expect(text).not.toContain('0011223344')
    }
  })

  it('has what was there when it began, and nothing that arrives meanwhile', async () => {
    await put(...many(600))
    const counts = []
    for await (const { rows, total } of events.export('acc', { filter: {}, format: 'jsonl' })) {
      counts.push([rows, total])
      await put(...many(10))
    }
    expect(counts).toEqual([
      [500, 600],
      [600, 600],
    ])
  })

  it('of nothing is a header, or empty', async () => {
    const csv = await collect('csv')
    expect(csv.chunks).toHaveLength(1)
    expect(csv.text).toMatch(/^\ufeffid,.*body\r\n$/)
    expect((await collect('jsonl')).chunks).toEqual([{ text: '', rows: 0, total: 0 }])
  })
})

describe('the figures', () => {
  it('count what came, how fast it came and what it took', async () => {
    at += 100
    await put(...many(20).map((event) => ({ ...event, receivedAt: at - 4 })))
    await put(incoming({ key: 'a', receivedAt: at - 4 }), incoming({ key: 'a', receivedAt: at }))
    await put(incoming({ type: null, rejection: 'notJson', receivedAt: at - 4 }))
    expect(events.stats('acc')).toEqual({
      stored: 22,
      rate: 2.3,
      commitMs: 4,
      lastReceivedAt: at,
      duplicates: 1,
      rejected: 1,
      refused: 0,
      waiting: 0,
      waitingMs: 0,
      alerts: 0,
      index: { waiting: 0, rebuilt: null },
    })
    at += 11_000
    expect(events.stats('acc')).toMatchObject({ stored: 22, rate: 0, commitMs: null })
  })

  it('know the alerts of the last 24 hours', async () => {
    await put(
      alert({ receivedAt: at - 25 * hour }),
      alert({ receivedAt: at - 23 * hour }),
      alert({ verdict: 'Review', receivedAt: at }),
      alert({ verdict: 'Pass' }),
      alert({ accountId: 'other' }),
    )
    expect(events.stats('acc').alerts).toBe(2)
  })

  it('survive a restart', async () => {
    await put(...many(3))
    const again = createEvents({
      store,
      writer: createWriter(store),
      search: createSearch(store),
      log: quietLog,
      now: () => at,
    })
    expect(again.stats('acc')).toMatchObject({ stored: 3, lastReceivedAt: at })
    await again.close()
  })
})

describe('new events', () => {
  it('are told to listeners once, after their commit', async () => {
    const told: StoredEvent[] = []
    const off = events.onStored((rows) => told.push(...rows))
    await put(incoming({ key: 'a' }))
    await put(incoming({ key: 'a' }))
    expect(told).toEqual([expect.objectContaining({ id: 1, accountId: 'acc', stream: 'show', deliveries: 1 })])
    expect(EventRow.strict().safeParse(told[0]).error?.issues).toMatchObject([{ keys: ['accountId'] }])
    off()
    await put(incoming())
    expect(told).toHaveLength(1)
  })

  it('are told once everybody who wants to hear of them is there, those from before as well', async () => {
    const { promise: heard, resolve } = Promise.withResolvers<void>()
    const early = createEvents({
      store,
      writer: createWriter(store),
      search: createSearch(store),
      heard,
      log: quietLog,
    })
    const told: number[] = []
    await early.accept(incoming())
    early.onStored((rows) => told.push(...rows.map(({ id }) => id)))
    await early.accept(incoming())
    expect(told).toEqual([])
    resolve()
    await heard
    expect(told).toEqual([1, 2])
    await early.accept(incoming())
    expect(told).toEqual([1, 2, 3])
    await early.close()
  })

  it('that are recovered were never delivered, and are no callbacks that came', async () => {
    const told: StoredEvent[] = []
    events.onStored((rows) => told.push(...rows))
    await put(incoming({ trust: 'recovered' }))
    expect(told).toMatchObject([{ trust: 'recovered', deliveries: 0 }])
    expect(events.stats('acc')).toMatchObject({ stored: 1, rate: 0, commitMs: null })
  })

  it('are stored even when a listener fails', async () => {
    events.onStored(() => {
      throw new Error('listener')
    })
    await put(incoming())
    expect(await ids({})).toEqual([1])
  })

  it('are flagged when one signature goes on bringing new bodies, and lose no trust', async () => {
    const signature = `1703732078 ${'a'.repeat(32)}`
    const [first, ...rest] = many(56).map((event) => ({ ...event, signature }))
    if (first) await put(first, ...rest.map((event) => ({ ...event, receivedAt: first.receivedAt + 10_001 })))
    const { rows } = await events.page('acc', { filter: {}, limit: 100 })
    expect(rows.filter(({ facts }) => facts.suspicious === 1).map(({ id }) => id)).toEqual([56, 55, 54, 53, 52])
    expect(new Set(rows.map(({ trust }) => trust))).toEqual(new Set(['ok']))
  })
})
