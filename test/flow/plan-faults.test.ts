/**
 * Plans against a cloud that fails: whatever happens, each thing ends as the plan wants it or as it was, what is
 * said of it is what the cloud holds, and what is missing can be finished. The cloud is read by a client of the
 * test's own.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Plan, PlanItem, PlanItemProgress } from '../../src-main/contract/plans.ts'
import type { SettingsFile } from '../../src-main/core/host.ts'
import { type Wish, wishKey } from '../../src-main/core/plan/wish.ts'
import type { FaultKind } from '../../src-main/practice/faults.ts'
import type { PracticeCloud } from '../../src-main/practice/practice-cloud.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'
import { call } from '../practice/helpers.ts'
import { createDataDir, draftFor } from '../support/desk.ts'
import { type Held, pushDomain, readHeld, startCloudWith } from '../support/many-domains.ts'
import { openPlanner, type Planner, type PlannerOptions } from '../support/planner.ts'

vi.setConfig({ testTimeout: 180_000 })

const { signal } = new AbortController()
const url = (name: string) => `https://cb.example.com/${name}`
const [d1, d2, d3] = [pushDomain(1), pushDomain(2), pushDomain(3)]

const template = (name: string, record: string | null): Wish => ({
  subject: 'template',
  template: { name },
  content: record === null ? null : { name, description: '', urls: { record: url(record) }, recordExceptionLevels: [] },
})
const rule = (domain: string, app: string, name: string | null): Wish => ({
  subject: 'rule',
  domain,
  app,
  template: name === null ? null : { name },
})
const domain = (name: string, enabled: boolean): Wish => ({ subject: 'domain', domain: name, enabled })

/** Every kind of step, there and back. */
const there: Wish[] = [
  template('base', 'base'),
  template('made', 'made'),
  template('old', 'changed'),
  domain(d1, false),
  rule(d2, 'live', 'made'),
  rule(d3, '', null),
]
const back: Wish[] = [
  template('base', 'base'),
  template('old', 'first'),
  domain(d1, true),
  rule(d2, 'live', 'base'),
  rule(d3, '', 'base'),
  template('made', null),
]

async function applyAll({ plans }: Planner, plan: Plan): Promise<Map<string, PlanItemProgress>> {
  const last = new Map<string, PlanItemProgress>()
  for await (const { items } of plans.apply({ planId: plan.id }, signal)) {
    for (const item of items) last.set(item.key, item)
  }
  return last
}

const reach = async (planner: Planner, wishes: Wish[]) => applyAll(planner, await planner.plans.make(wishes, signal))

/** Whether the cloud holds what a wish asks for. */
function isTrue(wish: Wish, held: Held): boolean {
  if (wish.subject === 'domain') return held.enabled.includes(wish.domain) === wish.enabled
  if (wish.subject === 'rule')
    return (held.rules[`${wish.domain}/${wish.app}`] ?? null) === (wish.template?.name ?? null)
  if (wish.subject !== 'template') throw new Error('no part of these tests')
  return (held.templates[wish.template.name ?? ''] ?? null) === (wish.content?.urls.record ?? null)
}

/** The keys of the wishes that the cloud does not hold. */
const missing = (wishes: Wish[], held: Held): string[] =>
  wishes
    .filter((wish) => !isTrue(wish, held))
    .map(wishKey)
    .sort()

const changing = (items: readonly PlanItem[]): string[] =>
  items
    .filter(({ change }) => change !== 'unchanged')
    .map(({ key }) => key)
    .sort()

async function open(
  cloud: PracticeCloud,
  { settings = createSettingsFile(), dataDir = createDataDir(), cloudTimeoutMs = 700 }: Partial<PlannerOptions> = {},
) {
  const planner = await openPlanner({ dataDir, settings, cloudTimeoutMs })
  onTestFinished(() => planner.close())
  if (planner.accounts.list().length === 0) await planner.accounts.save(draftFor(cloud))
  return planner
}

