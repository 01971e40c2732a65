import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { AppError } from '../../../../src-main/contract/errors.ts'
import ShiftSheets from '../../../../src-renderer/components/alerts/ShiftSheets.vue'
import { button, mountPage, page } from '../../mount-page.ts'

const log = vi.hoisted(() => vi.fn())
vi.mock('../../../../src-renderer/client/index.ts', () => {
  const client = { alerts: { log }, moderators: {} }
  return { client, connection: { client, state: 'online', onState: () => undefined } }
})
enableAutoUnmount(afterEach)
beforeEach(() => vi.resetAllMocks())

it('an export that failed is tried again in the same format', async () => {
  log.mockImplementation((_input, listener) => {
    listener.onEnd(new AppError('internal'))
    return () => undefined
  })
  const views = {
    asked: ref(false),
    isAsking: ref(false),
    saving: { error: ref(null), isBusy: ref(false) },
    name: ref(''),
  }
  const { wrapper } = await mountPage(ShiftSheets, { views, sayReason: String }, '/alerts')
  const sheets = wrapper.findComponent(ShiftSheets).vm as unknown as { run(what: 'jsonl'): void }
  sheets.run('jsonl')
  await flushPromises()
  expect(page().querySelector('[role=alert]')).not.toBeNull()
  button('Try again').click()
  await flushPromises()
  expect(log.mock.calls.map(([input]) => input)).toEqual([{ format: 'jsonl' }, { format: 'jsonl' }])
})
