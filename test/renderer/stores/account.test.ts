import { expect, it, vi } from 'vitest'
import { watch } from 'vue'
import type { Account } from '../../../src-main/contract/account.ts'
import { announceMissed } from '../../../src-renderer/stores/changes.ts'
import { createLoad } from '../../../src-renderer/stores/load.ts'
import { startDesk } from '../desk.ts'

vi.mock('../../../src-renderer/client/index.ts', async () => (await import('../desk.ts')).clientOfTest)
const { useAccountStore } = await import('../../../src-renderer/stores/account.ts')

it('drops what belongs to an account that was left while the connection was lost, and only then', async () => {
  let activeId = 'show'
  startDesk({
    account: {
      list: async () => ({
        accounts: [] as Account[],
        activeId,
        vault: { mode: 'session', locked: false, keychain: 'none' },
      }),
    },
  })
  const account = useAccountStore()
  await account.list.open()
  let reading = 'domains of show'
  const domains = createLoad(async () => reading, [])
  await domains.open()

  reading = 'domains of studio'
  announceMissed()
  await vi.waitFor(() => expect(domains.data.value).toBe('domains of studio'))

  activeId = 'studio'
  const seen: (string | null)[] = []
  watch(domains.data, (now) => seen.push(now), { flush: 'sync' })
  announceMissed()
  await vi.waitFor(() => expect(seen).toContain(null))
})
