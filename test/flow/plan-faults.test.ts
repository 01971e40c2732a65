/**
 * Plans against a cloud that fails: whatever happens, each thing ends as the plan wants it or as it was, what is
 * said of it is what the cloud holds, and what is missing can be finished.
 */
import { describe, expect, it, vi } from 'vitest'
import type { PlanItemProgress } from '../../src-main/contract/plans.ts'
import { type Wish, wishKey } from '../../src-main/core/plan/wish.ts'
import type { FaultKind } from '../../src-main/practice/faults.ts'
import type { PracticeCloud } from '../../src-main/practice/practice-cloud.ts'
import { call } from '../practice/helpers.ts'
import {
  applyAll,
  back,
  changing,
  isTrue,
  missing,
  open,
  reach,
  rule,
  signal,
  template,
  there,
} from '../support/failing-plans.ts'
import { type Held, pushDomain, readHeld, startCloudWith } from '../support/many-domains.ts'
import type { Planner } from '../support/planner.ts'

vi.setConfig({ testTimeout: 180_000 })

interface Way {
  readonly from: Wish[]
  readonly to: Wish[]
  /** Calls of different items, each of which fails once in the same run. */
  readonly actions: string[][]
}

const ways: Way[] = [
  {
    from: back,
    to: there,
    actions: [
      ['CreateLiveCallbackTemplate'],
      ['ModifyLiveCallbackTemplate', 'ForbidLiveDomain', 'DeleteLiveCallbackRule'],
      ['CreateLiveCallbackRule', 'CreateLiveSnapshotRule', 'ModifyLiveSnapshotTemplate'],
    ],
  },
  {
    from: there,
    to: back,
    actions: [
      ['DeleteLiveCallbackTemplate'],
      ['ModifyLiveCallbackTemplate', 'EnableLiveDomain', 'DeleteLiveCallbackRule'],
      ['CreateLiveCallbackRule', 'DeleteLiveSnapshotRule', 'ModifyLiveSnapshotTemplate'],
    ],
  },
]

/** Every item is as it was or as planned, and what is said of it is so. */
function expectTruth(what: string, { from, to }: Way, planned: string[], held: Held, states: Map<string, string>) {
  for (const wish of to) {
    const key = wishKey(wish)
    const old = from.find((each) => wishKey(each) === key)
    expect(isTrue(wish, held) || (old && isTrue(old, held)), `${what}: ${key} is neither`).toBe(true)
    const said = states.get(key)
    if (planned.includes(key)) expect(said === 'done', `${what}: ${key} is said to be ${said}`).toBe(isTrue(wish, held))
  }
}

async function goThrough(cloud: PracticeCloud, planner: Planner, way: Way, failing: string[], kind: FaultKind) {
  const what = `${failing.join(', ')} ${kind}`
  const { from, to } = way
  const start = await readHeld(cloud)
  expect(missing(from, start), what).toEqual([])
  const plan = await planner.plans.make(to, signal)
  const planned = changing(plan.items)
  expect(planned, what).toEqual(missing(to, start))

  for (const action of failing) cloud.fault({ action, kind, code: 'InternalError', times: 1 })
  const progress = await applyAll(planner, plan)
  const held = await readHeld(cloud)
  expectTruth(what, way, planned, held, new Map([...progress].map(([key, { state }]) => [key, state])))
  const failed = [...progress.values()].filter(({ state }) => state === 'failed' || state === 'putBack')
  expect(failed.length, what).toBe(kind === 'timeoutAfterEffect' ? 0 : failing.length)

  const again = await planner.plans.remake({ planId: plan.id }, signal)
  expect(changing(again.plan.items), what).toEqual(missing(to, held))
  await applyAll(planner, again.plan)
  expect(missing(to, await readHeld(cloud)), what).toEqual([])
}

describe('each kind of call failing once', () => {
  it.each<FaultKind>(['error', 'timeoutAfterEffect', 'hang'])(
    'with %s leaves the plan or the old state, and says which',
    async (kind) => {
      const cloud = await startCloudWith(4)
      // Only calls that hang may time out, whatever else the machine does.
      const planner = await open(cloud, { cloudTimeoutMs: kind === 'error' ? 20_000 : 3000 })
      await reach(planner, back)
      // There and back in turn, so that every run begins where the one before has ended.
      for (const round of [0, 1, 2])
        for (const way of ways) await goThrough(cloud, planner, way, way.actions[round] ?? [], kind)
    },
  )
})

