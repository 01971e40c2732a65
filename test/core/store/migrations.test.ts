/** One test per migration: from the version before it, with data where it moves any. */
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { migrations } from '../../../src-main/core/store/migrations.ts'
import { migrate } from '../../../src-main/core/store/store.ts'

function columnsAfter(version: number): Record<string, string[]> {
  const db = new DatabaseSync(':memory:')
  migrate(db, migrations.slice(0, version))
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    .all()
    .map(({ name }) => String(name))
  return Object.fromEntries(
    tables.map((table) => [
      table,
      db
        .prepare(`SELECT name FROM pragma_table_info('${table}')`)
        .all()
        .map(({ name }) => String(name)),
    ]),
  )
}

describe('migration 1', () => {
  it('lays the tables for events, the audit log, bindings, slots and remembered URLs', () => {
    const tables = columnsAfter(1)
    expect(Object.keys(tables)).toEqual([
      'activity',
      'binding_changes',
      'event_counts',
      'events',
      'listened',
      'pins',
      'redeliveries',
      'remembered_urls',
      'slots',
    ])
    expect(tables.slots).toEqual(['slot', 'account_id', 'template_id', 'created_at'])
    expect(tables.remembered_urls).toEqual(['account_id', 'template_id', 'url_group', 'url'])
    expect(tables.events).toEqual(expect.arrayContaining(['identity', 'received_at', 'body', 'body_bytes']))
  })

  it('gives events no index that every row pays for', () => {
    const db = new DatabaseSync(':memory:')
    migrate(db, migrations.slice(0, 1))
    const indexes = db.prepare("SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'events'").all()
    expect(indexes).toHaveLength(2)
    for (const { sql } of indexes) expect(sql).toMatch(/ WHERE /)
  })
})

describe('migration 2', () => {
  it('adds the tables of the address and of rotations, and keeps what is there', () => {
    const db = new DatabaseSync(':memory:')
    migrate(db, migrations.slice(0, 1))
    db.exec("INSERT INTO slots VALUES ('abcdefgh', 'acc', 17, 1)")
    migrate(db, migrations.slice(0, 2))
    expect(db.prepare('SELECT template_id FROM slots').get()).toEqual({ template_id: 17 })
    const tables = Object.keys(columnsAfter(2)).filter((name) => !(name in columnsAfter(1)))
    expect(tables).toEqual(['address_bases', 'address_beats', 'address_gaps', 'key_rotations', 'template_moves'])
    expect(columnsAfter(2).key_rotations).not.toContain('key')
  })
})

describe('migration 3', () => {
  it('adds the journal of plans and the tags, and keeps the audit log as it was', () => {
    const db = new DatabaseSync(':memory:')
    migrate(db, migrations.slice(0, 2))
    db.exec(`INSERT INTO activity (at, actor, account_id, kind, target, outcome)
      VALUES (1, 'Ann', 'a', 'binding.created', 'push.example.com', 'ok')`)
    migrate(db, migrations.slice(0, 3))
    expect(db.prepare('SELECT actor, target, plan_id, undo FROM activity').all()).toEqual([
      { actor: 'Ann', target: 'push.example.com', plan_id: null, undo: null },
    ])
    const tables = columnsAfter(3)
    expect(tables.plan_runs).toEqual(expect.arrayContaining(['plan_id', 'account_id', 'state', 'plan', 'wishes']))
    expect(tables.plan_steps).toEqual(expect.arrayContaining(['plan_id', 'item_key', 'step', 'begun_at', 'outcome']))
    expect(tables.domain_tags).toEqual(['account_id', 'domain', 'tag'])
  })
})

describe('migration 4', () => {
  it('lays the table of banned streams', () => {
    expect(columnsAfter(4).stream_bans).toEqual(
      expect.arrayContaining(['account_id', 'stream', 'reason', 'expires_at', 'lifted_at', 'attempts', 'broken_at']),
    )
  })
})

describe('migration 5', () => {
  it('lays the tables for what was known of the cloud', () => {
    const tables = columnsAfter(5)
    expect(tables.known_state).toEqual([
      'account_id',
      'subject',
      'key',
      'known',
      'found',
      'last_known_at',
      'noticed_at',
    ])
    expect(tables.known_reads).toEqual(['account_id', 'subject', 'read_at'])
    expect(tables.own_changes).toEqual(['account_id', 'subject', 'key'])
  })
})
