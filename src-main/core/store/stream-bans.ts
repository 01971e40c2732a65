/**
 * SQL of the bans this desk made or saw. The China site has no list of bans, so there this is the only one. A row
 * per ban; the newest of a name is the one that counts, since a ban works on the stream's name.
 */
import { guarded, inTransaction } from './guarded.ts'
import type { Store } from './store.ts'

export interface StoredBan {
  readonly id: number
  readonly accountId: string
  readonly domain: string
  readonly app: string
  readonly stream: string
  readonly reason: string
  /** Display name of who banned it on this desk; '' when it was not done here. */
  readonly actor: string
  readonly createdAt: number
  readonly expiresAt: number
  /** When it was lifted before its end; null while it was not. */
  readonly liftedAt: number | null
  /** Refused pushes since, and when the last one was. */
  readonly attempts: number
  readonly lastAttemptAt: number | null
  /** When the stream got on air although it is banned. */
  readonly brokenAt: number | null
}

export type NewBan = Omit<StoredBan, 'id' | 'liftedAt' | 'attempts' | 'lastAttemptAt' | 'brokenAt'>

export interface StreamBansTable {
  /** Replaces the running ban of the same name, if there is one. */
  add(ban: NewBan): void
  lift(accountId: string, stream: string, at: number): void
  noteAttempt(id: number, at: number): void
  noteBroken(id: number, at: number): void
  running(accountId: string, at: number): StoredBan[]
  /** The one that holds for this name; null when none does. */
  of(accountId: string, stream: string, at: number): StoredBan | null
  /** Lifted and expired ones, the latest first. */
  past(accountId: string, at: number, limit: number): StoredBan[]
  removeAccount(accountId: string): void
}

const columns = `id, account_id AS accountId, domain, app, stream, reason, actor, created_at AS createdAt,
  expires_at AS expiresAt, lifted_at AS liftedAt, attempts, last_attempt_at AS lastAttemptAt, broken_at AS brokenAt`
const isRunning = 'account_id = :accountId AND lifted_at IS NULL AND expires_at > :at'

export function createStreamBansTable({ db }: Store): StreamBansTable {
  const insert = db.prepare(
    `INSERT INTO stream_bans (account_id, domain, app, stream, reason, actor, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const lift = db.prepare(`UPDATE stream_bans SET lifted_at = :at WHERE stream = :stream AND ${isRunning}`)
  const attempt = db.prepare('UPDATE stream_bans SET attempts = attempts + 1, last_attempt_at = ? WHERE id = ?')
  const broken = db.prepare('UPDATE stream_bans SET broken_at = ? WHERE id = ? AND broken_at IS NULL')
  const running = db.prepare(`SELECT ${columns} FROM stream_bans WHERE ${isRunning} ORDER BY id DESC`)
  const one = db.prepare(`SELECT ${columns} FROM stream_bans WHERE stream = :stream AND ${isRunning} ORDER BY id DESC`)
  const past = db.prepare(
    `SELECT ${columns} FROM stream_bans WHERE account_id = ? AND (lifted_at IS NOT NULL OR expires_at <= ?)
     ORDER BY coalesce(lifted_at, expires_at) DESC LIMIT ?`,
  )
  const dropAccount = db.prepare('DELETE FROM stream_bans WHERE account_id = ?')
  const toBan = (row: object) => ({ ...row }) as StoredBan

  return {
    add: (ban) =>
      inTransaction(db, () => {
        const { accountId, domain, app, stream, reason, actor, createdAt, expiresAt } = ban
        lift.run({ accountId, stream, at: createdAt })
        insert.run(accountId, domain, app, stream, reason, actor, createdAt, expiresAt)
      }),
    lift: (accountId, stream, at) => guarded(() => lift.run({ accountId, stream, at })),
    noteAttempt: (id, at) => guarded(() => attempt.run(at, id)),
    noteBroken: (id, at) => guarded(() => broken.run(at, id)),
    running: (accountId, at) => running.all({ accountId, at }).map(toBan),
    of(accountId, stream, at) {
      const row = one.get({ accountId, stream, at })
      return row ? toBan(row) : null
    },
    past: (accountId, at, limit) => past.all(accountId, at, limit).map(toBan),
    removeAccount: (accountId) => guarded(() => dropAccount.run(accountId)),
  }
}
