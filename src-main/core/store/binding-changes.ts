/** SQL of the binding changes this desk made: the newest one per account, domain and app. */
import { guarded } from './guarded.ts'
import type { Store } from './store.ts'

export interface BindingChange {
  readonly accountId: string
  readonly domain: string
  /** '' = the whole domain. */
  readonly app: string
  /** null = unbound. */
  readonly templateId: number | null
  readonly changedAt: number
  readonly expectedFrom: number
  readonly expectedBy: number
  /** When the proving event arrived; null while none has. */
  readonly since: number | null
  readonly provenBy: number | null
}

export interface BindingChangesTable {
  all(): BindingChange[]
  put(change: BindingChange): void
  removeAccount(accountId: string): void
}

export function createBindingChangesTable({ db }: Store): BindingChangesTable {
  const select = db.prepare(
    `SELECT account_id AS accountId, domain, app, template_id AS templateId, changed_at AS changedAt,
       expected_from AS expectedFrom, expected_by AS expectedBy, since, proven_by AS provenBy
     FROM binding_changes`,
  )
  const upsert = db.prepare(
    `INSERT OR REPLACE INTO binding_changes
       (account_id, domain, app, template_id, changed_at, expected_from, expected_by, since, proven_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const dropAccount = db.prepare('DELETE FROM binding_changes WHERE account_id = ?')

  return {
    all: () => select.all().map((row) => ({ ...row }) as unknown as BindingChange),
    put: (change) =>
      guarded(() =>
        upsert.run(
          change.accountId,
          change.domain,
          change.app,
          change.templateId,
          change.changedAt,
          change.expectedFrom,
          change.expectedBy,
          change.since,
          change.provenBy,
        ),
      ),
    removeAccount: (accountId) => guarded(() => dropAccount.run(accountId)),
  }
}
