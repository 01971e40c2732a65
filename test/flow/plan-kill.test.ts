/** A plan cut off in the middle, by a person, the end of the desk, or kill -9: what was done is told, and the rest can be done. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import type { Plan, PlanItemProgress } from '../../src-main/contract/plans.ts'
import type { SettingsFile } from '../../src-main/core/host.ts'
import { type Wish, wishKey } from '../../src-main/core/plan/wish.ts'
import type { PracticeCloud } from '../../src-main/practice/practice-cloud.ts'
import { call } from '../practice/helpers.ts'
import { createDataDir } from '../support/desk.ts'
import {
  applyAll,
  back,
  isTrue,
  missing,
  open,
  reach,
  rule,
  signal,
  template,
  there,
} from '../support/failing-plans.ts'
import { pushDomain, readHeld, startCloudWith } from '../support/many-domains.ts'
import type { Planner, PlannerOptions } from '../support/planner.ts'

vi.setConfig({ testTimeout: 180_000 })

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
    const planner = await open(cloud, { cloudTimeoutMs: 20_000 })
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
    const first = await open(cloud, { settings, dataDir, cloudTimeoutMs: 20_000 })
    await reach(first, [template('a', 'a')])
    const plan = await first.plans.make(many, signal)
    let closed: Promise<void> | null = null
    await stopAfterFirst(first, plan, () => {
      closed ??= first.close()
    })
    await closed
    const planner = await open(cloud, { settings, dataDir, cloudTimeoutMs: 20_000 })
    expect(planner.plans.runs().runs).toMatchObject([{ planId: plan.id, state: 'interrupted', items: 60 }])
    planner.plans.dismiss(plan.id)
    expect(planner.plans.runs().runs).toEqual([])
  })
})

describe('a desk that is killed in the middle of a plan', () => {
  type Profile = Pick<PlannerOptions, 'dataDir' | 'settings'>
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
    ['CreateLiveSnapshotRule', back, there, true, 'putBack'],
    ['ModifyLiveSnapshotTemplate', there, back, false, 'finish'],
  ]
  const actionOf: Record<string, string> = {
    CreateLiveCallbackTemplate: 'createTemplate',
    ModifyLiveCallbackTemplate: 'modifyTemplate',
    DeleteLiveCallbackTemplate: 'deleteTemplate',
    ForbidLiveDomain: 'disableDomain',
    EnableLiveDomain: 'enableDomain',
    DeleteLiveCallbackRule: 'deleteRule',
    CreateLiveCallbackRule: 'createRule',
    CreateLiveSnapshotRule: 'bindSnapshots',
    ModifyLiveSnapshotTemplate: 'turnOffDetection',
    ResumeLiveStream: 'resumeStream',
  }

  /** Starts the process and kills it while the call waits for its answer: the cloud has acted, or will not. */
  async function killDuring(
    cloud: PracticeCloud,
    dataDir: string,
    { action, wishes, isMade }: { action: string; wishes: Wish[]; isMade: boolean },
  ): Promise<string> {
    cloud.fault({ action, kind: isMade ? 'timeoutAfterEffect' : 'hang', times: 1 })
    const program = fileURLToPath(new URL('../support/plan-process.ts', import.meta.url))
    const child = spawn(process.execPath, [program, JSON.stringify({ dataDir, wishes })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    const [line] = await once(child.stdout, 'data')
    const planId = String(line).trim()
    const db = new DatabaseSync(join(dataDir, 'desk.db'), { readOnly: true })
    // Of this plan: a profile keeps what earlier plans had begun when they were killed.
    const begun = db.prepare('SELECT 1 FROM plan_steps WHERE plan_id = ? AND action = ? AND outcome IS NULL')
    await vi.waitFor(
      () => {
        expect(begun.get(planId, actionOf[action] ?? '')).toBeDefined()
        expect(cloud.faultsLeft()).toBe(0)
      },
      { timeout: 60_000, interval: 5 },
    )
    db.close()
    child.kill('SIGKILL')
    await exited
    return planId
  }

  async function goThrough(cloud: PracticeCloud, profile: Profile, each: Case): Promise<void> {
    const [action, from, to, isMade, then] = each
    const first = await open(cloud, profile)
    await reach(first, from)
    await first.close()
    const start = await readHeld(cloud)
    const planId = await killDuring(cloud, profile.dataDir, { action, wishes: to, isMade })

    const held = await readHeld(cloud)
    const planner = await open(cloud, profile)
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
    await planner.close()
  }

  /** Two at a time have the most of the waiting, each with a cloud and a profile of its own. */
  it('says what was done and what was not, and finishes it or puts it back, whichever call it was', async () => {
    const waiting = [...cases]
    const lane = async () => {
      const cloud = await startCloudWith(4)
      const dataDir = createDataDir()
      const profile = { dataDir, settings: settingsIn(dataDir) }
      for (let each = waiting.shift(); each; each = waiting.shift()) await goThrough(cloud, profile, each)
    }
    await Promise.all([lane(), lane(), lane()])
  })

  it.each([true, false])('says of every ban whether it was lifted, and lifts the rest (lifted: %s)', async (isMade) => {
    const cloud = await startCloudWith(1)
    const refs = ['one', 'two', 'three'].map((stream) => ({ domain: pushDomain(1), app: 'live', stream }))
    const params = refs.map((ref) => ({ DomainName: ref.domain, AppName: ref.app, StreamName: ref.stream }))
    for (const each of params) await call(cloud, 'ForbidLiveStream', each)
    const isBanned = async (index: number) =>
      (await call(cloud, 'DescribeLiveStreamState', params[index])).StreamState === 'forbid'
    const wishes = refs.map((ref): Wish => ({ subject: 'ban', ...ref }))
    const dataDir = createDataDir()
    const profile = { dataDir, settings: settingsIn(dataDir) }
    await (await open(cloud, profile)).close()
    const planId = await killDuring(cloud, dataDir, { action: 'ResumeLiveStream', wishes, isMade })

    const banned = [await isBanned(0), await isBanned(1), await isBanned(2)]
    expect(banned).toContain(!isMade)
    const planner = await open(cloud, profile)
    expect(planner.plans.runs().runs).toMatchObject([{ planId, state: 'interrupted' }])
    const { findings } = await planner.plans.inspect(planId, signal)
    expect(findings.map(({ finding }) => finding)).toEqual(banned.map((is) => (is ? 'notDone' : 'done')))
    await applyAll(planner, (await planner.plans.remake({ planId }, signal)).plan)
    expect([await isBanned(0), await isBanned(1), await isBanned(2)]).toEqual([false, false, false])
    expect(planner.plans.runs().runs).toEqual([])
  })
})
