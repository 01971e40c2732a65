/** What stands above every page: the run in the background, and the one a crash has cut off, with its two ways on. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import PlanHost from '../../../src-renderer/components/plans/PlanHost.vue'
import { useDeskStore } from '../../../src-renderer/stores/desk.ts'
import { button, hasButton, mountPage, page } from '../mount-page.ts'
import { planWith, ruleItem } from './plans-of-test.ts'

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
