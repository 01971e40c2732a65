import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Committed, createCommit, mostRejected } from '../../../src-main/core/store/event-commit.ts'
import { toRecord } from '../../../src-main/core/store/event-record.ts'
import { createEventReader, type EventReader } from '../../../src-main/core/store/events.ts'
import { createRecentIdentities } from '../../../src-main/core/store/recent-identities.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { incoming } from '../../support/event-samples.ts'
import { quietLog, temporaryFolder } from '../../support/receiving-desk.ts'

type Incoming = ReturnType<typeof incoming>
const commitInto = ({ db }: Store) => {
  const commit = createCommit(db)
  return (events: Incoming[]) => commit(events.map(toRecord))
}

let folder: ReturnType<typeof temporaryFolder>
let store: Store
let reader: EventReader
let commit: (events: Incoming[]) => Committed[]

beforeEach(() => {
  folder = temporaryFolder()
  store = openStore(join(folder.path, 'desk.db'), { log: quietLog })
  reader = createEventReader(store.db)
  commit = commitInto(store)
})
afterEach(() => {
  store.close()
  folder.remove()
})

const rejected = (fields: Parameters<typeof incoming>[0] = {}) =>
  incoming({ type: null, rejection: 'notJson', body: Buffer.from('?'), ...fields })

