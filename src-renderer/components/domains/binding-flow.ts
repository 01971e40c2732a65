/**
 * Changing what one (domain, app) is bound to, as the console leads through it: what is bound → edit →
 * choose one or none → see the plan → confirm → outcome, the steps as they happen. It is a plan of one binding:
 * always read fresh from the cloud, and when the cloud holds something else by the time of the confirmation
 * nothing was done, and the person is shown a new plan with the reason.
 */
import { computed, ref, shallowRef } from 'vue'
import { AppError, type ErrorCode } from '../../../src-main/contract/errors.ts'
import type { Plan, PlanConflict, PlanItem, PlanItemProgress } from '../../../src-main/contract/plans.ts'
import { toAppError } from '../../stores/load.ts'
import { applyPlan, type PlansClient } from '../plans/apply-plan.ts'

export interface BindingPlan {
  readonly id: string
  /** Ids of templates; null = not bound. */
  readonly before: number | null
  readonly after: number | null
  readonly warnings: PlanItem['warnings']
  readonly steps: PlanItem['steps']
}

export type BindingOutcome = 'done' | 'unchanged' | 'putBack'
export type FlowPhase = 'shown' | 'choosing' | 'planning' | 'confirming' | 'applying' | 'finished'

export interface FlowTarget {
  readonly domain: string
  /** '' for the whole domain. */
  readonly app: string
}

export type BindingFlow = ReturnType<typeof createBindingFlow>

/** `changed` runs after every attempt to change something, also a failed one: only the cloud knows how far it got. */
export function createBindingFlow(client: PlansClient, changed: () => void) {
  const phase = ref<FlowPhase>('shown')
  const target = shallowRef<FlowTarget>({ domain: '', app: '' })
  const choice = ref<number | null>(null)
  const plan = shallowRef<BindingPlan | null>(null)
  const progress = shallowRef<PlanItemProgress | null>(null)
  const outcome = ref<BindingOutcome | null>(null)
  const error = shallowRef<AppError | null>(null)
  const isStale = ref(false)
  /** Rises with every restart, so that the answer to an abandoned question is dropped. */
  let round = 0

  const start = (next: FlowTarget, bound: number | null) => {
    round++
    target.value = next
    choice.value = bound
    plan.value = outcome.value = error.value = progress.value = null
    isStale.value = false
    phase.value = 'choosing'
  }

  const cancel = () => {
    round++
    phase.value = 'shown'
    error.value = null
  }

  const back = () => {
    round++
    isStale.value = false
    phase.value = 'choosing'
  }

  const review = async (): Promise<void> => {
    const asked = ++round
    phase.value = 'planning'
    error.value = progress.value = null
    const made = await client.plans
      .bind({ targets: [{ ...target.value }], templateId: choice.value })
      .then((answer) => readPlan(answer, target.value), toAppError)
    if (asked !== round) return
    if (made instanceof AppError) {
      error.value = made
      phase.value = 'choosing'
      return
    }
    plan.value = made
    phase.value = 'confirming'
  }

  const finish = (failure: AppError | null) => {
    const ended = progress.value
    const reason = ended?.state === 'failed' && ended.error ? AppError.fromShape(ended.error) : null
    error.value = failure ?? reason
    outcome.value = error.value
      ? null
      : ended?.state === 'putBack'
        ? 'putBack'
        : ended?.state === 'done'
          ? 'done'
          : 'unchanged'
    phase.value = 'finished'
  }

  const apply = async (): Promise<void> => {
    if (!plan.value) return
    const asked = ++round
    phase.value = 'applying'
    isStale.value = false
    const failure = await applyPlan(client, { planId: plan.value.id }, ({ items }) => {
      if (asked === round) progress.value = items[0] ?? progress.value
    }).then(() => null, toAppError)
    changed()
    if (asked !== round) return
    if (failure?.code !== 'plan.stale') return finish(failure)
    isStale.value = true
    await review()
  }

  const steps = computed<PlanItemProgress['steps']>(
    () => progress.value?.steps ?? (plan.value?.steps ?? []).map((step) => ({ ...step, state: 'next' })),
  )

  return { phase, target, choice, plan, outcome, error, isStale, steps, start, cancel, back, review, apply }
}

const conflictErrors: Partial<Record<PlanConflict, ErrorCode>> = {
  domainGone: 'domain.notFound',
  playDomain: 'binding.playDomain',
  templateGone: 'template.notFound',
}

function readPlan({ id, items }: Plan, { domain }: FlowTarget): BindingPlan | AppError {
  const item = items.find((each) => each.subject === 'rule')
  if (!item) return new AppError('internal')
  if (item.conflict) return new AppError(conflictErrors[item.conflict] ?? 'internal', { params: { domain } })
  const { before, after, warnings, steps } = item
  return { id, before: before?.id ?? null, after: after?.id ?? null, warnings, steps }
}
