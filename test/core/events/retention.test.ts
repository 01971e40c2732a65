import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Retention } from '../../../src-main/contract/settings.ts'
import { startRetention } from '../../../src-main/core/events/retention.ts'
import type { Search } from '../../../src-main/core/events/search-client.ts'
import { createPinsTable } from '../../../src-main/core/store/pins.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { incoming } from '../../support/event-samples.ts'
import { quietLog } from '../../support/receiving-desk.ts'
import { createSearch } from '../../support/search.ts'
import { createWriter } from '../../support/writer.ts'

const day = 24 * 60 * 60_000
const now = new Date(2026, 5, 20, 12).getTime()
let store: Store
let search: Search
let wanted: Retention
const record = vi.fn()

beforeEach(async () => {
  record.mockReset()
  store = openStore(':memory:', { log: quietLog })
  search = createSearch(store)
  wanted = { maxDays: null, maxGb: null }
  const ages = [40, 31, 30, 29.9, 5, 0]
  await createWriter(store).commit(ages.map((days) => incoming({ receivedAt: now - days * day })))
})
afterEach(async () => {
  await search.close()
  store.close()
})

const start = () => startRetention({ search, wanted: () => wanted, record, log: quietLog, now: () => now })
const left = () =>
  store.db
    .prepare('SELECT id FROM events ORDER BY id')
    .all()
    .map(({ id }) => id)

describe('the retention', () => {
  it('keeps everything unless something is set', async () => {
    const retention = start()
    await retention.check()
    await retention.close()
    expect(left()).toEqual([1, 2, 3, 4, 5, 6])
    expect(record).not.toHaveBeenCalled()
  })

  it('removes what a limit says that is set after everything was kept', async () => {
    const retention = start()
    await retention.check()
    expect(retention.isPruning).toBe(false)
    wanted = { maxDays: 30, maxGb: null }
    await retention.check()
    await retention.close()
    expect(left()).toEqual([3, 4, 5, 6])
  })

  it('removes by whole days, keeps what is pinned, and says what went', async () => {
    createPinsTable(store).set(1, true, now)
    wanted = { maxDays: 30, maxGb: null }
    const retention = start()
    expect(await retention.preview(wanted)).toMatchObject({ rows: 1, before: now - 31 * day })
    await retention.check()
    expect(left()).toEqual([1, 3, 4, 5, 6])
    expect(record.mock.calls).toEqual([[{ rows: 1, before: now - 31 * day }]])
    await retention.check()
    expect(record).toHaveBeenCalledTimes(1)
    await retention.close()
  })

  it('removes the oldest when there is too much', async () => {
    const { usedBytes } = await search.size()
    wanted = { maxDays: null, maxGb: usedBytes / 2 / 1e9 }
    const retention = start()
    await retention.check()
    await retention.close()
    // Half of the size and 5 % of room: all but 47.5 % of six.
    expect(left()).toEqual([5, 6])
    expect(record.mock.calls).toEqual([[{ rows: 4, before: now - 29.9 * day }]])
  })

  it('stops between two steps when the desk closes, and still says what went', async () => {
    wanted = { maxDays: 1, maxGb: null }
    let steps = 0
    const slow: Pick<Search, 'overdue' | 'prune'> = {
      overdue: search.overdue,
      prune: async () => ++steps,
    }
    const retention = startRetention({ search: slow, wanted: () => wanted, record, log: quietLog, now: () => now })
    void retention.check()
    await vi.waitFor(() => expect(steps).toBeGreaterThan(1))
    expect(retention.isPruning).toBe(true)
    await retention.close()
    expect(record).toHaveBeenCalledTimes(1)
    expect(record.mock.calls[0]?.[0].rows).toBe((steps * (steps + 1)) / 2)
  })

  it('tries again later when the store fails', async () => {
    wanted = { maxDays: 30, maxGb: null }
    const error = vi.fn()
    const broken = { overdue: () => Promise.reject(new Error('locked')), prune: search.prune }
    const retention = startRetention({
      search: broken,
      wanted: () => wanted,
      record,
      log: { ...quietLog, error },
      now: () => now,
    })
    await retention.check()
    expect(error).toHaveBeenCalledTimes(1)
    expect(left()).toHaveLength(6)
    await retention.close()
  })
})
