/** A plan as the rows of a table, grouped by domain, and in numbers. Pure. */
import type { Plan, PlanChange, PlanItem, PlanItemProgress, PlanWarning } from '../../../src-main/contract/plans.ts'

export interface PlanItemRow {
  readonly kind: 'item'
  readonly item: PlanItem
  readonly progress: PlanItemProgress | null
}

export type PlanRow = PlanItemRow | { readonly kind: 'group'; readonly key: string; readonly name: string | null }

export const planFilters = ['all', 'changes', 'problems'] as const
export type PlanFilter = (typeof planFilters)[number]

/** Templates stand under a group without a name, ahead of the domains. */
export const groupOf = (item: PlanItem): string | null =>
  item.subject === 'template' || item.subject === 'detection' ? null : item.target.domain

export const isChange = ({ change }: PlanItem): boolean => change !== 'unchanged' && change !== 'conflict'

/** What is so with every change of its kind is said in the details and calls nobody's attention. */
const usual: readonly PlanWarning[] = ['gapWhileRebinding', 'hiddenFromConsole']

export const hasWarning = ({ warnings }: PlanItem): boolean => warnings.some((warning) => !usual.includes(warning))

const failedStates: readonly PlanItemProgress['state'][] = ['failed', 'putBack']

/** Before it is applied what may go wrong, afterwards what did. */
function isProblem({ item, progress }: PlanItemRow): boolean {
  if (item.conflict !== null) return true
  if (progress) return failedStates.includes(progress.state) || (progress.state === 'skipped' && isChange(item))
  return hasWarning(item)
}

export function itemRows(
  plan: Plan,
  progress: ReadonlyMap<string, PlanItemProgress>,
  filter: PlanFilter,
): PlanItemRow[] {
  const rows = plan.items.map((item): PlanItemRow => ({ kind: 'item', item, progress: progress.get(item.key) ?? null }))
  if (filter === 'all') return rows
  return rows.filter((row) => (filter === 'problems' ? isProblem(row) : isChange(row.item)))
}

export function groupRows(rows: readonly PlanItemRow[]): PlanRow[] {
  const groups = Map.groupBy(rows, ({ item }) => groupOf(item))
  return [...groups].flatMap(([name, own]) => [{ kind: 'group' as const, key: `group:${name ?? ''}`, name }, ...own])
}

export const countProblems = (plan: Plan, progress: ReadonlyMap<string, PlanItemProgress>): number =>
  itemRows(plan, progress, 'problems').length

export function countChanges(plan: Plan): [PlanChange, number][] {
  const counts = Map.groupBy(plan.items, ({ change }) => change)
  return [...counts].map(([change, items]) => [change, items.length])
}

export interface RunCounts {
  /** Items that were to be changed. */
  readonly total: number
  readonly ended: number
  readonly done: number
  readonly failed: number
  readonly putBack: number
  readonly skipped: number
}

export function countRun(plan: Plan, progress: ReadonlyMap<string, PlanItemProgress>): RunCounts {
  const states = plan.items.filter(isChange).flatMap(({ key }) => progress.get(key)?.state ?? [])
  const count = (state: PlanItemProgress['state']) => states.filter((each) => each === state).length
  const [done, failed, putBack, skipped] = [count('done'), count('failed'), count('putBack'), count('skipped')]
  const total = plan.items.filter(isChange).length
  return { total, ended: done + failed + putBack + skipped, done, failed, putBack, skipped }
}