describe('what somebody else does meanwhile', () => {
  const [d1, d2] = [pushDomain(1), pushDomain(2)]
  const idOf = async (cloud: PracticeCloud, name: string) => {
    const { Templates } = await call(cloud, 'DescribeLiveCallbackTemplates')
    const found = (Templates as { TemplateId: number; TemplateName: string }[]).find(
      ({ TemplateName }) => TemplateName === name,
    )
    return found?.TemplateId
  }

  it('before a run refuses it as a whole', async () => {
    const cloud = await startCloudWith(3)
    const planner = await open(cloud, { cloudTimeoutMs: 20_000 })
    await reach(planner, [template('a', 'a'), template('b', 'b'), rule(d1, '', 'a')])
    const plan = await planner.plans.make([rule(d1, '', 'b'), rule(d2, '', 'b')], signal)
    await call(cloud, 'DeleteLiveCallbackTemplate', { TemplateId: await idOf(cloud, 'b') })
    await expect(applyAll(planner, plan)).rejects.toMatchObject({ code: 'plan.stale' })
    expect((await readHeld(cloud)).rules).toEqual({ [`${d1}/`]: 'a' })
    const { plan: again, differences } = await planner.plans.remake({ planId: plan.id }, signal)
    expect(again.items.map(({ conflict }) => conflict)).toEqual(['templateGone', 'templateGone'])
    expect(differences).toHaveLength(2)
  })

  it('during a run ends in a list of what is so: nothing is half-applied without being said', async () => {
    const cloud = await startCloudWith(10)
    // Time for the others to do their part, also on a busy machine.
    const planner = await open(cloud, { cloudTimeoutMs: 3000 })
    const d = (number: number) => pushDomain(number)
    const all = Array.from({ length: 10 }, (_, index) => d(index + 1))
    await reach(planner, [
      ...['a', 'b', 'c'].map((name) => template(name, name)),
      ...all.map((name) => rule(name, '', 'a')),
    ])
    const wishes = all.map((name) => rule(name, '', name === d(9) ? 'c' : 'b'))
    const plan = await planner.plans.make(wishes, signal)
    // The first calls of all lanes hang, so that the run stands still.
    cloud.fault({ action: 'DeleteLiveCallbackRule', kind: 'hang', times: 4 })
    const running = applyAll(planner, plan)
    const last = async (): Promise<PlanItemProgress[]> => {
      for await (const { items } of planner.plans.apply({ planId: plan.id }, signal)) return items
      return []
    }
    await vi.waitFor(async () => {
      expect((await last()).filter(({ state }) => state === 'running')).toHaveLength(4)
    })
    await call(cloud, 'ForbidLiveDomain', { DomainName: d(7) })
    await call(cloud, 'DeleteLiveDomain', { DomainName: d(8), DomainType: 0 })
    await call(cloud, 'DeleteLiveCallbackTemplate', { TemplateId: await idOf(cloud, 'c') })
    const progress = await running

    const said = Object.fromEntries([...progress.values()].map(({ key, state, error }) => [key, [state, error?.code]]))
    const of = (number: number) => said[`rule:${d(number)}/`]
    for (const number of [1, 2, 3, 4]) expect(of(number), d(number)).toEqual(['failed', 'cloud.timeout'])
    for (const number of [5, 6, 7, 10]) expect(of(number), d(number)).toEqual(['done', undefined])
    // The domain is gone: its rule was deleted, and neither the new nor the old one can be made again.
    expect(of(8)).toEqual(['failed', 'binding.putBackFailed'])
    expect(of(9)).toEqual(['putBack', 'cloud.refused'])
    const held = await readHeld(cloud)
    const bound = (numbers: number[], name: string) => numbers.map((number) => [`${d(number)}/`, name])
    expect(held.rules).toEqual(Object.fromEntries([...bound([1, 2, 3, 4, 9], 'a'), ...bound([5, 6, 7, 10], 'b')]))

    const { plan: again } = await planner.plans.remake({ planId: plan.id }, signal)
    const conflicts = again.items.flatMap(({ key, conflict }) => (conflict ? [[key, conflict]] : []))
    expect(conflicts).toEqual([
      [`rule:${d(8)}/`, 'domainGone'],
      [`rule:${d(9)}/`, 'templateGone'],
    ])
    await applyAll(planner, again)
    const rest = [1, 2, 3, 4, 5, 6, 7, 10]
    expect((await readHeld(cloud)).rules).toEqual(Object.fromEntries([...bound(rest, 'b'), ...bound([9], 'a')]))
  })
})
