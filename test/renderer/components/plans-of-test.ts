/** The desk's plans under the test's hand: every question waits until the test answers it. */
import type { StreamListener } from '../../../src-main/contract/define.ts'
import type { DeskClient } from '../../../src-main/contract/index.ts'
import type { Plan, PlanItem, PlanItemProgress, PlanRunState } from '../../../src-main/contract/plans.ts'

type Calls = DeskClient['plans']
type RunPart = { state: PlanRunState; items: PlanItemProgress[] }
export type RuleItem = Extract<PlanItem, { subject: 'rule' }>

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

export interface FakeRun {
  readonly input: Parameters<Calls['apply']>[0]
  send(part: RunPart): void
  end(error?: Error): void
}

export function fakePlans() {
  const binds = askable<Parameters<Calls['bind']>[0], Plan>()
  const remakes = askable<Parameters<Calls['remake']>[0], Awaited<ReturnType<Calls['remake']>>>()
  const runs: FakeRun[] = []
  const cancelled: string[] = []
  const never = () => new Promise<never>(() => undefined)
  const plans: Calls = {
    bind: binds.call,
    remake: remakes.call,
    apply(input, listener: StreamListener<unknown, RunPart>) {
      runs.push({ input, send: (part) => listener.onItem(part), end: (error) => listener.onEnd?.(error) })
      return () => undefined
    },
    async cancel({ planId }) {
      cancelled.push(planId)
      return {}
    },
    putBack: never,
    inspect: never,
    dismiss: async () => ({}),
    runs: async () => ({ runs: [] }),
  }
  return { client: { plans }, plans: binds.asked, remakes: remakes.asked, runs, cancelled }
}

const names: Record<number, string> = { 1: 'events', 2: 'screenshots' }
const template = (id: number) => ({ id, name: names[id] ?? `template-${id}` })

export function ruleItem(
  before: number | null,
  after: number | null,
  domain = 'push.example.com',
  app = '',
  more: Partial<RuleItem> = {},
): RuleItem {
  const [was, is] = [before === null ? null : template(before), after === null ? null : template(after)]
  const isSame = before === after
  return {
    subject: 'rule',
    key: `rule:${domain}/${app}`,
    target: { domain, app },
    before: was,
    after: is,
    change: isSame ? 'unchanged' : is === null ? 'remove' : was === null ? 'create' : 'replace',
    steps: isSame
      ? []
      : [
          ...(was ? [{ action: 'deleteRule' as const, template: was }] : []),
          ...(is ? [{ action: 'createRule' as const, template: is }] : []),
        ],
    warnings: was && is && !isSame ? ['gapWhileRebinding'] : [],
    conflict: null,
    needs: [],
    ...more,
  }
}

let made = 0
export const planWith = (...items: PlanItem[]): Plan => ({
  id: `plan-${++made}`,
  accountId: 'a',
  madeAt: 0,
  basis: '',
  items,
})

/** The plan the desk would make of one binding. */
export const planOf = (...of: Parameters<typeof ruleItem>): Plan => planWith(ruleItem(...of))

export const progressOf = (item: PlanItem, more: Partial<PlanItemProgress> = {}): PlanItemProgress => ({
  key: item.key,
  state: 'done',
  steps: item.steps.map((step) => ({ ...step, state: 'done' })),
  error: null,
  ...more,
})

/** How a run ends in which every item was done. */
export const doneOf = ({ items }: Plan): RunPart => ({
  state: 'finished',
  items: items.map((item) => progressOf(item)),
})
