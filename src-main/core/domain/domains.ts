/** The active account's domains. */
import type { Domain } from '../../contract/domains.ts'
import type { RequireAccount } from '../active-account.ts'
import type { RecordActivity } from '../activity/activity.ts'
import { listDomains, setDomainEnabled } from '../cloud/domains.ts'

export interface Domains {
  list(signal: AbortSignal): Promise<{ items: Domain[]; fetchedAt: number }>
  setEnabled(name: string, enabled: boolean): Promise<void>
}

export function createDomains({
  requireAccount,
  record,
  changed,
  now,
}: {
  requireAccount: RequireAccount
  record: RecordActivity
  changed: () => void
  now: () => number
}): Domains {
  return {
    async list(signal) {
      const account = requireAccount()
      const items = await listDomains(account.cloud, { signal: AbortSignal.any([signal, account.signal]) })
      return { items, fetchedAt: now() }
    },
    async setEnabled(name, enabled) {
      const account = requireAccount()
      const entry = {
        kind: enabled ? 'domain.enabled' : 'domain.disabled',
        target: name,
        account: account.id,
        before: { enabled: !enabled },
        after: { enabled },
      } as const
      try {
        await account.hold(() => setDomainEnabled(account.cloud, name, enabled))
        record(entry)
      } catch (error) {
        record({ ...entry, error })
        throw error
      } finally {
        changed()
      }
    },
  }
}
