/** Plans as a window applies them: made, then followed to their end. */
import type { DeskClient } from '../../src-main/contract/index.ts'
import type { PlanItemProgress, PlanRunState } from '../../src-main/contract/plans.ts'

type Client = Pick<DeskClient, 'plans'>

export interface Applied {
  /** The last state of each item. */
  readonly items: Map<string, PlanItemProgress>
  readonly states: PlanRunState[]
}

export function applyPlan({ plans }: Client, planId: string, only?: string[]): Promise<Applied> {
  const applied: Applied = { items: new Map(), states: [] }
  return new Promise((resolve, reject) => {
    plans.apply(
      { planId, ...(only ? { only } : {}) },
      {
        onItem({ state, items }) {
          if (applied.states.at(-1) !== state) applied.states.push(state)
          for (const item of items) applied.items.set(item.key, item)
        },
        onEnd: (error) => (error ? reject(error) : resolve(applied)),
      },
    )
  })
}

/** Binds one domain, or one app of it, or unbinds it; answers how that went. */
export async function bindNow(
  client: Client,
  { domain, app = '', templateId }: { domain: string; app?: string; templateId: number | null },
): Promise<PlanItemProgress> {
  const plan = await client.plans.bind({ targets: [{ domain, app }], templateId })
  const [item] = (await applyPlan(client, plan.id)).items.values()
  if (!item) throw new Error('a plan of one binding has one item')
  return item
}
