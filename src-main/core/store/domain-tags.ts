/** SQL of the tags people give to domains. The cloud knows nothing of them; they are kept per account. */
import { inTransaction } from './guarded.ts'
import type { Store } from './store.ts'

export interface DomainTagsTable {
  /** Every domain that has tags, with its tags in order. */
  all(accountId: string): { domain: string; tags: string[] }[]
  change(accountId: string, domains: readonly string[], add: readonly string[], remove: readonly string[]): void
  removeAccount(accountId: string): void
}

export function createDomainTagsTable({ db }: Store): DomainTagsTable {
  const select = db.prepare('SELECT domain, tag FROM domain_tags WHERE account_id = ? ORDER BY domain, tag')
  const insert = db.prepare('INSERT OR IGNORE INTO domain_tags (account_id, domain, tag) VALUES (?, ?, ?)')
  const drop = db.prepare('DELETE FROM domain_tags WHERE account_id = ? AND domain = ? AND tag = ?')
  const dropAccount = db.prepare('DELETE FROM domain_tags WHERE account_id = ?')

  return {
    all(accountId) {
      const rows = select.all(accountId).map(({ domain, tag }) => ({ domain: String(domain), tag: String(tag) }))
      return [...Map.groupBy(rows, ({ domain }) => domain)].map(([domain, own]) => ({
        domain,
        tags: own.map(({ tag }) => tag),
      }))
    },
    change: (accountId, domains, add, remove) =>
      inTransaction(db, () => {
        for (const domain of domains) {
          for (const tag of add) insert.run(accountId, domain, tag)
          for (const tag of remove) drop.run(accountId, domain, tag)
        }
      }),
    removeAccount: (accountId) => void dropAccount.run(accountId),
  }
}
