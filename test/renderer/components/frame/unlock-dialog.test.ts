import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import { startDesk } from '../../desk.ts'
import { mountIn } from '../../mount.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)
const { default: UnlockDialog } = await import('../../../../src-renderer/components/frame/UnlockDialog.vue')
const { useAccountStore } = await import('../../../../src-renderer/stores/account.ts')
const { useDeskStore } = await import('../../../../src-renderer/stores/desk.ts')

let locked: boolean

beforeEach(async () => {
  locked = true
  startDesk({
    account: {
      list: async () => ({ accounts: [], activeId: null, vault: { mode: 'passphrase', locked, keychain: 'none' } }),
      async unlock({ passphrase }) {
        if (passphrase !== 'correct horse') throw new AppError('vault.wrongPassphrase')
        locked = false
        return { mode: 'passphrase', locked, keychain: 'none' }
      },
    },
  })
  useDeskStore().info = { version: '1', host: 'headless', role: 'operator', platform: 'linux', runtime: 'Node 24' }
  await useAccountStore().list.refresh()
})

afterEach(() => {
  document.body.innerHTML = ''
})

const dialog = () => document.querySelector('[role="dialog"]')

async function submit(passphrase: string): Promise<void> {
  const field = dialog()?.querySelector('input') as HTMLInputElement
  field.value = passphrase
  field.dispatchEvent(new Event('input'))
  await flushPromises()
  dialog()
    ?.querySelector('form')
    ?.dispatchEvent(new Event('submit', { cancelable: true }))
}

it('asks by itself when the desk opens locked, and is gone once the secrets are open', async () => {
  const wrapper = mountIn('en', UnlockDialog)
  await flushPromises()
  await submit('wrong')
  await vi.waitFor(() => expect(dialog()?.textContent).toContain('This passphrase does not open the stored secrets.'))
  await submit('correct horse')
  await vi.waitFor(() => expect(dialog()).toBeNull())
  expect(useAccountStore().vault?.locked).toBe(false)
  wrapper.unmount()
})

it('leaves an open vault in peace', async () => {
  locked = false
  await useAccountStore().list.refresh()
  const wrapper = mountIn('en', UnlockDialog)
  await flushPromises()
  expect(dialog()).toBeNull()
  wrapper.unmount()
})
