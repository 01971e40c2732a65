/** The accounts, which one is in use, and where their secrets lie. Secrets pass through here only on their way in. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Account, AccountDraft, AccountTest, VaultMode } from '../../src-main/contract/account.ts'
import { client } from '../client/index.ts'
import { announce, onMissed } from './changes.ts'
import { createLoad } from './load.ts'

export const useAccountStore = defineStore('account', () => {
  const list = createLoad(() => client.account.list({}), [], { perAccount: false })
  const accounts = computed<readonly Account[]>(() => list.data.value?.accounts ?? [])
  const active = computed(() => accounts.value.find(({ id }) => id === list.data.value?.activeId) ?? null)
  const vault = computed(() => list.data.value?.vault ?? null)
  const isPractice = computed(() => active.value !== null && active.value.practiceTimeScale !== null)
  const isUnlockAsked = ref(false)

  /** Somebody may have changed the account in use while this window could not hear of it. */
  async function findSwitch(): Promise<void> {
    const before = list.data.value
    await list.refresh()
    if (before && before.activeId !== list.data.value?.activeId) announce('account')
  }
  onMissed(() => void findSwitch())

  async function save(draft: AccountDraft): Promise<Account> {
    const saved = await client.account.save(draft)
    await list.refresh()
    return saved
  }

  async function remove(id: string): Promise<void> {
    await client.account.remove({ id })
    await list.refresh()
  }

  async function activate(id: string): Promise<void> {
    await client.account.activate({ id })
    await list.refresh()
  }

  const testDraft = (draft: AccountDraft, signal: AbortSignal): Promise<AccountTest> =>
    client.account.test({ draft }, { signal })

  const testSaved = (id: string): Promise<AccountTest> => client.account.test({ id })

  async function unlock(passphrase: string): Promise<void> {
    await client.account.unlock({ passphrase })
    isUnlockAsked.value = false
    await list.refresh()
  }

  async function setVaultMode(mode: VaultMode, passphrase: string | null, startOver: boolean): Promise<void> {
    await client.account.setVaultMode({
      mode,
      ...(passphrase !== null && { passphrase }),
      ...(startOver && { startOver }),
    })
    await list.refresh()
  }

  return {
    list,
    accounts,
    active,
    vault,
    isPractice,
    isUnlockAsked,
    save,
    remove,
    activate,
    testDraft,
    testSaved,
    unlock,
    setVaultMode,
  }
})
