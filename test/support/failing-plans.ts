/** Plans against a cloud that fails: what is wished, and what of it the cloud holds by a client of the test's own. */
import { onTestFinished } from 'vitest'
import type { Plan, PlanItem, PlanItemProgress } from '../../src-main/contract/plans.ts'
import { type Wish, wishKey } from '../../src-main/core/plan/wish.ts'
import type { PracticeCloud } from '../../src-main/practice/practice-cloud.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'
import { createDataDir, draftFor } from './desk.ts'
import { type Held, pushDomain } from './many-domains.ts'
import { openPlanner, type Planner, type PlannerOptions } from './planner.ts'

export const { signal } = new AbortController()
const url = (name: string) => `https://cb.example.com/${name}`
const [d1, d2, d3] = [pushDomain(1), pushDomain(2), pushDomain(3)]

export const template = (name: string, record: string | null): Wish => ({
  subject: 'template',
  template: { name },
  content: record === null ? null : { name, description: '', urls: { record: url(record) }, recordExceptionLevels: [] },
})
export const rule = (domain: string, app: string, name: string | null): Wish => ({
  subject: 'rule',
  domain,
  app,
  template: name === null ? null : { name },
})
const domain = (name: string, enabled: boolean): Wish => ({ subject: 'domain', domain: name, enabled })
/** The practice account's second snapshot template, which does not look for flagged pictures. */
const shots = { id: 10_002, name: 'pictures-only' }
const snapshots = (isBound: boolean): Wish => ({
  subject: 'snapshots',
  domain: d2,
  app: 'live',
  template: isBound ? shots : null,
})
const detection = (detects: boolean): Wish => ({ subject: 'detection', template: shots, detects })

/** Every kind of step, there and back. */
export const there: Wish[] = [
  template('base', 'base'),
  template('made', 'made'),
  template('old', 'changed'),
  domain(d1, false),
  rule(d2, 'live', 'made'),
  rule(d3, '', null),
  snapshots(true),
  detection(true),
]
export const back: Wish[] = [
  template('base', 'base'),
  template('old', 'first'),
  domain(d1, true),
  rule(d2, 'live', 'base'),
  rule(d3, '', 'base'),
  template('made', null),
  snapshots(false),
  detection(false),
]

export async function applyAll({ plans }: Planner, plan: Plan): Promise<Map<string, PlanItemProgress>> {
  const last = new Map<string, PlanItemProgress>()
  for await (const { items } of plans.apply({ planId: plan.id }, signal)) {
    for (const item of items) last.set(item.key, item)
  }
  return last
}

export const reach = async (planner: Planner, wishes: Wish[]) =>
  applyAll(planner, await planner.plans.make(wishes, signal))

/** Whether the cloud holds what a wish asks for. */
export function isTrue(wish: Wish, held: Held): boolean {
  switch (wish.subject) {
    case 'domain':
      return held.enabled.includes(wish.domain) === wish.enabled
    case 'rule':
      return (held.rules[`${wish.domain}/${wish.app}`] ?? null) === (wish.template?.name ?? null)
    case 'template':
      return (held.templates[wish.template.name ?? ''] ?? null) === (wish.content?.urls.record ?? null)
    case 'snapshots':
      return held.snapshots[`${wish.domain}/${wish.app}`] === wish.template?.id
    case 'detection':
      return held.detecting.includes(wish.template.id) === wish.detects
    case 'ban':
      throw new Error('no part of these tests')
  }
}

/** The keys of the wishes that the cloud does not hold. */
export const missing = (wishes: Wish[], held: Held): string[] =>
  wishes
    .filter((wish) => !isTrue(wish, held))
    .map(wishKey)
    .sort()

export const changing = (items: readonly PlanItem[]): string[] =>
  items
    .filter(({ change }) => change !== 'unchanged')
    .map(({ key }) => key)
    .sort()

export async function open(
  cloud: PracticeCloud,
  { settings = createSettingsFile(), dataDir = createDataDir(), cloudTimeoutMs = 20_000 }: Partial<PlannerOptions> = {},
) {
  const planner = await openPlanner({ dataDir, settings, cloudTimeoutMs })
  onTestFinished(() => planner.close())
  if (planner.accounts.list().length === 0) await planner.accounts.save(draftFor(cloud))
  return planner
}
