import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startBackups } from '../../../src-main/core/store/backup-schedule.ts'
import { listBackups, makeBackup, restoreNewest } from '../../../src-main/core/store/backups.ts'
import { createCommit } from '../../../src-main/core/store/event-commit.ts'
import { toRecord } from '../../../src-main/core/store/event-record.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { createRecordedLog } from '../../fakes/log.ts'
import { incoming } from '../../support/event-samples.ts'
import { quietLog, temporaryFolder, writerEntry } from '../../support/receiving-desk.ts'

const day = 24 * 60 * 60_000
let folder: ReturnType<typeof temporaryFolder>
let file: string
let store: Store

beforeEach(() => {
  folder = temporaryFolder()
  file = join(folder.path, 'desk.db')
  store = openStore(file, { log: quietLog })
})
afterEach(() => {
  vi.useRealTimers()
  store.close()
  folder.remove()
})

const times = () => listBackups(file).map(({ madeAt }) => madeAt)

describe('a backup', () => {
  it('holds what was stored when it was made, and opens as a store', () => {
    createCommit(store.db)([toRecord(incoming())])
    const { path } = makeBackup(store.db, file, 5)
    createCommit(store.db)([toRecord(incoming())])
    const copy = openStore(path, { log: quietLog })
    expect(copy.db.prepare('SELECT count(*) AS found FROM events').get()).toEqual({ found: 1 })
    copy.close()
  })

  it('is kept until two newer ones are there; other files are left alone', () => {
    writeFileSync(`${file}.backup-notes.txt`, '')
    for (const at of [1, 2, 3]) makeBackup(store.db, file, at)
    expect(times()).toEqual([3, 2])
    expect(existsSync(`${file}.backup-notes.txt`)).toBe(true)
    expect(readdirSync(folder.path).filter((name) => name.includes('part'))).toEqual([])
  })

  it('bears no backup’s name before it is complete', () => {
    const db = {
      prepare: () => ({
        run(path: string) {
          writeFileSync(path, 'half of it')
          expect(listBackups(file)).toEqual([])
        },
      }),
    } as unknown as Store['db']
    makeBackup(db, file, 5)
    expect(times()).toEqual([5])
  })

  it('that is empty or broken is not restored', () => {
    store.close()
    writeFileSync(`${file}.backup-1`, '')
    writeFileSync(`${file}.backup-2`, 'no database '.repeat(1000))
    expect(restoreNewest(file)).toBeNull()
  })
})

describe('the schedule', () => {
  it('makes one a day, in a thread, when nothing arrives', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    let at = day * 100
    let isQuiet = false
    const backups = startBackups({ file, entry: writerEntry, isQuiet: () => isQuiet, log: quietLog, now: () => at })
    vi.advanceTimersByTime(60_000)
    isQuiet = true
    expect(times()).toEqual([])
    vi.advanceTimersByTime(60_000)
    await vi.waitFor(() => expect(times()).toEqual([at]), 10_000)
    at += day - 1
    vi.advanceTimersByTime(60_000)
    await backups.close()
    expect(times()).toEqual([day * 100])
  })

  it('makes one all the same, a day later, where something always arrives', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    let at = day * 100
    const backups = startBackups({ file, entry: writerEntry, isQuiet: () => false, log: quietLog, now: () => at })
    at += day - 1
    vi.advanceTimersByTime(60_000)
    await backups.close()
    expect(times()).toEqual([])
    const later = startBackups({ file, entry: writerEntry, isQuiet: () => false, log: quietLog, now: () => at })
    at += day
    vi.advanceTimersByTime(60_000)
    await vi.waitFor(() => expect(times()).toEqual([at]), 10_000)
    await later.close()
  })

  it('outlives a folder that cannot be read for a while', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const log = createRecordedLog()
    const gone = join(folder.path, 'gone', 'desk.db')
    const backups = startBackups({ file: gone, entry: writerEntry, isQuiet: () => true, log, now: () => day })
    vi.advanceTimersByTime(60_000)
    await backups.close()
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { error: { code: 'ENOENT' } } }])
  })
})
