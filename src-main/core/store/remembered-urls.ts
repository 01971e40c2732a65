/** SQL of the callback URLs the cloud takes but does not read back (css-api, section 5): what this desk last wrote. */
import type { UrlGroup } from '../../contract/sites.ts'
import type { TemplateUrls } from '../../contract/templates.ts'
import { inTransaction } from './guarded.ts'
import type { Store } from './store.ts'

export interface RememberedUrlsTable {
  of(accountId: string, templateId: number): TemplateUrls
  /** Replaces what is remembered of a template; '' and absent groups are forgotten. */
  replace(accountId: string, templateId: number, urls: TemplateUrls): void
  removeAccount(accountId: string): void
}

export function createRememberedUrlsTable({ db }: Store): RememberedUrlsTable {
  const select = db.prepare('SELECT url_group, url FROM remembered_urls WHERE account_id = ? AND template_id = ?')
  const drop = db.prepare('DELETE FROM remembered_urls WHERE account_id = ? AND template_id = ?')
  const insert = db.prepare('INSERT INTO remembered_urls (account_id, template_id, url_group, url) VALUES (?, ?, ?, ?)')
  const dropAccount = db.prepare('DELETE FROM remembered_urls WHERE account_id = ?')

  return {
    of: (accountId, templateId) =>
      Object.fromEntries(
        select.all(accountId, templateId).map((row) => [row.url_group as UrlGroup, String(row.url)]),
      ) as TemplateUrls,
    replace: (accountId, templateId, urls) =>
      inTransaction(db, () => {
        drop.run(accountId, templateId)
        for (const [group, url] of Object.entries(urls)) if (url) insert.run(accountId, templateId, group, url)
      }),
    removeAccount: (accountId) => void dropAccount.run(accountId),
  }
}
