/**
 * SQL of what this desk last knew of the cloud's configuration, what differs from it, and what this desk is
 * changing itself. `known` and `found` are JSON; null = not there.
 */
import { inTransaction } from './guarded.ts'
import type { Store } from './store.ts'

export const knownSubjects = ['template', 'rule', 'domain'] as const
export type KnownSubject = (typeof knownSubjects)[number]

export interface KnownRow {
  readonly key: string
  readonly known: string | null
  /** What the cloud held at the last reading; differs from `known` while there is drift. */
  readonly found: string | null
  /** Last reading at which the cloud was as known; only while there is drift. */
  readonly lastKnownAt: number | null
  readonly noticedAt: number | null
}

export interface KnownStateTable {
  /** When the subject was last read; null before the first time, when nothing is known. */
  readAt(accountId: string, subject: KnownSubject): number | null
  rows(accountId: string, subject: KnownSubject): KnownRow[]
  /** Keys this desk has begun to change and not read since. */
  own(accountId: string, subject: KnownSubject): Set<string>
  addOwn(accountId: string, subject: KnownSubject, key: string): void
  /** All of one reading, or none of it. */
  save(accountId: string, subject: KnownSubject, reading: KnownReading): void
  removeAccount(accountId: string): void
}

export interface KnownReading {
  readonly readAt: number
  readonly put: readonly KnownRow[]
  readonly drop: readonly string[]
  /** Own changes that have been read now. */
  readonly adopted: readonly string[]
}

export function createKnownStateTable({ db }: Store): KnownStateTable {
  const readAt = db.prepare('SELECT read_at AS at FROM known_reads WHERE account_id = ? AND subject = ?')
  const select = db.prepare(
    `SELECT key, known, found, last_known_at AS lastKnownAt, noticed_at AS noticedAt
     FROM known_state WHERE account_id = ? AND subject = ?`,
  )
  const own = db.prepare('SELECT key FROM own_changes WHERE account_id = ? AND subject = ?')
  const addOwn = db.prepare('INSERT OR IGNORE INTO own_changes (account_id, subject, key) VALUES (?, ?, ?)')
  const dropOwn = db.prepare('DELETE FROM own_changes WHERE account_id = ? AND subject = ? AND key = ?')
  const noteRead = db.prepare('INSERT OR REPLACE INTO known_reads (account_id, subject, read_at) VALUES (?, ?, ?)')
  const put = db.prepare(
    `INSERT OR REPLACE INTO known_state (account_id, subject, key, known, found, last_known_at, noticed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const drop = db.prepare('DELETE FROM known_state WHERE account_id = ? AND subject = ? AND key = ?')
  const write = (run: () => void) => inTransaction(db, run)

  return {
    readAt: (accountId, subject) => (readAt.get(accountId, subject)?.at as number | undefined) ?? null,
    rows: (accountId, subject) => select.all(accountId, subject) as unknown as KnownRow[],
    own: (accountId, subject) => new Set(own.all(accountId, subject).map(({ key }) => String(key))),
    addOwn: (accountId, subject, key) => write(() => void addOwn.run(accountId, subject, key)),
    save: (accountId, subject, reading) =>
      write(() => {
        noteRead.run(accountId, subject, reading.readAt)
        for (const key of reading.drop) drop.run(accountId, subject, key)
        for (const row of reading.put)
          put.run(accountId, subject, row.key, row.known, row.found, row.lastKnownAt, row.noticedAt)
        for (const key of reading.adopted) dropOwn.run(accountId, subject, key)
      }),
    removeAccount: (accountId) =>
      write(() => {
        for (const table of ['known_state', 'known_reads', 'own_changes'])
          db.prepare(`DELETE FROM ${table} WHERE account_id = ?`).run(accountId)
      }),
  }
}
