import { describe, expect, it } from 'vitest'
import type { ActivityEntry } from '../../../src-main/contract/activity.ts'
import { createStorage, type StorageParts } from '../../../src-main/core/events/storage.ts'

const size = { usedBytes: 900, fileBytes: 1000, indexBytes: 200, freeBytes: 5000, oldestAt: 7 }
const pruned = { at: 50, after: { rows: 12, before: 40 } } as unknown as ActivityEntry

const storage = (parts: Partial<StorageParts> = {}) =>
  createStorage({
    search: { size: async () => size },
    reader: { stored: () => 30 },
    pins: { count: () => 2 },
    retention: { isPruning: false, preview: async () => null },
    lastPruning: () => undefined,
    ...parts,
  })

describe('the storage', () => {
  it('says how much there is, and that nothing was removed yet', async () => {
    expect(await storage().status()).toEqual({ ...size, events: 30, pinned: 2, lastPruned: null, isPruning: false })
  })

  it('says what the last pruning removed', async () => {
    const status = await storage({ lastPruning: () => pruned }).status()
    expect(status.lastPruned).toEqual({ at: 50, rows: 12, before: 40 })
  })

  it('previews what limits would remove; none as none', async () => {
    const limits = { maxDays: 7, maxGb: null }
    expect(await storage().preview(limits)).toEqual({ rows: 0, before: null })
    const retention = { isPruning: true, preview: async () => ({ through: 9, before: 40, rows: 12 }) }
    expect(await storage({ retention }).preview(limits)).toEqual({ rows: 12, before: 40 })
    expect(await storage({ retention }).status()).toMatchObject({ isPruning: true })
  })
})
