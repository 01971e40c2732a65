import { createCommit } from '../../src-main/core/store/event-commit.ts'
import { toRecord } from '../../src-main/core/store/event-record.ts'
import { type Store, storeError } from '../../src-main/core/store/store.ts'
import type { Writer } from '../../src-main/core/store/writer.ts'

/** Commits where it is called, for files that only one connection can see. */
export function createWriter({ db }: Store): Writer {
  const commit = createCommit(db)
  return {
    async commit(batch) {
      try {
        return commit(batch.map(toRecord))
      } catch (error) {
        throw storeError(error)
      }
    },
    close: async () => {},
  }
}
