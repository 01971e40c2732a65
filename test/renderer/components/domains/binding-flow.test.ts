import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import { createBindingFlow } from '../../../../src-renderer/components/domains/binding-flow.ts'
import { doneOf, fakePlans, planOf, progressOf, ruleItem } from '../plans-of-test.ts'

const target = { domain: 'push.example.com', app: '' }
let desk = fakePlans()
let changed = vi.fn()
let flow = createBindingFlow(desk.client, changed)

beforeEach(() => {
  desk = fakePlans()
  changed = vi.fn()
  flow = createBindingFlow(desk.client, changed)
})

/** As far as the plan of a change from template 1 to 2. */
async function reachPlan() {
  flow.start(target, 1)
  flow.choice.value = 2
  const reviewed = flow.review()
  desk.plans.at(-1)?.answer(planOf(1, 2))
  await reviewed
}

describe('changing a binding', () => {
  it('starts with what is bound chosen', () => {
    flow.start(target, 1)
    expect([flow.phase.value, flow.choice.value]).toEqual(['choosing', 1])
  })

  it('asks for the plan of the choice and shows its steps as still to do', async () => {
    await reachPlan()
    expect(desk.plans[0]?.input).toEqual({ targets: [target], templateId: 2 })
    expect(flow.phase.value).toBe('confirming')
    expect(flow.steps.value.map(({ action, state }) => [action, state])).toEqual([
      ['deleteRule', 'next'],
      ['createRule', 'next'],
    ])
  })

  it('applies exactly the plan that was shown, then tells what was done', async () => {
    await reachPlan()
    const applied = flow.apply()
    expect(flow.phase.value).toBe('applying')
    expect(desk.runs[0]?.input).toEqual({ planId: flow.plan.value?.id })
    const item = ruleItem(1, 2)
    const [first, second] = item.steps.map((step) => ({ ...step, state: 'next' as const }))
    if (!first || !second) throw new Error('a re-binding has two steps')
    const running = [{ ...first, state: 'running' as const }, second]
    desk.runs[0]?.send({ state: 'running', items: [progressOf(item, { state: 'running', steps: running })] })
    expect(flow.steps.value.map(({ state }) => state)).toEqual(['running', 'next'])
    desk.runs[0]?.send(doneOf(planOf(1, 2)))
    desk.runs[0]?.end()
    await applied
    expect(flow.phase.value).toBe('finished')
    expect(flow.steps.value.map(({ state }) => state)).toEqual(['done', 'done'])
    expect(changed).toHaveBeenCalledOnce()
  })

  it('plans anew and says why when somebody else was quicker', async () => {
    await reachPlan()
    const applied = flow.apply()
    desk.runs[0]?.end(new AppError('plan.stale'))
    await vi.waitFor(() => expect(desk.plans).toHaveLength(2))
    desk.plans[1]?.answer(planOf(3, 2))
    await applied
    expect([flow.phase.value, flow.isStale.value, flow.plan.value?.before]).toEqual(['confirming', true, 3])
    expect(changed).toHaveBeenCalled()
  })

  it('goes back to the choice, which stays, when no plan can be had', async () => {
    flow.start(target, 1)
    flow.choice.value = null
    const reviewed = flow.review()
    desk.plans[0]?.refuse(new AppError('cloud.timeout'))
    await reviewed
    expect([flow.phase.value, flow.choice.value, flow.error.value?.code]).toEqual(['choosing', null, 'cloud.timeout'])
  })

  it('ends with the reason, and with a fresh look at the cloud, when the change failed', async () => {
    await reachPlan()
    const applied = flow.apply()
    const error = { code: 'binding.putBackFailed' as const }
    desk.runs[0]?.send({ state: 'finished', items: [progressOf(ruleItem(1, 2), { state: 'failed', error })] })
    desk.runs[0]?.end()
    await applied
    expect([flow.phase.value, flow.error.value?.code]).toEqual(['finished', 'binding.putBackFailed'])
    expect(changed).toHaveBeenCalledOnce()
  })

  it('says what is wrong in place of a plan that nothing can come of', async () => {
    flow.start(target, 1)
    const reviewed = flow.review()
    desk.plans[0]?.answer(planOf(1, 2, target.domain, '', { change: 'conflict', conflict: 'templateGone' }))
    await reviewed
    expect([flow.phase.value, flow.error.value?.code]).toEqual(['choosing', 'template.notFound'])
  })

  it('drops the answer to a question that was left', async () => {
    flow.start(target, 1)
    const reviewed = flow.review()
    flow.cancel()
    desk.plans[0]?.answer(planOf(1, 2))
    await reviewed
    expect([flow.phase.value, flow.plan.value]).toEqual(['shown', null])
  })

  it('forgets the last change when it starts again', async () => {
    await reachPlan()
    const applied = flow.apply()
    desk.runs[0]?.send({ state: 'finished', items: [progressOf(ruleItem(1, 2), { state: 'putBack' })] })
    desk.runs[0]?.end()
    await applied
    flow.start({ domain: 'push.example.com', app: 'live' }, null)
    expect([flow.outcome.value, flow.plan.value, flow.error.value]).toEqual([null, null, null])
  })
})
