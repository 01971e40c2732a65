/** How much the stored events take, what the retention would remove, and what it has removed. */
import { z } from 'zod'
import { procedure } from './define.ts'
import { Retention } from './settings.ts'

export const StorageStatus = z.object({
  /** Bytes of the event store that hold something; the size the retention compares with its limit. */
  usedBytes: z.number(),
  /** Bytes on the disk: the store, its log, and the search index. More than `usedBytes`: what pruning freed is used again. */
  fileBytes: z.number(),
  /** The part of `fileBytes` that is the search index, which can be built again. */
  indexBytes: z.number(),
  freeBytes: z.number(),
  events: z.number().int(),
  pinned: z.number().int(),
  oldestAt: z.number().nullable(),
  /** The newest pruning that removed something; null before the first. */
  lastPruned: z.object({ at: z.number(), rows: z.number().int(), before: z.number() }).nullable(),
  isPruning: z.boolean(),
})
export type StorageStatus = z.infer<typeof StorageStatus>

export const storageGroup = {
  status: procedure(z.strictObject({}), StorageStatus, { role: 'viewer' }),
  /** What these limits would remove now: about this many events, all received before `before` (null = none). */
  preview: procedure(Retention, z.object({ rows: z.number().int(), before: z.number().nullable() }), {
    role: 'viewer',
  }),
}
