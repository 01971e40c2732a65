import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import { createBindingFlow } from '../../../../src-renderer/components/domains/binding-flow.ts'
import { doneOf, fakeBindings, planOf } from './fake-bindings.ts'

const target = { domain: 'push.example.com', app: '' }
let desk = fakeBindings()
let changed = vi.fn()
let flow = createBindingFlow(desk.client, changed)

beforeEach(() => {
  desk = fakeBindings()
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
    expect(desk.plans[0]?.input).toEqual({ ...target, templateId: 2 })
    expect(flow.phase.value).toBe('confirming')
    expect(flow.steps.value.map(({ action, state }) => [action, state])).toEqual([
      ['delete', 'next'],
      ['create', 'next'],
    ])
  })

  it('applies exactly the plan that was shown, then tells what was done', async () => {
    await reachPlan()
    const applied = flow.apply()
    expect(flow.phase.value).toBe('applying')
    expect(flow.steps.value.map(({ state }) => state)).toEqual(['running', 'running'])
    expect(desk.sets[0]?.input).toEqual({ ...target, before: 1, templateId: 2 })
    desk.sets[0]?.answer(doneOf(planOf(1, 2)))
    await applied
    expect(flow.phase.value).toBe('finished')
    expect(flow.steps.value.map(({ state }) => state)).toEqual(['done', 'done'])
    expect(changed).toHaveBeenCalledOnce()
  })

  it('plans anew and says why when somebody else was quicker', async () => {
    await reachPlan()
    const applied = flow.apply()
    desk.sets[0]?.refuse(new AppError('binding.stale'))
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
    desk.sets[0]?.refuse(new AppError('binding.putBackFailed'))
    await applied
    expect([flow.phase.value, flow.error.value?.code]).toEqual(['finished', 'binding.putBackFailed'])
    expect(changed).toHaveBeenCalledOnce()
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
    desk.sets[0]?.answer({ outcome: 'putBack', steps: [] })
    await applied
    flow.start({ domain: 'push.example.com', app: 'live' }, null)
    expect([flow.outcome.value, flow.plan.value, flow.error.value]).toEqual([null, null, null])
  })
})
