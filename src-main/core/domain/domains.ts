/** The active account's domains. */
import type { Domain, DomainTags } from '../../contract/domains.ts'
import type { ActiveAccount, RequireAccount } from '../active-account.ts'
import type { RecordActivity } from '../activity/activity.ts'
import { callOrFind } from '../cloud/call-or-find.ts'
import { listDomains, setDomainEnabled } from '../cloud/domains.ts'
import type { DomainTagsTable } from '../store/domain-tags.ts'

export interface Domains {
  list(signal: AbortSignal): Promise<{ items: Domain[]; fetchedAt: number }>
  setEnabled(name: string, enabled: boolean): Promise<void>
  /** The same for a certain account, as part of a plan. */
  setEnabledFor(account: ActiveAccount, name: string, enabled: boolean, planId: string | null): Promise<void>
  tags(): DomainTags[]
  changeTags(domains: readonly string[], add: readonly string[], remove: readonly string[]): DomainTags[]
}

export function createDomains({
  requireAccount,
  tagsTable,
  record,
  changed,
  tagsChanged,
  now,
}: {
  requireAccount: RequireAccount
  tagsTable: DomainTagsTable
  record: RecordActivity
  changed: () => void
  tagsChanged: () => void
  now: () => number
}): Domains {
  async function setEnabledFor(account: ActiveAccount, name: string, enabled: boolean, planId: string | null) {
    const entry = {
      kind: enabled ? 'domain.enabled' : 'domain.disabled',
      target: name,
      account: account.id,
      before: { enabled: !enabled },
      after: { enabled },
      planId,
    } as const
    try {
      await account.hold(() =>
        callOrFind(
          () => setDomainEnabled(account.cloud, name, enabled),
          async () => (await listDomains(account.cloud)).find((each) => each.name === name)?.enabled === enabled,
        ),
      )
      record({ ...entry, undo: [{ subject: 'domain', domain: name, enabled: !enabled }] })
    } catch (error) {
      record({ ...entry, error })
      throw error
    } finally {
      changed()
    }
  }

  return {
    async list(signal) {
      const account = requireAccount()
      const items = await listDomains(account.cloud, { signal: AbortSignal.any([signal, account.signal]) })
      return { items, fetchedAt: now() }
    },
    setEnabled: (name, enabled) => setEnabledFor(requireAccount(), name, enabled, null),
    setEnabledFor,
    tags: () => tagsTable.all(requireAccount().id),
    changeTags(domains, add, remove) {
      const { id } = requireAccount()
      tagsTable.change(id, domains, add, remove)
      tagsChanged()
      return tagsTable.all(id)
    },
  }
}
