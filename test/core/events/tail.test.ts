import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TailBatch } from '../../../src-main/contract/events.ts'
import { createFeed, type Feed } from '../../../src-main/core/events/feed.ts'
import { type TailInput, tailEvents } from '../../../src-main/core/events/tail.ts'
import type { IncomingEvent } from '../../../src-main/core/store/event.ts'
import { createCommit } from '../../../src-main/core/store/event-commit.ts'
import { toRecord } from '../../../src-main/core/store/event-record.ts'
import { createEventReader } from '../../../src-main/core/store/events.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { alert, incoming } from '../../support/event-samples.ts'
import { quietLog } from '../../support/receiving-desk.ts'
import { createSearch } from '../../support/search.ts'

let store: Store
let feed: Feed
let at: number
let stop: AbortController

beforeEach(() => {
  store = openStore(':memory:', { log: quietLog })
  feed = createFeed(0)
  at = 1_700_000_000_000
  stop = new AbortController()
})
afterEach(() => {
  stop.abort()
  store.close()
})

/** Commits and tells the feed, as the events do. */
function put(...events: IncomingEvent[]): void {
  const committed = createCommit(store.db)(events.map(toRecord))
  for (const [index, { id, deliveries }] of committed.entries())
    if (deliveries > 1) feed.repeated(events[index]?.accountId ?? null, id, deliveries)
  feed.stored(createEventReader(store.db).newestId())
}
const many = (count: number, make: (index: number) => IncomingEvent = () => incoming()) =>
  Array.from({ length: count }, (_, index) => make(index))

function tail(input: Partial<TailInput> = {}, accountId: string | null = 'acc') {
  const source = { accountId, reader: createEventReader(store.db), search: createSearch(store), feed, now: () => at }
  return tailEvents(source, { after: null, backlog: 200, filter: {}, ...input }, stop.signal)
}

async function next(batches: AsyncGenerator<TailBatch>): Promise<TailBatch> {
  const { value } = await batches.next()
  const batch = TailBatch.parse(value)
  expect(batch.received).toBe(batch.rows.length + batch.filtered + batch.collapsed)
  return batch
}

/** Batches until the cursor is reached, joined. */
async function readTo(batches: AsyncGenerator<TailBatch>, cursor: number) {
  const seen: TailBatch[] = []
  do seen.push(await next(batches))
  while ((seen.at(-1)?.cursor ?? 0) < cursor)
  const sum = (name: 'received' | 'filtered' | 'collapsed') => seen.reduce((total, batch) => total + batch[name], 0)
  return {
    ids: seen.flatMap(({ rows }) => rows.map(({ id }) => id)),
    rows: seen.flatMap(({ rows }) => rows),
    received: sum('received'),
    filtered: sum('filtered'),
    collapsed: sum('collapsed'),
    batches: seen,
  }
}

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)

describe('a fresh tail', () => {
  it('begins with the newest rows, oldest first', async () => {
    put(...many(30))
    const batch = await next(tail({ backlog: 10 }))
    expect(batch.rows.map(({ id }) => id)).toEqual(from(21, 30))
    expect(batch).toMatchObject({ cursor: 30, received: 10, filtered: 0, collapsed: 0, restarted: false, lagMs: 0 })
  })

  it('tells its cursor at once, even without rows', async () => {
    expect(await next(tail())).toMatchObject({ rows: [], cursor: 0, received: 0 })
    put(...many(3))
    expect(await next(tail({ backlog: 0 }))).toMatchObject({ rows: [], cursor: 3 })
  })

  it('has a backlog of matching rows', async () => {
    put(...many(100, (index) => incoming({ type: index % 10 === 0 ? 0 : 1 })))
    const batch = await next(tail({ backlog: 5, filter: { types: [0] } }))
    expect(batch.rows.map(({ id }) => id)).toEqual([51, 61, 71, 81, 91])
    expect(batch.cursor).toBe(100)
  })

  it('sends a large backlog in batches of at most 500', async () => {
    put(...many(1200))
    const { ids, batches } = await readTo(tail({ backlog: 1000 }), 1200)
    expect(ids).toEqual(from(201, 1200))
    expect(batches.map(({ rows }) => rows.length)).toEqual([500, 500])
  })
})

