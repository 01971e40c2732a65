/** The case file: one test per migration, and what it keeps events from. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { caseFileOf, caseMigrations } from '../../../src-main/core/store/case-schema.ts'
import { createCasesTable } from '../../../src-main/core/store/cases.ts'
import { createPinsTable } from '../../../src-main/core/store/pins.ts'
import { createPruner } from '../../../src-main/core/store/prune.ts'
import { migrate, openStore } from '../../../src-main/core/store/store.ts'
import { incoming } from '../../support/event-samples.ts'
import { quietLog } from '../../support/receiving-desk.ts'
import { createWriter } from '../../support/writer.ts'

it('migration 1 lays the tables for cases, decisions, watches, the log and pictures', () => {
  const db = new DatabaseSync(':memory:')
  migrate(db, caseMigrations.slice(0, 1))
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    .all()
    .map(({ name }) => name)
  expect(tables).toEqual([
    'case_alerts',
    'case_log',
    'cases',
    'enforcements',
    'picture_views',
    'pictures',
    'progress',
    'pushes',
    'watches',
  ])
})

it('migration 2 knows the pictures that are kept already, and not those that made room', () => {
  const db = new DatabaseSync(':memory:')
  migrate(db, caseMigrations.slice(0, 1))
  const add = db.prepare("INSERT INTO pictures (event_id, case_id, problem, params, at) VALUES (?, 1, ?, '{}', 1)")
  add.run(1, null)
  add.run(2, 'dropped')
  migrate(db, caseMigrations.slice(0, 2))
  const kept = db.prepare('SELECT event_id AS id FROM pictures INDEXED BY pictures_kept WHERE problem IS NULL').all()
  expect(kept).toEqual([{ id: 1 }])
})

it('events of cases outlive the retention, as pinned ones do, and cases are written while it removes others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cases of desk '))
  const store = openStore(join(folder, 'desk.db'), { log: quietLog })
  const caseStore = openStore(caseFileOf(store.file), { log: quietLog, steps: caseMigrations })
  onTestFinished(() => {
    store.close()
    caseStore.close()
    rmSync(folder, { recursive: true })
  })
  await createWriter(store).commit(Array.from({ length: 6 }, () => incoming()))
  createPinsTable(store).set(2, true, 1)
  const alert = { at: 1, receivedAt: 1, kind: 'image', verdict: 'Block', trust: 'ok', hasPicture: true } as const
  createCasesTable(caseStore).addAlert(1, { ...alert, eventId: 4, score: null, label: null, subLabel: null })

  const pruner = createPruner(store.db, caseFileOf(store.file))
  expect(pruner.count(6)).toBe(4)
  caseStore.db.exec('BEGIN IMMEDIATE')
  expect(pruner.remove(pruner.next(6))).toBe(4)
  caseStore.db.exec('COMMIT')
  expect(store.db.prepare('SELECT id FROM events').all()).toEqual([{ id: 2 }, { id: 4 }])
})
