/** The plan in hand, whichever page it was begun on, and the runs that are under way or were cut off. */
import { defineStore } from 'pinia'
import { markRaw, ref } from 'vue'
import type { Plan } from '../../src-main/contract/plans.ts'
import { client } from '../client/index.ts'
import { createPlanFlow } from '../components/plans/plan-flow.ts'
import { isChange } from '../components/plans/plan-rows.ts'
import { onTopics } from './changes.ts'
import { createLoad } from './load.ts'

export const usePlansStore = defineStore('plans', () => {
  const runs = createLoad(() => client.plans.runs({}), ['plans'])
  // Kept as it is: its refs are its own, not the store's.
  const flow = markRaw(createPlanFlow(client, () => void runs.refresh()))
  const isOpen = ref(false)

  onTopics(['account'], () => {
    flow.reset()
    isOpen.value = false
  })

  /** Shows the plan that `make` answers, from whatever page. */
  const begin = (make: () => Promise<Plan>): Promise<void> => {
    isOpen.value = true
    return flow.begin(make)
  }

  /** One that is made already: of a whole file only what changes is looked at first. */
  const show = (plan: Plan): void => {
    flow.reset()
    if (plan.items.some(isChange)) flow.firstFilter.value = 'changes'
    flow.show(plan)
    isOpen.value = true
  }

  const bind = (targets: { domain: string; app: string }[], templateId: number | null) =>
    begin(() => client.plans.bind({ targets, templateId }))

  const putBack = (what: { activityId: number } | { planId: string }) => begin(() => client.plans.putBack(what))

  /** Looks at a run under way. */
  async function join(planId: string): Promise<void> {
    isOpen.value = true
    if (flow.plan.value?.id === planId) return
    await flow.begin(async () => (await client.plans.inspect({ planId })).plan)
    if (flow.phase.value === 'shown') await flow.apply()
  }

  async function dismiss(planId: string): Promise<void> {
    await client.plans.dismiss({ planId })
    await runs.refresh()
  }

  return { runs, flow, isOpen, begin, show, bind, putBack, join, dismiss }
})