describe('each kind of call failing once', () => {
  const kinds: FaultKind[] = ['error', 'timeoutAfterEffect', 'hang']
  const ways: [string, Wish[], Wish[], string[]][] = [
    [
      'there',
      back,
      there,
      [
        'CreateLiveCallbackTemplate',
        'ModifyLiveCallbackTemplate',
        'ForbidLiveDomain',
        'DeleteLiveCallbackRule',
        'CreateLiveCallbackRule',
      ],
    ],
    [
      'back',
      there,
      back,
      [
        'DeleteLiveCallbackTemplate',
        'ModifyLiveCallbackTemplate',
        'EnableLiveDomain',
        'DeleteLiveCallbackRule',
        'CreateLiveCallbackRule',
      ],
    ],
  ]

  it.each(ways)('on the way %s leaves the plan or the old state, and says which', async (_way, from, to, actions) => {
    const cloud = await startCloudWith(4)
    const planner = await open(cloud)
    for (const action of actions) {
      for (const kind of kinds) {
        const what = `${action} ${kind}`
        await reach(planner, from)
        const start = await readHeld(cloud)
        expect(missing(from, start), what).toEqual([])
        const plan = await planner.plans.make(to, signal)
        expect(changing(plan.items), what).toEqual(missing(to, start))

        cloud.fault({ action, kind, code: 'InternalError', times: 1 })
        const progress = await applyAll(planner, plan)
        const held = await readHeld(cloud)
        for (const wish of to) {
          const key = wishKey(wish)
          const said = progress.get(key)?.state
          const old = from.find((each) => wishKey(each) === key)
          expect(isTrue(wish, held) || (old && isTrue(old, held)), `${what}: ${key} is neither`).toBe(true)
          if (changing(plan.items).includes(key))
            expect(said === 'done', `${what}: ${key} is said to be ${said}`).toBe(isTrue(wish, held))
        }
        const failed = [...progress.values()].filter(({ state }) => state === 'failed' || state === 'putBack')
        expect(failed.length, what).toBe(kind === 'timeoutAfterEffect' ? 0 : 1)

        const again = await planner.plans.remake({ planId: plan.id }, signal)
        expect(changing(again.plan.items), what).toEqual(missing(to, held))
        await applyAll(planner, again.plan)
        expect(missing(to, await readHeld(cloud)), what).toEqual([])
      }
    }
  })
})

