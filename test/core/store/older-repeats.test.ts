import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { createCommit } from '../../../src-main/core/store/event-commit.ts'
import { toRecord } from '../../../src-main/core/store/event-record.ts'
import { claimOf, createOlderLookup } from '../../../src-main/core/store/older-repeats.ts'
import { migrate } from '../../../src-main/core/store/store.ts'
import { incoming } from '../../support/event-samples.ts'

const minute = 60_000
const start = 1_700_000_000_000

let find: (fields: Parameters<typeof incoming>[0], since?: number) => number | null

/** An event a minute over ten hours, each received 400 ms after it happened; some are gone. */
beforeEach(() => {
  const db = new DatabaseSync(':memory:')
  migrate(db)
  const at = (n: number) => start + n * minute
  const events = Array.from({ length: 600 }, (_, n) =>
    incoming({ key: `event ${n}`, occurredAt: at(n), receivedAt: at(n) + 400 }),
  )
  createCommit(db)(events.map(toRecord))
  db.exec('DELETE FROM events WHERE id % 7 = 0')
  const lookUp = createOlderLookup(db)
  find = (fields, since = Number.POSITIVE_INFINITY) => {
    const record = toRecord(incoming(fields))
    const claim = claimOf(record)
    return claim && lookUp(record.identity, claim, since)
  }
})

describe('a repeat of an old event', () => {
  it('is found by the time it names, wherever that lies', () => {
    for (const n of [0, 1, 42, 299, 598]) {
      expect(find({ key: `event ${n}`, occurredAt: start + n * minute })).toBe(n + 1)
    }
  })

  it('is found when the clocks differ by some minutes, and when it came with the last retry', () => {
    expect(find({ key: 'event 299', occurredAt: start + 309 * minute })).toBe(300)
    expect(find({ key: 'event 299', occurredAt: start + 288 * minute })).toBe(300)
  })

  it('is found by its `t` when the body names no time', () => {
    expect(find({ key: 'event 299', occurredAt: null, validUntil: start + 310 * minute })).toBe(300)
    expect(find({ key: 'event 299', occurredAt: null, validUntil: null })).toBeNull()
  })

  it('is not found where it cannot be: at another time, deleted, or unknown', () => {
    expect(find({ key: 'event 299', occurredAt: start + 400 * minute })).toBeNull()
    expect(find({ key: 'event 6', occurredAt: start + 6 * minute })).toBeNull()
    expect(find({ key: 'never', occurredAt: start + 300 * minute })).toBeNull()
  })

  it('is not looked for among what is known anyway', () => {
    expect(find({ key: 'event 299', occurredAt: start + 300 * minute }, start + 200 * minute)).toBeNull()
  })
})
