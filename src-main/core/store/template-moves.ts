/** SQL of the templates on their way to another public address, with the URLs they had before. */
import type { ErrorShape } from '../../contract/errors.ts'
import type { TemplateUrls } from '../../contract/templates.ts'
import { guarded } from './guarded.ts'
import type { Store } from './store.ts'

/**
 * `queued` and `leaving` are written before the cloud is told, so that a restart knows what was under way;
 * `moved`: the cloud has taken it, nothing has come by the new address yet.
 */
export type StoredMoveState = 'queued' | 'moved' | 'confirmed' | 'failed' | 'leaving' | 'left'

export interface StoredMove {
  readonly accountId: string
  readonly templateId: number
  readonly name: string
  readonly fromBase: string
  readonly toBase: string
  /** Those that move, as they were before. */
  readonly urls: TemplateUrls
  readonly bindings: number
  readonly state: StoredMoveState
  readonly movedAt: number | null
  readonly expectedFrom: number | null
  readonly expectedBy: number | null
  readonly confirmedAt: number | null
  readonly confirmedBy: number | null
  readonly lastOldAt: number | null
  readonly error: ErrorShape | null
}

export interface TemplateMovesTable {
  all(): StoredMove[]
  put(move: StoredMove): void
  remove(accountId: string, templateId: number): void
  removeAccount(accountId: string): void
}

export function createTemplateMovesTable({ db }: Store): TemplateMovesTable {
  const select = db.prepare(
    `SELECT account_id AS accountId, template_id AS templateId, name, from_base AS fromBase, to_base AS toBase, urls,
       bindings, state, moved_at AS movedAt, expected_from AS expectedFrom, expected_by AS expectedBy,
       confirmed_at AS confirmedAt, confirmed_by AS confirmedBy, last_old_at AS lastOldAt, error
     FROM template_moves ORDER BY account_id, template_id`,
  )
  const upsert = db.prepare(
    `INSERT OR REPLACE INTO template_moves
       (account_id, template_id, name, from_base, to_base, urls, bindings, state, moved_at, expected_from, expected_by,
        confirmed_at, confirmed_by, last_old_at, error)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const drop = db.prepare('DELETE FROM template_moves WHERE account_id = ? AND template_id = ?')
  const dropAccount = db.prepare('DELETE FROM template_moves WHERE account_id = ?')

  return {
    all: () =>
      select.all().map((row) => {
        const error = row.error === null ? null : JSON.parse(String(row.error))
        return { ...row, urls: JSON.parse(String(row.urls)), error } as unknown as StoredMove
      }),
    put: (move) =>
      guarded(() =>
        upsert.run(
          move.accountId,
          move.templateId,
          move.name,
          move.fromBase,
          move.toBase,
          JSON.stringify(move.urls),
          move.bindings,
          move.state,
          move.movedAt,
          move.expectedFrom,
          move.expectedBy,
          move.confirmedAt,
          move.confirmedBy,
          move.lastOldAt,
          move.error === null ? null : JSON.stringify(move.error),
        ),
      ),
    remove: (accountId, templateId) => guarded(() => drop.run(accountId, templateId)),
    removeAccount: (accountId) => guarded(() => dropAccount.run(accountId)),
  }
}