describe('100 domains with three apps each', () => {
  const apps = ['live', 'event', 'game']
  const wishes = (name: string) =>
    Array.from({ length: 100 }, (_, index) => apps.map((app) => rule(pushDomain(index + 1), app, name))).flat()

  it('come through rate limits, refusals, lost answers, a domain and a template that go', async () => {
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

  it('are refused as a whole when somebody deletes the template after they were planned', async () => {
    const cloud = await startCloudWith(3)
    const planner = await open(cloud)
    await reach(planner, [template('a', 'a'), template('b', 'b'), rule(d1, '', 'a')])
    const plan = await planner.plans.make([rule(d1, '', 'b'), rule(d2, '', 'b')], signal)
    const found = (await call(cloud, 'DescribeLiveCallbackTemplates')).Templates as {
      TemplateId: number
      TemplateName: string
    }[]
    const id = found.find(({ TemplateName }) => TemplateName === 'b')?.TemplateId
    await call(cloud, 'DeleteLiveCallbackTemplate', { TemplateId: id })
    await expect(applyAll(planner, plan)).rejects.toMatchObject({ code: 'plan.stale' })
    expect((await readHeld(cloud)).rules).toEqual({ [`${d1}/`]: 'a' })
    const { plan: again, differences } = await planner.plans.remake({ planId: plan.id }, signal)
    expect(again.items.map(({ conflict }) => conflict)).toEqual(['templateGone', 'templateGone'])
    expect(differences).toHaveLength(2)
  })
})

/** As a host keeps them: the process that is killed reads the same. */
function settingsIn(dataDir: string): SettingsFile {
  const file = join(dataDir, 'settings.json')
  writeFileSync(file, '{}')
  return {
    setAside: null,
    read: () => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>,
    write: (value) => writeFileSync(file, JSON.stringify(value)),
  }
}

describe('a plan that is stopped', () => {
  const many = Array.from({ length: 60 }, (_, index) => rule(pushDomain(index + 1), '', 'a'))

  /** Applies until the first item is done, then does something, and follows the run to its end. */
  async function stopAfterFirst(
    planner: Planner,
    plan: Plan,
    stop: () => void,
  ): Promise<Map<string, PlanItemProgress>> {
    const last = new Map<string, PlanItemProgress>()
    for await (const { items } of planner.plans.apply({ planId: plan.id }, signal)) {
      for (const item of items) last.set(item.key, item)
      if (items.some(({ state }) => state === 'done')) stop()
    }
    return last
  }

  it('by a person brings what has begun to its end and says what was not begun', async () => {
    const cloud = await startCloudWith(60)
    const planner = await open(cloud, { cloudTimeoutMs: 3000 })
    await reach(planner, [template('a', 'a')])
    const plan = await planner.plans.make(many, signal)
    const last = await stopAfterFirst(planner, plan, () => planner.plans.cancel(plan.id))
    const states = [...last.values()].map(({ state }) => state)
    expect(new Set(states)).toEqual(new Set(['done', 'skipped']))
    const notDone = [...last.values()].flatMap(({ key, state }) => (state === 'skipped' ? [key] : []))
    expect(missing(many, await readHeld(cloud))).toEqual(notDone.sort())
    expect(planner.plans.runs().runs).toEqual([])
  })

  it('by the end of the desk is offered at the next start', async () => {
    const cloud = await startCloudWith(60)
    const dataDir = createDataDir()
    const settings = settingsIn(dataDir)
    const first = await open(cloud, { settings, dataDir, cloudTimeoutMs: 3000 })
    await reach(first, [template('a', 'a')])
    const plan = await first.plans.make(many, signal)
    let closed: Promise<void> | null = null
    await stopAfterFirst(first, plan, () => {
      closed ??= first.close()
    })
    await closed
    const planner = await open(cloud, { settings, dataDir, cloudTimeoutMs: 3000 })
    expect(planner.plans.runs().runs).toMatchObject([{ planId: plan.id, state: 'interrupted', items: 60 }])
    planner.plans.dismiss(plan.id)
    expect(planner.plans.runs().runs).toEqual([])
  })
})

describe('a desk that is killed in the middle of a plan', () => {
  type Case = [action: string, from: Wish[], to: Wish[], isMade: boolean, then: 'finish' | 'putBack']
  const cases: Case[] = [
    ['CreateLiveCallbackTemplate', back, there, true, 'finish'],
    ['ModifyLiveCallbackTemplate', back, there, true, 'putBack'],
    ['ForbidLiveDomain', back, there, true, 'finish'],
    ['DeleteLiveCallbackRule', back, there, true, 'putBack'],
    ['CreateLiveCallbackRule', back, there, true, 'finish'],
    ['DeleteLiveCallbackRule', back, there, false, 'finish'],
    ['CreateLiveCallbackRule', back, there, false, 'putBack'],
    ['DeleteLiveCallbackTemplate', there, back, true, 'putBack'],
    ['EnableLiveDomain', there, back, false, 'finish'],
  ]
  const actionOf: Record<string, string> = {
    CreateLiveCallbackTemplate: 'createTemplate',
    ModifyLiveCallbackTemplate: 'modifyTemplate',
    DeleteLiveCallbackTemplate: 'deleteTemplate',
    ForbidLiveDomain: 'disableDomain',
    EnableLiveDomain: 'enableDomain',
    DeleteLiveCallbackRule: 'deleteRule',
    CreateLiveCallbackRule: 'createRule',
  }

  /** Starts the process and kills it while the call is under way: before the cloud has acted, or after. */
  async function killDuring(cloud: PracticeCloud, dataDir: string, [action, , wishes, isMade]: Case): Promise<string> {
    cloud.fault({ action, kind: isMade ? 'timeoutAfterEffect' : 'hang', times: 1 })
    const before = cloud.calls().length
    const program = fileURLToPath(new URL('../support/plan-process.ts', import.meta.url))
    const child = spawn(process.execPath, [program, JSON.stringify({ dataDir, wishes })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    const [line] = await once(child.stdout, 'data')
    const db = new DatabaseSync(join(dataDir, 'desk.db'), { readOnly: true })
    const begun = db.prepare('SELECT 1 FROM plan_steps WHERE action = ? AND outcome IS NULL')
    await vi.waitFor(
      () => {
        expect(begun.get(actionOf[action] ?? '')).toBeDefined()
        const calls = cloud.calls().slice(before)
        if (isMade) expect(calls.some((each) => each.action === action)).toBe(true)
      },
      { timeout: 30_000, interval: 5 },
    )
    db.close()
    child.kill('SIGKILL')
    await exited
    // The call may not have been sent yet: then what was ordered for it must not meet the next desk.
    const nowhere = { DomainName: 'nowhere.example', AppName: 'none', TemplateId: 1 }
    await Promise.race([call(cloud, action, nowhere).catch(() => undefined), delay(300)])
    return String(line).trim()
  }

  it.each(cases)('during %s', async (...each) => {
    const [action, from, to, , then] = each
    const cloud = await startCloudWith(4)
    const dataDir = createDataDir()
    const settings = settingsIn(dataDir)
    const first = await open(cloud, { settings, dataDir })
    await reach(first, from)
    await first.close()
    const start = await readHeld(cloud)
    const planId = await killDuring(cloud, dataDir, each)

    const held = await readHeld(cloud)
    const planner = await open(cloud, { settings, dataDir })
    expect(planner.plans.runs().runs).toMatchObject([{ planId, state: 'interrupted' }])
    const { plan, findings } = await planner.plans.inspect(planId, signal)
    const unfinished = findings.filter(({ finding }) => finding !== 'done').map(({ key }) => key)
    expect(unfinished.sort()).toEqual(missing(to, held))
    for (const { key, finding } of findings) {
      const old = from.find((wish) => wishKey(wish) === key)
      if (finding === 'notDone') expect(!old || isTrue(old, held), key).toBe(true)
      if (finding === 'half') expect(held.rules[key.replace('rule:', '')], key).toBeUndefined()
    }
    expect(findings.some(({ step }) => step?.action === actionOf[action])).toBe(true)
    expect(plan.id).toBe(planId)

    const next =
      then === 'finish'
        ? (await planner.plans.remake({ planId, only: unfinished }, signal)).plan
        : await planner.plans.putBack({ planId }, signal)
    await applyAll(planner, next)
    const end = await readHeld(cloud)
    if (then === 'finish') expect(missing(to, end)).toEqual([])
    else expect(end).toEqual(start)
    expect(planner.plans.runs().runs).toEqual([])
  })
})
