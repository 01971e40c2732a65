/** A plan beside what the cloud holds by now. Pure. */
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import type { Plan, PlanFinding, PlanItem, PlanStep, plansGroup } from '../../contract/plans.ts'
import type { JournalStep } from '../store/plan-journal.ts'

type Differences = z.input<typeof plansGroup.remake.output>['differences']
type Findings = z.input<typeof plansGroup.inspect.output>['findings']

export function differencesOf(before: readonly PlanItem[], now: readonly PlanItem[]): Differences {
  const were = new Map(before.map((item) => [item.key, item]))
  return now.flatMap((item) => {
    const was = were.get(item.key) ?? null
    return isDeepStrictEqual(was, item) ? [] : [{ was, now: item }]
  })
}

/** The items as they are now. What has already come true is no reason to refuse the rest. Throws `plan.stale`. */
export function stillTrue(planned: readonly PlanItem[], fresh: readonly PlanItem[]): PlanItem[] {
  const now = new Map(fresh.map((item) => [item.key, item]))
  const changed = planned.filter((item) => {
    const found = now.get(item.key)
    return found?.change !== 'unchanged' && !isDeepStrictEqual(found, item)
  })
  if (changed.length > 0) throw new AppError('plan.stale', { params: { count: changed.length } })
  return planned.flatMap(({ key }) => now.get(key) ?? [])
}

/** How each item that was to be changed stands, by the cloud first and the journal second. */
export function findingsOf(plan: Plan, fresh: readonly PlanItem[], steps: readonly JournalStep[]): Findings {
  const now = new Map(fresh.map((item) => [item.key, item]))
  return plan.items
    .filter(({ change }) => change !== 'unchanged' && change !== 'conflict')
    .map((item) => ({ key: item.key, finding: findingOf(item, now.get(item.key)), step: lastOpen(steps, item.key) }))
}

function findingOf(planned: PlanItem, now: PlanItem | undefined): PlanFinding {
  if (!now) return 'other'
  if (now.change === 'unchanged') return 'done'
  if (isDeepStrictEqual(now.before, planned.before)) return 'notDone'
  return planned.change === 'replace' && now.before === null ? 'half' : 'other'
}

/** The call that was begun and of whose end nothing is known. */
function lastOpen(steps: readonly JournalStep[], key: string): PlanStep | null {
  const open = steps.findLast((step) => step.key === key && (step.outcome === null || step.outcome === 'unclear'))
  return open ? { action: open.action, template: open.template } : null
}
