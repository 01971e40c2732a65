/** A hundred domains at once, within the cloud's rates and through its failures. */
import { expect, it, vi } from 'vitest'
import type { Wish } from '../../src-main/core/plan/wish.ts'
import { applyAll, changing, missing, open, reach, rule, signal, template } from '../support/failing-plans.ts'
import { pushDomain, readHeld, startCloudWith } from '../support/many-domains.ts'

vi.setConfig({ testTimeout: 180_000 })

const apps = ['live', 'event', 'game']
const wishes = (name: string): Wish[] =>
  Array.from({ length: 100 }, (_, index) => apps.map((app) => rule(pushDomain(index + 1), app, name))).flat()

it('100 domains with three apps each come through rate limits, refusals and lost answers', async () => {
  const cloud = await startCloudWith(100)
  // A busy machine must not make time-outs of its own.
  const planner = await open(cloud, { cloudTimeoutMs: 3000 })
  await reach(planner, [template('a', 'a'), template('b', 'b')])
  const bound = await reach(planner, wishes('a'))
  expect([...bound.values()].filter(({ state }) => state !== 'done')).toEqual([])

  const plan = await planner.plans.make(wishes('b'), signal)
  expect(plan.items.filter(({ change }) => change === 'replace')).toHaveLength(300)
  for (const action of ['DeleteLiveCallbackRule', 'CreateLiveCallbackRule']) {
    cloud.fault({ action, kind: 'error', code: 'RequestLimitExceeded', times: 6 })
    cloud.fault({ action, kind: 'error', code: 'InternalError', times: 2 })
    cloud.fault({ action, kind: 'timeoutAfterEffect', times: 2 })
    cloud.fault({ action, kind: 'reset', times: 1 })
  }
  const progress = await applyAll(planner, plan)
  const held = await readHeld(cloud)
  expect(Object.keys(held.rules)).toHaveLength(300)
  const done = [...progress.values()].filter(({ state }) => state === 'done').map(({ key }) => key)
  const notDone = missing(wishes('b'), held)
  expect(done.length + notDone.length).toBe(300)
  expect(notDone.length).toBeGreaterThan(0)
  expect(notDone.length).toBeLessThanOrEqual(6)
  for (const { key, error } of progress.values()) if (notDone.includes(key)) expect(error, key).not.toBeNull()

  const again = await planner.plans.remake({ planId: plan.id, only: notDone }, signal)
  expect(changing(again.plan.items)).toEqual(notDone)
  await applyAll(planner, again.plan)
  expect(missing(wishes('b'), await readHeld(cloud))).toEqual([])
  const before = cloud.calls().length
  expect(changing((await planner.plans.make(wishes('b'), signal)).items)).toEqual([])
  expect(
    cloud
      .calls()
      .slice(before)
      .every(({ action }) => action.startsWith('Describe')),
  ).toBe(true)
})
