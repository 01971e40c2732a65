/**
 * One plan from its making to its end: made → looked at → applied with progress → what came of it, and from there
 * tried again for what failed. A plan that has become stale is made anew and the differences are marked. The run
 * belongs to the desk: whoever looks away and comes back joins it.
 */
import { computed, ref, shallowRef } from 'vue'
import type { AppError } from '../../../src-main/contract/errors.ts'
import type { Plan, PlanItem, PlanItemProgress, PlanRunState } from '../../../src-main/contract/plans.ts'
import { toAppError } from '../../stores/load.ts'
import { applyPlan, type PlansClient, type RunPart } from './apply-plan.ts'
import type { PlanFilter } from './plan-rows.ts'

export type PlanPhase = 'none' | 'planning' | 'shown' | 'applying' | 'ended'
export type PlanFlow = ReturnType<typeof createPlanFlow>

const unsettled: readonly PlanItemProgress['state'][] = ['failed', 'putBack', 'skipped']

/** `changed` runs after every attempt to change something, also a failed one: only the cloud knows how far it got. */
export function createPlanFlow(client: PlansClient, changed: () => void) {
  const phase = ref<PlanPhase>('none')
  const plan = shallowRef<Plan | null>(null)
  const progress = shallowRef<ReadonlyMap<string, PlanItemProgress>>(new Map())
  const runState = ref<PlanRunState>('waiting')
  const error = shallowRef<AppError | null>(null)
  /** What each item was in the plan before this one; null = it was not in it. Empty for a first plan. */
  const differences = shallowRef<ReadonlyMap<string, PlanItem | null>>(new Map())
  const isStale = ref(false)
  /** What of the plan is looked at first. */
  const firstFilter = ref<PlanFilter>('all')
  let maker: (() => Promise<Plan>) | null = null
  /** Rises with every new beginning, so that the answer to an abandoned question is dropped. */
  let round = 0

  const reset = () => {
    round++
    phase.value = 'none'
    plan.value = error.value = maker = null
    progress.value = differences.value = new Map()
    isStale.value = false
    firstFilter.value = 'all'
  }

  const show = (next: Plan) => {
    plan.value = next
    progress.value = new Map()
    phase.value = 'shown'
  }

  const ask = async <T>(question: () => Promise<T>, then: (answer: T) => void): Promise<void> => {
    const asked = ++round
    phase.value = 'planning'
    error.value = null
    const answer = await question().then(
      (value) => ({ value }),
      (reason: unknown) => ({ reason: toAppError(reason) }),
    )
    if (asked !== round) return
    if ('value' in answer) return then(answer.value)
    error.value = answer.reason
    phase.value = plan.value ? 'shown' : 'none'
  }

  /** Makes a plan; tried again, it asks the same. */
  const begin = (make: () => Promise<Plan>): Promise<void> => {
    reset()
    maker = make
    return ask(make, show)
  }

  const remake = (only?: string[]): Promise<void> => {
    const planId = plan.value?.id
    if (planId === undefined) return maker ? begin(maker) : Promise.resolve()
    const wanted = only ? { planId, only } : { planId }
    return ask(
      () => client.plans.remake(wanted),
      (answer) => {
        differences.value = only ? new Map() : new Map(answer.differences.map(({ was, now }) => [now.key, was]))
        show(answer.plan)
      },
    )
  }

  const note = ({ state, items }: RunPart) => {
    runState.value = state
    progress.value = new Map([...progress.value, ...items.map((item) => [item.key, item] as const)])
  }

  const apply = async (only?: string[]): Promise<void> => {
    if (!plan.value) return
    const asked = ++round
    const planId = plan.value.id
    phase.value = 'applying'
    runState.value = 'waiting'
    error.value = null
    isStale.value = false
    const part = (each: RunPart) => asked === round && note(each)
    const failure = await applyPlan(client, only ? { planId, only } : { planId }, part).then(() => null, toAppError)
    changed()
    if (asked !== round) return
    if (failure?.code === 'plan.stale') {
      isStale.value = true
      return remake()
    }
    error.value = failure
    phase.value = failure && runState.value === 'waiting' ? 'shown' : 'ended'
  }

  const cancel = async (): Promise<void> => {
    if (!plan.value || phase.value !== 'applying') return
    await client.plans.cancel({ planId: plan.value.id }).catch((reason: unknown) => {
      error.value = toAppError(reason)
    })
  }

  const unsettledKeys = computed(() =>
    (plan.value?.items ?? []).flatMap(({ key, change }) => {
      const state = progress.value.get(key)?.state
      return change !== 'unchanged' && change !== 'conflict' && state && unsettled.includes(state) ? [key] : []
    }),
  )
  const retry = () => remake(unsettledKeys.value)

  return {
    phase,
    plan,
    progress,
    runState,
    error,
    differences,
    isStale,
    firstFilter,
    unsettledKeys,
    begin,
    show,
    remake,
    apply,
    cancel,
    retry,
    reset,
  }
}
