/** Commits leave the write-ahead log to a thread that nobody waits for, and do it themselves when that one is behind. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startSearch } from '../../../src-main/core/events/search-client.ts'
import { checkpoint } from '../../../src-main/core/store/checkpoint.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { quietLog, temporaryFolder } from '../../support/receiving-desk.ts'

const searchEntry = new URL('../../../src-main/core/events/search-thread.ts', import.meta.url)
const pageBytes = 4096
let folder: ReturnType<typeof temporaryFolder>
let store: Store
let behind: DatabaseSync
beforeEach(() => {
  folder = temporaryFolder()
  store = openStore(join(folder.path, 'desk.db'), { log: quietLog })
  store.db.exec('PRAGMA wal_checkpoint(TRUNCATE); CREATE TABLE filling (content BLOB)')
  behind = new DatabaseSync(store.file)
})
afterEach(() => {
  behind.close()
  store.close()
  folder.remove()
})

function commitPages(count: number): void {
  const insert = store.db.prepare(`INSERT INTO filling VALUES (zeroblob(${100 * pageBytes}))`)
  for (let pages = 0; pages < count; pages += 100) insert.run()
}
const waiting = () => {
  const { log, checkpointed } = behind.prepare('PRAGMA wal_checkpoint(NOOP)').get() ?? {}
  return Number(log) - Number(checkpointed)
}

it('is left alone while little has gathered', () => {
  commitPages(500)
  const before = waiting()
  checkpoint(behind)
  expect([before > 400, waiting()]).toEqual([true, before])
})

it('is copied by whoever looks after it, and by no commit before', () => {
  commitPages(2000)
  expect(waiting()).toBeGreaterThan(2000)
  checkpoint(behind)
  expect(waiting()).toBe(0)
})

it('is looked after by the search thread', async () => {
  const search = startSearch({
    file: store.file,
    indexFile: join(folder.path, 'index.db'),
    entry: searchEntry,
    log: quietLog,
  })
  try {
    commitPages(2000)
    await vi.waitFor(() => expect(waiting()).toBe(0), { timeout: 20_000 })
  } finally {
    await search.close()
  }
})

it('is copied by a commit when nobody looks after it, so that it does not grow without end', () => {
  commitPages(12_000)
  expect(waiting()).toBeLessThan(4500)
  expect(statSync(`${store.file}-wal`).size).toBeLessThan(6000 * pageBytes)
})
