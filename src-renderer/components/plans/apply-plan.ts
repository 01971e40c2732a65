import type { AppError } from '../../../src-main/contract/errors.ts'
import type { DeskClient } from '../../../src-main/contract/index.ts'
import type { PlanItemProgress, PlanRunState } from '../../../src-main/contract/plans.ts'

export type PlansClient = Pick<DeskClient, 'plans'>

export interface RunPart {
  readonly state: PlanRunState
  readonly items: readonly PlanItemProgress[]
}

/**
 * Applies a plan, or joins its run, and resolves when that has ended. A connection that is lost meanwhile is taken
 * up again by the client, and the run goes on without it.
 */
export const applyPlan = (
  { plans }: PlansClient,
  input: { planId: string; only?: string[] },
  onPart: (part: RunPart) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    plans.apply(input, { onItem: onPart, onEnd: (error) => (error ? reject(error as AppError) : resolve()) })
  })
