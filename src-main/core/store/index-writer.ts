/** Takes events from the committed table into the search index, and out of it again; each step is one transaction. */
import type { DatabaseSync } from 'node:sqlite'
import { searchedColumns, wordsOfEvent } from './event-words.ts'

export interface IndexWriter {
  readonly watermark: number
  /** Indexes the next events, at most `limit`; how many there were. */
  follow(limit: number): number
  /** Events that are about to leave the committed table, or have left it. */
  remove(ids: readonly number[]): void
}

const minuteMs = 60_000
const wordKinds = ['account', 'place', 'stream', 'type', 'trust', 'verdict', 'label'] as const
type WordKind = (typeof wordKinds)[number] | 'flag'
/** Words kept at hand; the common ones come back at once. */
const mostCached = 20_000

type DbRecord = Record<string, unknown>

export function createIndexWriter(index: DatabaseSync, events: DatabaseSync): IndexWriter {
  const next = events.prepare(`
    SELECT id, received_at, account_id, domain, app, stream, type, trust, verdict, label, score, rejection, session, facts
    FROM events WHERE id > ? ORDER BY id LIMIT ?`)
  const insert = index.prepare(`
    INSERT INTO entries (id, received_at, account, place, stream, type, trust, verdict, label, score, rejected)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertText = index.prepare('INSERT INTO texts (rowid, words) VALUES (?, ?)')
  const entry = index.prepare('SELECT * FROM entries WHERE id = ?')
  const removeEntry = index.prepare('DELETE FROM entries WHERE id = ?')
  const removeText = index.prepare('DELETE FROM texts WHERE rowid = ?')
  const rejected = index.prepare('SELECT id FROM entries INDEXED BY entries_rejected WHERE rejected IS NOT NULL')
  const gone = events.prepare('SELECT value AS id FROM json_each(?) WHERE value NOT IN (SELECT id FROM events)')
  const mark = index.prepare('UPDATE progress SET watermark = ?')
  const tally = createTally(index)
  let watermark = Number(index.prepare('SELECT watermark FROM progress').get()?.watermark)

  const add = (row: DbRecord) => {
    const word = (kind: 'stream' | 'type' | 'verdict' | 'label' | 'trust') => tally.use(kind, row[kind])
    const id = Number(row.id)
    const [account, type] = [tally.use('account', row.account_id), word('type')]
    const score = typeof row.score === 'number' ? row.score : null
    if (score !== null) tally.use('flag', 'scored')
    if (row.rejection !== null) tally.use('flag', 'rejected')
    const at = Number(row.received_at)
    insert.run(
      ...[id, at, account, tally.use('place', placeOf(row.domain, row.app)), word('stream'), type],
      ...[row.trust === 'ok' ? null : word('trust'), word('verdict'), word('label'), score],
      row.rejection === null ? null : 1,
    )
    tally.minute(at, account, type, 1)
    const words = wordsOfEvent(searchedColumns.map((column) => (row[column] === null ? null : String(row[column]))))
    if (words !== '') insertText.run(id, words)
  }

  const takeOut = (id: number) => {
    const row = entry.get(id)
    if (!row) return
    for (const kind of wordKinds) tally.drop(row[kind])
    if (row.score !== null) tally.dropFlag('scored')
    if (row.rejected !== null) tally.dropFlag('rejected')
    tally.minute(Number(row.received_at), row.account as number | null, row.type as number | null, -1)
    removeEntry.run(id)
    removeText.run(id)
  }

  /** Of unreadable deliveries the store keeps only the newest: each that comes may end another. */
  const removeGone = () => {
    const kept = JSON.stringify(rejected.all().map(({ id }) => id))
    for (const { id } of gone.all(kept)) takeOut(Number(id))
  }

  const atOnce = (work: () => void) => {
    index.exec('BEGIN IMMEDIATE')
    try {
      work()
      tally.write()
      index.exec('COMMIT')
    } catch (error) {
      tally.forget()
      if (index.isTransaction) index.exec('ROLLBACK')
      throw error
    }
  }

  return {
    get watermark() {
      return watermark
    },
    follow(limit) {
      const rows = next.all(watermark, limit)
      const reached = Number(rows.at(-1)?.id ?? watermark)
      if (rows.length === 0) return 0
      atOnce(() => {
        for (const row of rows) add(row)
        if (rows.some(({ rejection }) => rejection !== null)) removeGone()
        mark.run(reached)
      })
      watermark = reached
      return rows.length
    },
    remove: (ids) => atOnce(() => ids.forEach(takeOut)),
  }
}

/** A domain has no slash. null = neither is known. */
const placeOf = (domain: unknown, app: unknown): string | null =>
  domain === null && app === null ? null : `${domain ?? ''}/${app ?? ''}`

/** The counts a step changes, written at its end: many events of one batch share their words and their minute. */
function createTally(index: DatabaseSync) {
  const find = index.prepare('SELECT id FROM words WHERE kind = ? AND word = ?')
  const create = index.prepare('INSERT INTO words (kind, word) VALUES (?, ?) RETURNING id')
  const count = index.prepare('UPDATE words SET events = events + ? WHERE id = ?')
  // Never the newest: its number would be given to another word, and a question under way may still ask for it.
  const dropUnused = index.prepare(
    'DELETE FROM words WHERE id = ? AND events <= 0 AND id < (SELECT max(id) FROM words)',
  )
  const countMinute = index.prepare(`
    INSERT INTO minutes (minute, account, type, events) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET events = events + excluded.events`)
  const dropEmpty = index.prepare('DELETE FROM minutes WHERE minute = ? AND account = ? AND type = ? AND events <= 0')
  const known = new Map<WordKind, Map<string, number>>()
  const changes = new Map<number, number>()
  const minutes = new Map<string, { key: [number, number, number]; events: number }>()

  const idOf = (kind: WordKind, word: string): number => {
    const ids = known.get(kind) ?? new Map<string, number>()
    const cached = ids.get(word)
    if (cached !== undefined) return cached
    if (ids.size >= mostCached) ids.clear()
    const id = Number((find.get(kind, word) ?? create.get(kind, word))?.id)
    known.set(kind, ids.set(word, id))
    return id
  }
  const change = (id: number, by: number) => changes.set(id, (changes.get(id) ?? 0) + by)
  const forget = () => {
    changes.clear()
    minutes.clear()
    // Words created in a step that was rolled back do not exist.
    known.clear()
  }

  return {
    forget,
    use(kind: WordKind, value: unknown): number | null {
      if (value === null || value === undefined) return null
      const id = idOf(kind, String(value))
      change(id, 1)
      return id
    },
    drop(id: unknown) {
      if (typeof id === 'number') change(id, -1)
    },
    dropFlag: (name: string) => change(idOf('flag', name), -1),
    minute(at: number, account: number | null, type: number | null, by: number) {
      const key: [number, number, number] = [Math.floor(at / minuteMs), account ?? 0, type ?? 0]
      const name = key.join()
      const found = minutes.get(name)
      if (found) found.events += by
      else minutes.set(name, { key, events: by })
    },
    write() {
      let isGone = false
      for (const [id, by] of changes) {
        count.run(by, id)
        if (by < 0 && dropUnused.run(id).changes > 0) isGone = true
      }
      if (isGone) known.clear()
      for (const { key, events } of minutes.values()) {
        countMinute.run(...key, events)
        if (events < 0) dropEmpty.run(...key)
      }
      changes.clear()
      minutes.clear()
    },
  }
}
