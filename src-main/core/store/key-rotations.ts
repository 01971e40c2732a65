/** SQL of the callback keys being replaced: when, until when, and which of the two the cloud was last seen to use. Never a key. */
import type { KeyRotation } from '../../contract/templates.ts'
import { guarded } from './guarded.ts'
import type { Store } from './store.ts'

export interface StoredRotation extends KeyRotation {
  readonly accountId: string
}

export interface KeyRotationsTable {
  all(): StoredRotation[]
  put(rotation: StoredRotation): void
  remove(accountId: string, templateId: number): void
  removeAccount(accountId: string): void
}

export function createKeyRotationsTable({ db }: Store): KeyRotationsTable {
  const select = db.prepare(
    `SELECT account_id AS accountId, template_id AS templateId, started_at AS startedAt,
       expected_from AS expectedFrom, expected_by AS expectedBy, until,
       signed_with AS signedWith, signed_at AS signedAt, new_since AS newSince
     FROM key_rotations`,
  )
  const upsert = db.prepare(
    `INSERT OR REPLACE INTO key_rotations
       (account_id, template_id, started_at, expected_from, expected_by, until, signed_with, signed_at, new_since)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const drop = db.prepare('DELETE FROM key_rotations WHERE account_id = ? AND template_id = ?')
  const dropAccount = db.prepare('DELETE FROM key_rotations WHERE account_id = ?')

  return {
    all: () => select.all().map((row) => ({ ...row }) as unknown as StoredRotation),
    put: (row) =>
      guarded(() =>
        upsert.run(
          row.accountId,
          row.templateId,
          row.startedAt,
          row.expectedFrom,
          row.expectedBy,
          row.until,
          row.signedWith,
          row.signedAt,
          row.newSince,
        ),
      ),
    remove: (accountId, templateId) => void drop.run(accountId, templateId),
    removeAccount: (accountId) => void dropAccount.run(accountId),
  }
}
