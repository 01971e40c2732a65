import type { Search } from '../../src-main/core/events/search-client.ts'
import { openSearchEngine } from '../../src-main/core/events/search-engine.ts'
import type { Store } from '../../src-main/core/store/store.ts'

/** Searches where it is called, for stores that only one connection can see. */
export function createSearch({ file, db }: Pick<Store, 'file' | 'db'>): Search {
  const engine = openSearchEngine({ file, indexFile: ':memory:', db, onRebuild: () => {} })
  const current = () => {
    while (engine.follow());
    return engine
  }
  return {
    ...engine,
    find: (...args) => current().find(...args),
    count: (...args) => current().count(...args),
    bars: (...args) => current().bars(...args),
    searchBodies: (...args) => current().searchBodies(...args),
    state: () => current().state(),
    close: async () => engine.close(),
  }
}
