/**
 * Carries out a change of binding. What must hold: a failure never leaves a bound domain unbound without
 * trying to put the old rule back, and a call that got no answer is not taken for one that was not done:
 * the rules are read again before anything else happens.
 */
import type { BindingStep } from '../../contract/bindings.ts'
import { AppError, type ErrorShape } from '../../contract/errors.ts'
import type { CloudRule } from '../cloud/rules.ts'
import { type BindingTarget, boundTo, stepsFor } from './plan.ts'

export interface RuleCalls {
  list(): Promise<CloudRule[]>
  create(step: BindingStep): Promise<void>
  remove(step: BindingStep): Promise<void>
}

export interface RebindResult {
  readonly outcome: 'done' | 'putBack'
  readonly steps: (BindingStep & { state: 'done' | 'failed'; error?: ErrorShape })[]
  /** Why the new rule could not be made; only with `putBack`. */
  readonly error?: AppError
}

const putBackAttempts = 2

/**
 * Throws the cloud's own error when nothing has changed, and `binding.putBackFailed` when the old rule is
 * gone and neither the new nor the old one could be made.
 */
export async function rebind(
  calls: RuleCalls,
  target: BindingTarget,
  before: number | null,
  after: number | null,
): Promise<RebindResult> {
  const steps: RebindResult['steps'] = []
  for (const step of stepsFor(target, before, after)) {
    try {
      await carryOut(calls, step)
      steps.push({ ...step, state: 'done' })
    } catch (error) {
      if (!(error instanceof AppError) || step.action === 'delete' || before === null) throw error
      steps.push({ ...step, state: 'failed', error: error.toShape() })
      const back: BindingStep = { ...target, action: 'putBack', templateId: before }
      await putBack(calls, back, error)
      return { outcome: 'putBack', steps: [...steps, { ...back, state: 'done' }], error }
    }
  }
  return { outcome: 'done', steps }
}

async function carryOut(calls: RuleCalls, step: BindingStep): Promise<void> {
  try {
    await (step.action === 'delete' ? calls.remove(step) : calls.create(step))
  } catch (error) {
    // A refusal is an answer. Anything else leaves open whether the cloud has acted.
    if (error instanceof AppError && error.code === 'cloud.refused') throw error
    const rules = await calls.list().catch(() => null)
    const wanted = step.action === 'delete' ? null : step.templateId
    if (!rules || boundTo(rules, step) !== wanted) throw error
  }
}

async function putBack(calls: RuleCalls, step: BindingStep, cause: AppError): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await carryOut(calls, step)
      return
    } catch {
      if (attempt < putBackAttempts) continue
      throw new AppError('binding.putBackFailed', {
        params: { domain: step.domain, app: step.app, templateId: step.templateId },
        details: cause.details,
        cause,
      })
    }
  }
}
