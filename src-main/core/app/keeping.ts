/** How much is kept of what was received: the retention, and what can be said about it. */
import { type RetentionRunner, startRetention } from '../events/retention.ts'
import type { Search } from '../events/search-client.ts'
import { createStorage, type Storage } from '../events/storage.ts'
import { createEventReader } from '../store/events.ts'
import { createPinsTable } from '../store/pins.ts'
import type { Ground } from './ground.ts'

export function createKeeping(
  { store, settings, activity, log, now }: Ground,
  search: Search,
): { retention: RetentionRunner; storage: Storage } {
  const retention = startRetention({
    search,
    wanted: () => settings.get().retention,
    record: ({ rows, before }) =>
      activity.record({ kind: 'events.pruned', target: '', account: null, after: { rows, before } }),
    log,
    now,
  })
  const storage = createStorage({
    search,
    reader: createEventReader(store.db),
    pins: createPinsTable(store),
    retention,
    lastPruning: () => activity.page({ account: null, kinds: ['events.pruned'] }, 1).entries[0],
  })
  return { retention, storage }
}
