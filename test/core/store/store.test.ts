import { chmodSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { makeBackup } from '../../../src-main/core/store/backups.ts'
import { migrations } from '../../../src-main/core/store/migrations.ts'
import { isTooOld, migrate, openStore, storeError } from '../../../src-main/core/store/store.ts'
import { quietLog, temporaryFolder } from '../../support/receiving-desk.ts'

let folder: ReturnType<typeof temporaryFolder>
let file: string

beforeEach(() => {
  folder = temporaryFolder()
  file = join(folder.path, 'desk.db')
})
afterEach(() => folder.remove())

const open = () => openStore(file, { log: quietLog, now: () => Date.UTC(2026, 0, 2, 3, 4, 5) })
const pragma = (db: DatabaseSync, name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]

function addSlots(count: number): void {
  const store = open()
  const insert = store.db.prepare('INSERT INTO slots VALUES (?, ?, 1, 1)')
  store.db.exec('BEGIN')
  for (let index = 0; index < count; index++) insert.run(`slot${index}`, 'account'.repeat(20))
  store.db.exec('COMMIT')
  store.close()
}

describe('opening the store', () => {
  it.skipIf(process.platform === 'win32')(
    'keeps it for its user alone, a file of an older desk and its backup too',
    () => {
      const modes = () =>
        readdirSync(folder.path).map((name) => [name, (statSync(join(folder.path, name)).mode & 0o777).toString(8)])
      const store = open()
      store.db.exec("INSERT INTO slots VALUES ('a', 'b', 1, 1)")
      expect(modes()).toEqual([
        ['desk.db', '600'],
        ['desk.db-shm', '600'],
        ['desk.db-wal', '600'],
      ])
      const backup = makeBackup(store.db, file, 1)
      expect(statSync(backup.path).mode & 0o777).toBe(0o600)
      store.close()
      chmodSync(file, 0o644)
      open().close()
      expect(modes().filter(([name]) => name === 'desk.db')).toEqual([['desk.db', '600']])
    },
  )

  it('commits to the disk: WAL with full synchronisation', () => {
    const store = open()
    expect(pragma(store.db, 'journal_mode')).toBe('wal')
    expect(pragma(store.db, 'synchronous')).toBe(2)
    expect(pragma(store.db, 'busy_timeout')).toBe(5000)
    expect(store.setAside).toBeNull()
    store.close()
  })

  it('trusts no SQLite that can lose commits', () => {
    expect(['3.51.2', '3.50.10', '3.9.99', '2.60.0', ''].filter((version) => !isTooOld(version))).toEqual([])
    expect(['3.51.3', '3.51.10', '3.53.0', '4.0.0'].filter(isTooOld)).toEqual([])
  })

  it('keeps what was written', () => {
    addSlots(1)
    const store = open()
    expect(store.db.prepare('SELECT slot FROM slots').all()).toEqual([{ slot: 'slot0' }])
    store.close()
    store.close()
  })

  it('takes an empty file as a new one', () => {
    writeFileSync(file, '')
    const store = open()
    expect(store.setAside).toBeNull()
    expect(pragma(store.db, 'user_version')).toBe(migrations.length)
    store.close()
  })

  it('refuses the file of a newer desk and leaves it as it is', () => {
    const db = new DatabaseSync(file)
    db.exec(`PRAGMA user_version = ${migrations.length + 1}`)
    db.close()
    expect(open).toThrow(expect.objectContaining({ code: 'store.failed', message: expect.stringContaining('newer') }))
    expect(readdirSync(folder.path)).toEqual(['desk.db'])
  })

  it('says so when the file cannot be opened at all', () => {
    expect(() => openStore(folder.path, { log: quietLog })).toThrow(expect.objectContaining({ code: 'store.failed' }))
  })
})

describe('a damaged file', () => {
  const damages: Record<string, () => void> = {
    'whose header is garbage': () => writeFileSync(file, 'no database at all '.repeat(500)),
    'with a flipped page': () => {
      addSlots(2000)
      const bytes = readFileSync(file)
      bytes.fill(0xa5, bytes.length - 12_288, bytes.length - 4096)
      writeFileSync(file, bytes)
    },
    'cut short': () => {
      addSlots(2000)
      truncateSync(file, statSync(file).size - 20_000)
    },
  }

  it.each(Object.entries(damages))('%s is set aside whole, and the desk starts empty', (_name, damage) => {
    damage()
    const damaged = readFileSync(file)
    const store = open()
    expect(store.setAside).toBe(`${file}.damaged-2026-01-02T03-04-05-000Z`)
    expect(readFileSync(String(store.setAside))).toEqual(damaged)
    expect(store.db.prepare('SELECT count(*) AS found FROM slots').get()).toEqual({ found: 0 })
    store.close()
  })

  it('plays nothing of its write-ahead log into the new one', () => {
    addSlots(2000)
    const crashed = open()
    crashed.db.exec("INSERT INTO slots VALUES ('unclosed', 'a', 1, 1)")
    const [bytes, log] = [readFileSync(file), readFileSync(`${file}-wal`)]
    crashed.close()
    writeFileSync(file, bytes.fill(0xa5, bytes.length - 12_288, bytes.length - 4096))
    writeFileSync(`${file}-wal`, log)
    const store = open()
    expect(store.setAside).not.toBeNull()
    expect(store.db.prepare('SELECT count(*) AS found FROM slots').get()).toEqual({ found: 0 })
    store.close()
  })
})

describe('a migration', () => {
  it('happens whole or not at all', () => {
    const db = new DatabaseSync(':memory:')
    const steps = ['CREATE TABLE one (a)', 'CREATE TABLE two (a); INSERT INTO nowhere VALUES (1)']
    expect(() => migrate(db, steps)).toThrow('nowhere')
    expect(pragma(db, 'user_version')).toBe(0)
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()).toEqual([])
  })

  it('is not repeated', () => {
    const db = new DatabaseSync(':memory:')
    migrate(db, ['CREATE TABLE one (a)'])
    migrate(db, ['CREATE TABLE one (a)', 'CREATE TABLE two (a)'])
    expect(pragma(db, 'user_version')).toBe(2)
  })
})

describe('what SQLite throws', () => {
  it('is a full store when the disk is full', () => {
    const db = new DatabaseSync(':memory:')
    db.exec('CREATE TABLE bytes (value); PRAGMA max_page_count = 3')
    let thrown: unknown
    try {
      db.prepare('INSERT INTO bytes VALUES (zeroblob(100000))').run()
    } catch (error) {
      thrown = error
    }
    expect(storeError(thrown)).toMatchObject({ code: 'store.full' })
  })

  it('is a failed store otherwise, and an expected error stays itself', () => {
    expect(storeError(new Error('broken'))).toMatchObject({ code: 'store.failed', details: { message: 'broken' } })
    const known = new AppError('store.full')
    expect(storeError(known)).toBe(known)
  })
})
