import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import SeatDialog from '../../../../src-renderer/components/frame/SeatDialog.vue'
import { useModeratorsStore } from '../../../../src-renderer/stores/moderators.ts'
import { button, field, mountPage, page, type } from '../../mount-page.ts'

const client = vi.hoisted(() => ({ moderators: { list: vi.fn(), enter: vi.fn() } }))
vi.mock('../../../../src-renderer/client/index.ts', () => ({
  client,
  connection: { client, state: 'online', onState: () => undefined },
}))
enableAutoUnmount(afterEach)

it('says that a PIN was wrong, and has the next try typed over it', async () => {
  client.moderators.list.mockResolvedValue({
    moderators: [{ id: 'm', name: 'Li Na', role: 'operator', hasPin: true }],
  })
  client.moderators.enter.mockRejectedValue(new AppError('moderator.wrongPin'))
  await mountPage(SeatDialog)
  useModeratorsStore().isChoosing = true
  await flushPromises()
  type('PIN', '9999')
  await flushPromises()
  button('Enter').click()
  await flushPromises()
  expect(page().querySelector('[role="alert"]')?.textContent).toContain('This is not the PIN.')
  const pin = field('PIN')
  expect(document.activeElement).toBe(pin)
  expect([pin.selectionStart, pin.selectionEnd]).toEqual([0, 4])
})
