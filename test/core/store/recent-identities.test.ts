import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { createRecentIdentities } from '../../../src-main/core/store/recent-identities.ts'
import { migrate } from '../../../src-main/core/store/store.ts'

const minute = 60_000
const identityOf = (key: number) => createHash('sha256').update(String(key)).digest().subarray(0, 16)

let db: DatabaseSync

beforeEach(() => {
  db = new DatabaseSync(':memory:')
  migrate(db)
})

function store(id: number, receivedAt: number): void {
  db.prepare(
    `INSERT INTO events (id, identity, received_at, trust, facts, path, headers, body_bytes, body)
     VALUES (?, ?, ?, 'ok', '{}', '', '[]', 0, x'')`,
  ).run(id, identityOf(id), receivedAt)
}

/** As the commit does: the stored row has the last word. */
const confirmed = (key: number) => (id: number) => id === key

describe('the identities of recent events', () => {
  it('are found by what was added, whatever it was', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 40 }), { maxLength: 300 }), (ids) => {
        const recent = createRecentIdentities(db)
        for (const id of ids.toSorted((a, b) => a - b)) if (id % 2 ** 32 !== 0) recent.add(identityOf(id), id, 1)
        const newest = Math.max(0, ...ids)
        for (const id of ids.filter((each) => each % 2 ** 32 !== 0 && newest - each < 2 ** 32))
          expect(recent.find(identityOf(id), confirmed(id))).toBe(id)
        expect(recent.find(identityOf(-1), () => true)).toBeNull()
      }),
    )
  })

  it('are only as good as the stored row says', () => {
    const recent = createRecentIdentities(db)
    recent.add(identityOf(1), 1, 1)
    expect(recent.find(identityOf(1), () => false)).toBeNull()
  })

  it('of two that look alike are told apart by their rows', () => {
    const recent = createRecentIdentities(db)
    recent.add(identityOf(1), 1, 1)
    recent.add(identityOf(1), 2, 1)
    expect(recent.find(identityOf(1), confirmed(1))).toBe(1)
    expect(recent.find(identityOf(1), confirmed(2))).toBe(2)
  })

  it('are all known from a small table, and the newest half hour of a large one', () => {
    for (let id = 1; id <= 100; id++) store(id, id * minute)
    const recent = createRecentIdentities(db)
    expect(recent.since).toBe(Number.POSITIVE_INFINITY)
    expect(recent.load(Number.POSITIVE_INFINITY)).toBe(false)
    expect(recent.since).toBe(70 * minute)
    expect(recent.find(identityOf(70), confirmed(70))).toBe(70)
    expect(recent.find(identityOf(60), confirmed(60))).toBeNull()

    const all = createRecentIdentities(db)
    db.exec('DELETE FROM events WHERE id < 80')
    all.load(Number.POSITIVE_INFINITY)
    expect(all.since).toBe(Number.NEGATIVE_INFINITY)
  })

  it('are learned from a given time on, where they are wanted that far back', () => {
    for (let id = 1; id <= 2000; id++) store(id, id * 2000)
    const recent = createRecentIdentities(db)
    recent.load(0)
    expect(recent.loadFrom(2000 * 2000)).toBe(true)
    expect(recent.since).toBeGreaterThan(1000 * 2000)
    expect(recent.loadFrom(1200 * 2000)).toBe(true)
    expect(recent.since).toBeLessThanOrEqual(1200 * 2000)
    expect(recent.find(identityOf(1200), confirmed(1200))).toBe(1200)
    const { since } = recent
    expect([recent.loadFrom(1200 * 2000), recent.loadFrom(2000)]).toEqual([false, false])
    expect(recent.since).toBe(since)
  })

  it('are kept for at least half an hour, and not for ever', () => {
    const recent = createRecentIdentities(db)
    recent.load(Number.POSITIVE_INFINITY)
    for (let id = 1; id <= 100; id++) recent.add(identityOf(id), id, id * minute)
    const isKnown = (id: number) => recent.find(identityOf(id), confirmed(id)) === id
    for (let id = 70; id <= 100; id++) expect(isKnown(id)).toBe(true)
    expect(isKnown(10)).toBe(false)
    expect(recent.since).toBeLessThanOrEqual(70 * minute)
    expect(recent.since).toBeGreaterThan(10 * minute)
  })
})