describe('new rows', () => {
  it('come as they are stored, with the time they took', async () => {
    const batches = tail()
    await next(batches)
    const waiting = next(batches)
    at += 1000
    put(incoming({ receivedAt: at - 30 }))
    expect(await waiting).toMatchObject({ rows: [{ id: 1 }], cursor: 1, received: 1, lagMs: 30 })
  })

  it('are counted where the filter holds them back', async () => {
    const batches = tail({ filter: { types: [0], stream: 'show' } })
    await next(batches)
    put(incoming(), incoming({ type: 0 }), incoming({ type: 0, stream: 'other' }))
    expect(await next(batches)).toMatchObject({ rows: [{ id: 2 }], cursor: 3, received: 3, filtered: 2 })
    put(incoming())
    expect(await next(batches)).toMatchObject({ rows: [], cursor: 4, received: 1, filtered: 1 })
  })

  it('of other accounts are not there at all; those of no account are', async () => {
    const batches = tail()
    await next(batches)
    put(incoming({ accountId: 'other' }), incoming({ accountId: null }), incoming())
    expect(await next(batches)).toMatchObject({ rows: [{ id: 2 }, { id: 3 }], received: 2, filtered: 0 })
    put(incoming({ accountId: 'other' }))
    put(incoming({ accountId: 'acc' }))
    expect(await next(batches)).toMatchObject({ rows: [{ id: 5 }], received: 1 })
  })

  it('that come faster than 20 times a second share batches', async () => {
    const batches = tail()
    await next(batches)
    put(incoming())
    await next(batches)
    const begun = performance.now()
    put(incoming())
    const waiting = next(batches)
    put(incoming())
    expect((await waiting).rows).toHaveLength(2)
    expect(performance.now() - begun).toBeGreaterThan(30)
  })
})

describe('a reconnect', () => {
  it('goes on after the cursor without a gap, in one go with what comes meanwhile', async () => {
    put(...many(20))
    const batches = tail({ after: 5 })
    expect((await next(batches)).rows.map(({ id }) => id)).toEqual(from(6, 20))
    put(...many(3))
    expect((await next(batches)).rows.map(({ id }) => id)).toEqual(from(21, 23))
  })

  it('counts what the filter held back in the gap', async () => {
    put(...many(3000, (index) => incoming({ type: index % 100 === 0 ? 0 : 1 })))
    const { ids, received, filtered, batches } = await readTo(tail({ after: 100, filter: { types: [0] } }), 3000)
    expect(ids).toEqual(Array.from({ length: 29 }, (_, index) => 101 + index * 100))
    expect({ received, filtered }).toEqual({ received: 2900, filtered: 2871 })
    expect(batches[0]?.restarted).toBe(false)
  })

  it('replays exactly 1,000 rows, and begins anew beyond them', async () => {
    put(...many(1100))
    const whole = await readTo(tail({ after: 100 }), 1100)
    expect(whole.ids).toEqual(from(101, 1100))
    expect(whole.batches.some(({ restarted }) => restarted)).toBe(false)
    const anew = await readTo(tail({ after: 99, backlog: 700 }), 1100)
    expect(anew.ids).toEqual(from(401, 1100))
    expect(anew.batches.map(({ restarted }) => restarted)).toEqual([true, false])
  })

  it('begins anew with a cursor of another store', async () => {
    put(...many(3))
    expect(await next(tail({ after: 9999 }))).toMatchObject({ restarted: true, cursor: 3, received: 3 })
  })

  it('at any point sees every row exactly once', async () => {
    put(...many(50))
    const seen: number[] = []
    let cursor = 0
    for (let round = 0; round < 10; round++) {
      const batches = tail({ after: cursor })
      const batch = await next(batches)
      seen.push(...batch.rows.map(({ id }) => id))
      cursor = batch.cursor
      await batches.return()
      put(...many(round * 3))
    }
    const last = await next(tail({ after: cursor }))
    seen.push(...last.rows.map(({ id }) => id))
    expect(seen).toEqual(from(1, last.cursor))
  })
})

