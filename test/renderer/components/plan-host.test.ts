/** What stands above every page: the run in the background, and the one a crash has cut off, with its two ways on. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { StreamListener } from '../../../src-main/contract/define.ts'
import { AppError } from '../../../src-main/contract/errors.ts'
import PlanHost from '../../../src-renderer/components/plans/PlanHost.vue'
import { useDeskStore } from '../../../src-renderer/stores/desk.ts'
import { usePlansStore } from '../../../src-renderer/stores/plans.ts'
import { button, hasButton, mountPage, page } from '../mount-page.ts'
import { planWith, progressOf, ruleItem } from './plans-of-test.ts'

const client = vi.hoisted(() => ({
  plans: { runs: vi.fn(), inspect: vi.fn(), remake: vi.fn(), putBack: vi.fn(), dismiss: vi.fn(), apply: vi.fn() },
  account: { list: vi.fn() },
  desk: { info: vi.fn() },
}))
vi.mock('../../../src-renderer/client/index.ts', () => ({
  client,
  connection: { client, state: 'online', onState: () => undefined },
}))
enableAutoUnmount(afterEach)

const [done, half] = [ruleItem(1, 2, 'a.example.com'), ruleItem(1, 2, 'b.example.com')]
const plan = planWith(done, half)
const run = { planId: plan.id, startedAt: 0, actor: 'Mei', items: 2 }

beforeEach(() => {
  vi.resetAllMocks()
  client.plans.runs.mockResolvedValue({ runs: [{ ...run, state: 'interrupted' }] })
  client.plans.inspect.mockResolvedValue({
    plan,
    findings: [
      { key: done.key, finding: 'done', step: null },
      { key: half.key, finding: 'half', step: half.steps[1] },
    ],
  })
  client.plans.remake.mockResolvedValue({ plan: planWith(half), differences: [] })
  client.plans.putBack.mockResolvedValue(plan)
  client.plans.dismiss.mockResolvedValue({})
})

async function open(role: 'operator' | 'viewer' = 'operator') {
  await mountPage(PlanHost)
  useDeskStore().info = { version: '1', host: 'headless', role, platform: 'linux', runtime: '24' }
  await flushPromises()
}

async function press(label: string) {
  await vi.waitFor(() => button(label), within)
  button(label).click()
  await flushPromises()
}

/** The dialogs are loaded when first shown. */
const within = { timeout: 15_000 }

it('says who began the plan that was cut off, and what became of each change, the worst first', async () => {
  await open()
  expect(page().textContent).toContain('The desk ended in the middle of a plan of 2 changes, begun by Mei')
  await press('See what was done')
  await vi.waitFor(() => expect(page().textContent).toContain('1 done · 0 not done · 1 half done'), within)
  const items = [...page().querySelectorAll('[role=dialog] li')].map((each) => each.textContent ?? '')
  expect(items[0]).toMatch(/b\.example\.com.*Cut off at: Create a rule with template screenshots \(2\).*Half done/s)
  expect(items[1]).toContain('Done')
})

it('finishes only what was not done', async () => {
  await open()
  await press('See what was done')
  await press('Finish')
  expect(client.plans.remake).toHaveBeenCalledWith({ planId: plan.id, only: [half.key] })
})

it('puts everything back, or leaves it', async () => {
  await open()
  await press('See what was done')
  await press('Put back')
  expect(client.plans.putBack).toHaveBeenCalledWith({ planId: plan.id })
  await press('See what was done')
  await press('Leave as it is')
  expect(client.plans.dismiss).toHaveBeenCalledWith({ planId: plan.id })
})

it('lets a viewer look only', async () => {
  await open('viewer')
  await press('See what was done')
  await vi.waitFor(() => expect(page().textContent).toContain('half done'), within)
  for (const label of ['Finish', 'Put back', 'Leave as it is']) expect(hasButton(label), label).toBe(false)
})

it('shows the run that goes on in the background', async () => {
  client.plans.runs.mockResolvedValue({ runs: [{ ...run, state: 'running' }] })
  await open()
  expect(page().textContent).toContain('A plan of 2 changes is being applied.')
  await press('Show')
  expect(client.plans.apply).toHaveBeenCalledWith({ planId: plan.id }, expect.anything())
})

it('says of a run that was cut off under one’s eyes only what this window heard, and leads to what was noted', async () => {
  client.plans.runs.mockResolvedValue({ runs: [] })
  await open()
  const plans = usePlansStore()
  const cutOff = new AppError('plan.unknown')
  client.plans.apply.mockImplementation((_input: unknown, listener: StreamListener<unknown, unknown>) => {
    listener.onItem({ state: 'running', items: [progressOf(done), progressOf(half, { state: 'running' })] })
    listener.onEnd?.(cutOff)
    return () => undefined
  })
  plans.flow.show(plan)
  plans.isOpen = true
  await press('Apply 2 changes')
  await vi.waitFor(
    () => expect(page().textContent).toContain('1 of 2 changes that were made, and nothing of 1'),
    within,
  )
  expect(page().querySelector('[role=alert]')).not.toBeNull()

  client.plans.runs.mockResolvedValue({ runs: [{ ...run, state: 'interrupted' }] })
  await plans.runs.refresh()
  await flushPromises()
  // Neither "make the plan again" nor a second way to try again beside it.
  expect(page().querySelector('[role=dialog] [role=alert]')).toBeNull()
  const [shown] = [...page().querySelectorAll<HTMLButtonElement>('[role=dialog] button')].filter(
    (each) => each.textContent?.trim() === 'See what was done',
  )
  shown?.click()
  await flushPromises()
  await vi.waitFor(() => expect(page().textContent).toContain('1 done · 0 not done · 1 half done'), within)
  expect(client.plans.inspect).toHaveBeenCalledWith({ planId: plan.id })
  expect(plans.isOpen).toBe(false)
})
