/** How much the stored events take, and what the retention does about it. */
import type { ActivityEntry } from '../../contract/activity.ts'
import type { Retention } from '../../contract/settings.ts'
import type { StorageStatus } from '../../contract/storage.ts'
import type { EventReader } from '../store/events.ts'
import type { PinsTable } from '../store/pins.ts'
import type { RetentionRunner } from './retention.ts'
import type { Search } from './search-client.ts'

export interface Storage {
  status(): Promise<StorageStatus>
  preview(limits: Retention): Promise<{ rows: number; before: number | null }>
}

export interface StorageParts {
  readonly search: Pick<Search, 'size'>
  readonly reader: Pick<EventReader, 'stored'>
  readonly pins: Pick<PinsTable, 'count'>
  readonly retention: Pick<RetentionRunner, 'isPruning' | 'preview'>
  /** The newest entry of Activity that says so. */
  readonly lastPruning: () => ActivityEntry | undefined
}

export function createStorage({ search, reader, pins, retention, lastPruning }: StorageParts): Storage {
  return {
    async status() {
      const entry = lastPruning()
      return {
        ...(await search.size()),
        events: reader.stored(),
        pinned: pins.count(),
        lastPruned: entry
          ? { at: entry.at, rows: Number(entry.after?.rows ?? 0), before: Number(entry.after?.before ?? 0) }
          : null,
        isPruning: retention.isPruning,
      }
    },
    async preview(limits) {
      const overdue = await retention.preview(limits)
      return { rows: overdue?.rows ?? 0, before: overdue?.before ?? null }
    },
  }
}
