/**
 * Changing what one (domain, app) is bound to, as the console leads through it: what is bound → edit →
 * choose one or none → see the plan → confirm → outcome. The plan is always read fresh from the cloud; when
 * the cloud holds something else by the time of the confirmation nothing was done, and the person is shown
 * a new plan with the reason.
 */
import { computed, ref, shallowRef } from 'vue'
import type { BindingStep } from '../../../src-main/contract/bindings.ts'
import type { AppError, ErrorShape } from '../../../src-main/contract/errors.ts'
import type { DeskClient } from '../../../src-main/contract/index.ts'
import { toAppError } from '../../stores/load.ts'

export type BindingPlan = Awaited<ReturnType<DeskClient['bindings']['plan']>>
export type BindingOutcome = Awaited<ReturnType<DeskClient['bindings']['set']>>
export type ShownStep = BindingStep & {
  readonly state: 'next' | 'running' | 'done' | 'failed'
  readonly error?: ErrorShape | undefined
}

export type FlowPhase = 'shown' | 'choosing' | 'planning' | 'confirming' | 'applying' | 'finished'

export interface FlowTarget {
  readonly domain: string
  /** '' for the whole domain. */
  readonly app: string
}

export type BindingFlow = ReturnType<typeof createBindingFlow>

/** `changed` runs after every attempt to change something, also a failed one: only the cloud knows how far it got. */
export function createBindingFlow(client: Pick<DeskClient, 'bindings'>, changed: () => void) {
  const phase = ref<FlowPhase>('shown')
  const target = shallowRef<FlowTarget>({ domain: '', app: '' })
  const choice = ref<number | null>(null)
  const plan = shallowRef<BindingPlan | null>(null)
  const outcome = shallowRef<BindingOutcome | null>(null)
  const error = shallowRef<AppError | null>(null)
  const isStale = ref(false)
  /** Rises with every restart, so that the answer to an abandoned question is dropped. */
  let round = 0

  const start = (next: FlowTarget, bound: number | null) => {
    round++
    target.value = next
    choice.value = bound
    plan.value = outcome.value = error.value = null
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

  const fail = (asked: number, reason: unknown) => {
    if (asked !== round) return
    error.value = toAppError(reason)
    phase.value = 'choosing'
  }

  const review = async (): Promise<void> => {
    const asked = ++round
    phase.value = 'planning'
    error.value = null
    await client.bindings.plan({ ...target.value, templateId: choice.value }).then(
      (answer) => {
        if (asked !== round) return
        plan.value = answer
        phase.value = 'confirming'
      },
      (reason) => fail(asked, reason),
    )
  }

  const finish = (asked: number, answer: BindingOutcome | null, reason: AppError | null) => {
    changed()
    if (asked !== round) return
    outcome.value = answer
    error.value = reason
    phase.value = 'finished'
  }

  const apply = async (): Promise<void> => {
    if (!plan.value) return
    const asked = ++round
    phase.value = 'applying'
    isStale.value = false
    await client.bindings.set({ ...target.value, before: plan.value.before, templateId: plan.value.after }).then(
      (answer) => finish(asked, answer, null),
      async (reason: unknown) => {
        const failure = toAppError(reason)
        if (failure.code !== 'binding.stale') return finish(asked, null, failure)
        changed()
        if (asked !== round) return
        isStale.value = true
        await review()
      },
    )
  }

  const steps = computed<ShownStep[]>(() => {
    if (outcome.value) return outcome.value.steps
    const state = phase.value === 'applying' ? 'running' : 'next'
    return (plan.value?.steps ?? []).map((step) => ({ ...step, state }))
  })

  return { phase, target, choice, plan, outcome, error, isStale, steps, start, cancel, back, review, apply }
}
