/**
 * Carries out a change of one binding. What must hold: a failure never leaves a bound domain unbound without
 * trying to put the old rule back, and a call that got no answer is not taken for one that was not done: the
 * rules are read again before anything else happens.
 */

import { AppError } from '../../contract/errors.ts'
import type { PlanStep, PlanTemplate } from '../../contract/plans.ts'
import type { CloudRule } from '../cloud/rules.ts'
import { boundTo, ruleSteps } from './items.ts'

export interface RuleTarget {
  readonly domain: string
  /** '' = the whole domain. */
  readonly app: string
}

export interface RuleCalls {
  list(): Promise<CloudRule[]>
  create(rule: RuleTarget & { templateId: number }): Promise<void>
  remove(rule: RuleTarget): Promise<void>
}

/** Runs one call with whatever must be written down around it. */
export type AroundStep = (step: PlanStep, call: () => Promise<void>) => Promise<void>

export interface KnownTemplate extends PlanTemplate {
  readonly id: number
}

const putBackAttempts = 2

/**
 * Answers null when it is done, and the reason when the old rule was put back. Throws the cloud's own error
 * when nothing has changed, and `binding.putBackFailed` when the old rule is gone and neither the new nor the
 * old one could be made.
 */
export async function changeRule(
  calls: RuleCalls,
  target: RuleTarget,
  before: KnownTemplate | null,
  after: KnownTemplate | null,
  around: AroundStep,
): Promise<AppError | null> {
  for (const step of ruleSteps(before, after)) {
    try {
      await around(step, () => carryOut(calls, target, step))
    } catch (error) {
      if (!(error instanceof AppError) || step.action === 'deleteRule' || before === null) throw error
      try {
        await putBack(calls, target, before, error, around)
        return error
      } catch (failure) {
        // The new rule may have been there all the while, and refused the old one its place.
        const rules = await calls.list().catch(() => [])
        if (boundTo(rules, target.domain, target.app) === after?.id) return null
        throw failure
      }
    }
  }
  return null
}

async function carryOut(calls: RuleCalls, target: RuleTarget, { action, template }: PlanStep): Promise<void> {
  const templateId = template?.id ?? 0
  try {
    await (action === 'deleteRule' ? calls.remove(target) : calls.create({ ...target, templateId }))
  } catch (error) {
    // A refusal is an answer. Anything else leaves open whether the cloud has acted.
    if (error instanceof AppError && error.code === 'cloud.refused') throw error
    const rules = await calls.list().catch(() => null)
    const wanted = action === 'deleteRule' ? null : templateId
    if (!rules || boundTo(rules, target.domain, target.app) !== wanted) throw error
  }
}

async function putBack(
  calls: RuleCalls,
  target: RuleTarget,
  template: KnownTemplate,
  cause: AppError,
  around: AroundStep,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const step: PlanStep = { action: 'putBackRule', template }
    try {
      await around(step, () => carryOut(calls, target, step))
      return
    } catch {
      if (attempt < putBackAttempts) continue
      throw new AppError('binding.putBackFailed', {
        params: { domain: target.domain, app: target.app, templateId: template.id },
        details: cause.details,
        cause,
      })
    }
  }
}