describe('a client that is far behind', () => {
  it('gets every alert and the newest other rows; the rest is counted as collapsed', async () => {
    const batches = tail()
    await next(batches)
    put(...many(5000, (index) => (index % 1000 === 7 ? alert({ type: index === 7 ? 315 : 317 }) : incoming())))
    const batch = await next(batches)
    expect(batch.rows.filter(({ type }) => type !== 1).map(({ id }) => id)).toEqual([8, 1008, 2008, 3008, 4008])
    expect(batch.rows).toHaveLength(500)
    expect(batch.rows.at(-1)?.id).toBe(5000)
    expect(batch.rows.map(({ id }) => id)).toEqual(batch.rows.map(({ id }) => id).toSorted((a, b) => a - b))
    expect(batch).toMatchObject({ cursor: 5000, received: 5000, filtered: 0, collapsed: 4500 })
  })

  it('gets alerts in order even when they alone are more than a batch', async () => {
    const batches = tail()
    await next(batches)
    put(...many(3000, (index) => (index % 2 === 0 ? alert() : incoming())))
    const { rows, received } = await readTo(batches, 3000)
    expect(rows.filter(({ type }) => type === 317)).toHaveLength(1500)
    expect(received).toBe(3000)
  })

  it('gets only what its filter lets through', async () => {
    const batches = tail({ filter: { types: [0] } })
    await next(batches)
    put(...many(4000, (index) => (index % 4 === 0 ? alert() : incoming({ type: index % 2 }))))
    const batch = await next(batches)
    expect(new Set(batch.rows.map(({ type }) => type))).toEqual(new Set([0]))
    expect(batch).toMatchObject({ received: 4000, filtered: 3000, collapsed: 500 })
  })

  it('is still told every row when it is less than 2,000 behind', async () => {
    const batches = tail()
    await next(batches)
    put(...many(2000))
    expect((await readTo(batches, 2000)).ids).toEqual(from(1, 2000))
  })
})

describe('repeats', () => {
  it('of rows the client knows are told', async () => {
    put(incoming({ key: 'a' }), incoming({ key: 'b' }))
    const batches = tail()
    await next(batches)
    put(incoming({ key: 'a' }), incoming({ key: 'a' }))
    expect(await next(batches)).toMatchObject({ rows: [], received: 0, redelivered: [{ id: 1, deliveries: 3 }] })
  })

  it('of a row that is still to come are in the row', async () => {
    const batches = tail()
    await next(batches)
    put(incoming({ key: 'a' }), incoming({ key: 'a' }))
    expect(await next(batches)).toMatchObject({ rows: [{ id: 1, deliveries: 2 }], redelivered: [] })
  })

  it('of another account are its own', async () => {
    put(incoming({ key: 'a', accountId: 'other' }))
    const batches = tail()
    await next(batches)
    put(incoming({ key: 'a', accountId: 'other' }))
    put(incoming())
    expect(await next(batches)).toMatchObject({ rows: [{ deliveries: 1 }], redelivered: [] })
  })
})

describe('the end', () => {
  it('comes when the client goes away, and nothing is left behind', async () => {
    const batches = tail()
    await next(batches)
    const waiting = batches.next()
    expect(feed.readers.size).toBe(1)
    stop.abort()
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(feed.readers.size).toBe(0)
  })

  it('comes when the client stops between two batches', async () => {
    const batches = tail()
    await next(batches)
    await batches.return()
    expect(feed.readers.size).toBe(0)
  })

  it('comes when the desk closes', async () => {
    const batches = tail()
    await next(batches)
    const waiting = batches.next()
    feed.close()
    expect((await waiting).done).toBe(true)
    await vi.waitFor(() => expect(feed.readers.size).toBe(0))
  })
})
