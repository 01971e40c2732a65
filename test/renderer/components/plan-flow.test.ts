import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { createPlanFlow } from '../../../src-renderer/components/plans/plan-flow.ts'
import { doneOf, fakePlans, planWith, progressOf, ruleItem } from './plans-of-test.ts'

const [one, two] = [ruleItem(1, 2, 'a.example.com'), ruleItem(1, 2, 'b.example.com')]
const plan = planWith(one, two)
let desk = fakePlans()
let changed = vi.fn()
let flow = createPlanFlow(desk.client, changed)

beforeEach(() => {
  desk = fakePlans()
  changed = vi.fn()
  flow = createPlanFlow(desk.client, changed)
})

/** Waits for the promises under way. */
const settle = () => vi.waitFor(() => Promise.resolve())

describe('a plan in hand', () => {
  it('is made, applied with the progress of each item, and ends', async () => {
    await flow.begin(async () => plan)
    expect([flow.phase.value, flow.plan.value?.id]).toEqual(['shown', plan.id])
    const applied = flow.apply()
    desk.runs[0]?.send({ state: 'running', items: [progressOf(one), progressOf(two, { state: 'running' })] })
    expect(flow.progress.value.get(two.key)?.state).toBe('running')
    desk.runs[0]?.send(doneOf(plan))
    desk.runs[0]?.end()
    await applied
    expect([flow.phase.value, flow.runState.value, flow.unsettledKeys.value]).toEqual(['ended', 'finished', []])
    expect(changed).toHaveBeenCalledOnce()
  })

  it('keeps the reason when it cannot be made, and asks the same when tried again', async () => {
    const make = vi.fn().mockRejectedValueOnce(new AppError('cloud.timeout')).mockResolvedValueOnce(plan)
    await flow.begin(make)
    expect([flow.phase.value, flow.error.value?.code]).toEqual(['none', 'cloud.timeout'])
    await flow.remake()
    expect([flow.phase.value, flow.error.value]).toEqual(['shown', null])
  })

  it('is made anew with its differences marked when it was stale', async () => {
    flow.show(plan)
    const applied = flow.apply()
    desk.runs[0]?.end(new AppError('plan.stale'))
    await vi.waitFor(() => expect(desk.remakes).toHaveLength(1))
    const now = ruleItem(3, 2, 'a.example.com')
    desk.remakes[0]?.answer({ plan: planWith(now, two), differences: [{ was: one, now }] })
    await applied
    expect([flow.phase.value, flow.isStale.value]).toEqual(['shown', true])
    expect([...flow.differences.value.keys()]).toEqual([one.key])
  })

  it('tries again only what failed', async () => {
    flow.show(plan)
    const applied = flow.apply()
    const failed = progressOf(two, { state: 'putBack', error: { code: 'cloud.refused' } })
    desk.runs[0]?.send({ state: 'finished', items: [progressOf(one), failed] })
    desk.runs[0]?.end()
    await applied
    expect(flow.unsettledKeys.value).toEqual([two.key])
    void flow.retry()
    await settle()
    expect(desk.remakes[0]?.input).toEqual({ planId: plan.id, only: [two.key] })
  })

  it('is stopped by asking the desk, which says how far it came', async () => {
    flow.show(plan)
    void flow.apply()
    await flow.cancel()
    expect(desk.cancelled).toEqual([plan.id])
  })

  it('drops what comes for a plan that was left', async () => {
    flow.show(plan)
    const applied = flow.apply()
    flow.reset()
    desk.runs[0]?.send(doneOf(plan))
    desk.runs[0]?.end()
    await applied
    expect([flow.phase.value, flow.plan.value, flow.progress.value.size]).toEqual(['none', null, 0])
  })
})