describe('a commit', () => {
  it('stores every field and counts the event', () => {
    const event = incoming({ score: 12.5, facts: { code: 1, message: null }, body: Buffer.from([1, 2, 255]) })
    const [committed] = commit([event])
    expect(committed?.deliveries).toBe(1)
    const { identity: _i, signature: _s, accountId: _a, body, headers, path, validUntil, ...row } = event
    expect(reader.delivery(committed?.id ?? 0)).toEqual({
      row: { ...row, id: committed?.id, deliveries: 1 },
      body,
      bodyBytes: 3,
      headers,
      path,
      validUntil,
      deliveredAt: [event.receivedAt],
    })
    expect(reader.totals('acc')).toEqual({ stored: 1, duplicates: 0, rejected: 0, lastReceivedAt: event.receivedAt })
  })

  it('raises the deliveries of an event that comes again, also within one batch', () => {
    const [first, again] = commit([incoming({ key: 'a', receivedAt: 10 }), incoming({ key: 'a', receivedAt: 20 })])
    expect([first?.deliveries, again]).toEqual([1, { id: first?.id, deliveries: 2 }])
    expect(commit([incoming({ key: 'a', receivedAt: 30 })])).toEqual([{ id: first?.id, deliveries: 3 }])
    expect(reader.delivery(first?.id ?? 0)).toMatchObject({ row: { deliveries: 3 }, deliveredAt: [10, 20, 30] })
    expect(reader.totals('acc')).toMatchObject({ stored: 1, duplicates: 2, lastReceivedAt: 30 })
  })

  it('keeps the times of the newest 50 repeats, and counts all', () => {
    const [first] = commit([incoming({ key: 'a', receivedAt: 0 })])
    for (let at = 1; at <= 60; at++) commit([incoming({ key: 'a', receivedAt: at })])
    const delivery = reader.delivery(first?.id ?? 0)
    expect(delivery?.row.deliveries).toBe(61)
    expect(delivery?.deliveredAt).toEqual([0, ...Array.from({ length: 50 }, (_, index) => index + 11)])
  })

  it('is all or nothing', () => {
    const broken = { ...incoming(), receivedAt: 1.5 }
    expect(() => commit([incoming(), broken])).toThrow()
    expect(reader.newestId()).toBe(0)
    expect(reader.totals('acc').stored).toBe(0)
    expect(commit([incoming()])).toHaveLength(1)
  })

  it('never uses an id twice, even when everything was deleted', () => {
    commit([incoming(), incoming()])
    store.db.exec('DELETE FROM events')
    expect(commit([incoming()])[0]?.id).toBe(3)
    store.db.exec('DELETE FROM events')
    expect(commitInto(store)([incoming()])[0]?.id).toBe(4)
  })

  it('takes a repeat of a deleted event as a new one', () => {
    commit([incoming({ key: 'a' })])
    store.db.exec('DELETE FROM events')
    expect(commit([incoming({ key: 'a' })])).toEqual([{ id: 2, deliveries: 1 }])
  })

  it('knows after a restart what came before it', () => {
    commit([incoming({ key: 'a' })])
    expect(commitInto(store)([incoming({ key: 'a' })])).toEqual([{ id: 1, deliveries: 2 }])
  })

  it('tells two events apart that differ late in their identity', () => {
    const identity = (last: number) => Buffer.from([...new Uint8Array(15).fill(7), last])
    const [one, other] = [incoming({ identity: identity(1) }), incoming({ identity: identity(2) })]
    expect([...commit([one]), ...commit([other]), ...commit([one])]).toEqual([
      { id: 1, deliveries: 1 },
      { id: 2, deliveries: 1 },
      { id: 1, deliveries: 2 },
    ])
  })

  it('finds the first delivery of an event that is too old to be kept at hand', () => {
    const minute = 60_000
    const ofMinute = (n: number) => incoming({ key: `${n}`, occurredAt: n * minute, receivedAt: n * minute })
    commit(Array.from({ length: 120 }, (_, n) => ofMinute(n)))
    const restarted = commitInto(store)
    expect(restarted([incoming({ key: '5', occurredAt: 5 * minute, receivedAt: 121 * minute })])).toEqual([
      { id: 6, deliveries: 2 },
    ])
  })

  it('learns after a busy time which rows may hold its repeats, once for all, instead of reading them for each', () => {
    const minute = 60_000
    const ofMinute = (n: number) =>
      incoming({ key: `${n}`, occurredAt: Math.round(n * minute), receivedAt: Math.round(n * minute) })
    commit(Array.from({ length: 2000 }, (_, n) => ofMinute(n / 100)))
    const recent = createRecentIdentities(store.db)
    const restarted = createCommit(store.db, recent)
    expect(restarted([toRecord(ofMinute(15)), toRecord(incoming({ occurredAt: 20 * minute }))])).toEqual([
      { id: 1501, deliveries: 2 },
      { id: 2001, deliveries: 1 },
    ])
    expect(recent.since).toBeLessThanOrEqual(5 * minute)
    expect(recent.since).toBeGreaterThan(0)
  })

  it('counts each account by itself', () => {
    commit([incoming(), incoming({ accountId: 'other' }), incoming({ accountId: null })])
    expect(reader.totals('acc').stored).toBe(2)
    expect(reader.totals('other').stored).toBe(2)
    expect(reader.totals(null).stored).toBe(1)
  })

  it('takes an empty body and odd characters', () => {
    const [committed] = commit([incoming({ body: Buffer.alloc(0), stream: 'a\ud800b', label: '色情' })])
    expect(reader.delivery(committed?.id ?? 0)).toMatchObject({ bodyBytes: 0, row: { label: '色情' } })
  })
})

describe('unreadable deliveries', () => {
  it('are kept up to the newest thousand, between events that all stay', () => {
    commit([incoming({ stream: 'first' })])
    for (let round = 0; round < 3; round++) commit(Array.from({ length: 400 }, () => rejected()))
    commit([incoming({ stream: 'last' })])
    expect(reader.totals('acc')).toMatchObject({ stored: mostRejected + 2, rejected: 1200 })
    const kept = store.db
      .prepare('SELECT count(*) AS found, min(id) AS oldest FROM events WHERE rejection IS NOT NULL')
      .get()
    expect(kept).toEqual({ found: mostRejected, oldest: 202 })
  })

  it('are cut to 64 KiB between two characters; their true size is kept', () => {
    const text = `?${'色'.repeat(30_000)}`
    const [committed] = commit([rejected({ body: Buffer.from(text) })])
    const delivery = reader.delivery(committed?.id ?? 0)
    expect(delivery?.bodyBytes).toBe(90_001)
    expect(delivery?.body.length).toBeGreaterThan(65_530)
    expect(text.startsWith(String(delivery?.body.toString('utf8')))).toBe(true)
  })
})
