/** SQL of the public addresses this desk has had, per account. The newest one is the present one while there is one. */
import type { Store } from './store.ts'

export interface AddressBasesTable {
  /** It is the address now. Answers with the one before it; null when there was none, or it was this one. */
  use(accountId: string, base: string, at: number): string | null
  /** All that were in use since then. From memory: every request asks. */
  since(at: number): string[]
  /** Of the account, the present one first. */
  of(accountId: string): { base: string; lastUsedAt: number }[]
  isDismissed(accountId: string, base: string): boolean
  setDismissed(accountId: string, base: string, dismissed: boolean): void
  removeAccount(accountId: string): void
}

export function createAddressBasesTable({ db }: Pick<Store, 'db'>): AddressBasesTable {
  const newest = db.prepare('SELECT base FROM address_bases WHERE account_id = ? ORDER BY last_used_at DESC LIMIT 1')
  const upsert = db.prepare(
    `INSERT INTO address_bases (account_id, base, last_used_at, dismissed) VALUES (?, ?, ?, 0)
     ON CONFLICT (account_id, base) DO UPDATE SET last_used_at = excluded.last_used_at`,
  )
  const own = db.prepare('SELECT base, last_used_at FROM address_bases WHERE account_id = ? ORDER BY last_used_at DESC')
  const all = db.prepare('SELECT base, max(last_used_at) AS at FROM address_bases GROUP BY base')
  const dismissed = db.prepare('SELECT dismissed FROM address_bases WHERE account_id = ? AND base = ?')
  const dismiss = db.prepare('UPDATE address_bases SET dismissed = ? WHERE account_id = ? AND base = ?')
  const dropAccount = db.prepare('DELETE FROM address_bases WHERE account_id = ?')
  const readAll = () => new Map(all.all().map((row) => [String(row.base), Number(row.at)]))
  let lastUsed = readAll()
  const put = (accountId: string, base: string, at: number) => {
    upsert.run(accountId, base, at)
    lastUsed.set(base, at)
  }
  return {
    use(accountId, base, at) {
      const before = newest.get(accountId)?.base
      // Until now that was the one in use.
      if (typeof before === 'string' && before !== base) put(accountId, before, at - 1)
      put(accountId, base, at)
      if (before === undefined || before === base) return null
      dismiss.run(0, accountId, base)
      return String(before)
    },
    since: (at) => [...lastUsed].flatMap(([base, used]) => (used >= at ? [base] : [])),
    of: (accountId) =>
      own.all(accountId).map((row) => ({ base: String(row.base), lastUsedAt: Number(row.last_used_at) })),
    isDismissed: (accountId, base) => dismissed.get(accountId, base)?.dismissed === 1,
    setDismissed: (accountId, base, isDismissed) => void dismiss.run(isDismissed ? 1 : 0, accountId, base),
    removeAccount(accountId) {
      dropAccount.run(accountId)
      lastUsed = readAll()
    },
  }
}
