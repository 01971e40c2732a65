/** What an interrupted run left behind, by how each item stands now. Pure. */
import type { DeskClient } from '../../../src-main/contract/index.ts'
import type { PlanFinding, PlanItem, PlanStep } from '../../../src-main/contract/plans.ts'

export type Inspection = Awaited<ReturnType<DeskClient['plans']['inspect']>>

export interface FoundItem {
  readonly item: PlanItem
  readonly finding: PlanFinding
  /** The call that was under way when the desk ended. */
  readonly step: PlanStep | null
}

const order: readonly PlanFinding[] = ['half', 'other', 'notDone', 'done']

/** What needs a person first. */
export function foundItems({ plan, findings }: Inspection): FoundItem[] {
  const items = new Map(plan.items.map((item) => [item.key, item]))
  const found = findings.flatMap(({ key, finding, step }) => {
    const item = items.get(key)
    return item ? [{ item, finding, step }] : []
  })
  return found.sort((a, b) => order.indexOf(a.finding) - order.indexOf(b.finding))
}

export function countFindings({ findings }: Inspection): Record<PlanFinding, number> {
  const count = (finding: PlanFinding) => findings.filter((each) => each.finding === finding).length
  return { done: count('done'), notDone: count('notDone'), half: count('half'), other: count('other') }
}

export const unfinishedKeys = ({ findings }: Inspection): string[] =>
  findings.filter(({ finding }) => finding !== 'done').map(({ key }) => key)
