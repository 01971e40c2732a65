/** The desk's binding calls under the test's hand: every question waits until the test answers it. */
import type { DeskClient } from '../../../../src-main/contract/index.ts'
import type { BindingOutcome, BindingPlan } from '../../../../src-renderer/components/domains/binding-flow.ts'

type PlanInput = Parameters<DeskClient['bindings']['plan']>[0]
type SetInput = Parameters<DeskClient['bindings']['set']>[0]

interface Question<I, A> {
  readonly input: I
  readonly answer: (answer: A) => void
  readonly refuse: (error: Error) => void
}

function askable<I, A>() {
  const asked: Question<I, A>[] = []
  const call = (input: I) =>
    new Promise<A>((resolve, reject) => {
      asked.push({ input, answer: resolve, refuse: reject })
    })
  return { asked, call }
}

export function fakeBindings() {
  const plans = askable<PlanInput, BindingPlan>()
  const sets = askable<SetInput, BindingOutcome>()
  const client: Pick<DeskClient, 'bindings'> = {
    bindings: { list: () => Promise.resolve({ items: [], fetchedAt: 0 }), plan: plans.call, set: sets.call },
  }
  return { client, plans: plans.asked, sets: sets.asked }
}

/** The plan the desk would make. */
export function planOf(
  before: number | null,
  after: number | null,
  domain = 'push.example.com',
  app = '',
): BindingPlan {
  return {
    before,
    after,
    steps: [
      ...(before === null ? [] : [{ action: 'delete' as const, domain, app, templateId: before }]),
      ...(after === null ? [] : [{ action: 'create' as const, domain, app, templateId: after }]),
    ],
    warnings: before !== null && after !== null ? ['gapWhileRebinding'] : [],
  }
}

export const doneOf = ({ steps }: BindingPlan): BindingOutcome => ({
  outcome: 'done',
  steps: steps.map((step) => ({ ...step, state: 'done' })),
})
