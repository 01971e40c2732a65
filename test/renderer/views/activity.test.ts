/** The Activity page on a desk under the test's hand: what its address asks for, and what it offers when that fails. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { kindsOf } from '../../../src-renderer/components/activity/changes.ts'
import ActivityView from '../../../src-renderer/views/ActivityView.vue'
import { button, mountPage, page } from '../mount-page.ts'

const client = vi.hoisted(() => ({ activity: { page: vi.fn(), export: vi.fn() }, plans: { runs: vi.fn() } }))
vi.mock('../../../src-renderer/client/index.ts', () => ({
  client,
  connection: { client, state: 'online', onState: () => undefined },
}))
enableAutoUnmount(afterEach)

beforeEach(() => {
  vi.resetAllMocks()
  client.activity.page.mockResolvedValue({ entries: [], hasMore: false })
  client.plans.runs.mockResolvedValue({ runs: [] })
})

async function open(at: string) {
  const mounted = await mountPage(ActivityView, {}, at)
  await flushPromises()
  return mounted
}
const asked = () => client.activity.page.mock.lastCall?.[0].filter

it('asks for what its address says', async () => {
  await open('/activity?q=push24&what=binding&outcome=failed&plan=p1')
  expect(asked()).toEqual({ text: 'push24', kinds: kindsOf('binding'), outcome: 'failed', planId: 'p1' })
  expect(page().querySelector<HTMLInputElement>('input[type=search]')?.value).toBe('push24')
})

it('takes what it does not know in its address for absent', async () => {
  await open('/activity?what=nothing&outcome=maybe')
  expect(asked()).toEqual({})
})

it('writes its filter into its address, and clears it there', async () => {
  const { router } = await open('/activity?plan=p1')
  const outcome = page().querySelectorAll('select')[1] as HTMLSelectElement
  outcome.selectedIndex = 2
  outcome.dispatchEvent(new Event('change'))
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ plan: 'p1', outcome: 'failed' })
  expect(asked()).toEqual({ planId: 'p1', outcome: 'failed' })
  button('Clear filter').click()
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({})
  expect(asked()).toEqual({})
})

it('asks nothing more once another page has come', async () => {
  const { router } = await open('/activity?what=binding')
  const before = client.activity.page.mock.calls.length
  await router.push('/streams?q=show')
  await flushPromises()
  expect(client.activity.page.mock.calls.length).toBe(before)
})

it('offers to try a failed export again, in the same format', async () => {
  client.activity.export.mockImplementation((_input, listener) => {
    listener.onEnd(new AppError('internal'))
    return () => undefined
  })
  await open('/activity')
  page()
    .querySelector<HTMLElement>('[aria-haspopup=menu]')
    ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
  await flushPromises()
  const csv = [...page().querySelectorAll<HTMLElement>('[role=menuitem]')].find(({ textContent }) =>
    textContent?.includes('CSV'),
  )
  csv?.click()
  await flushPromises()
  button('Try again').click()
  await flushPromises()
  expect(client.activity.export.mock.calls.map(([{ format }]) => format)).toEqual(['csv', 'csv'])
})
