/**
 * SQL of the plans that were applied. A step is written before its call and after it, each in a commit of its
 * own that is on the disk when it returns, so that what was under way at a crash is known.
 */
import { ErrorShape } from '../../contract/errors.ts'
import { Plan, type PlanStep, PlanTemplate } from '../../contract/plans.ts'
import { guarded, inTransaction } from './guarded.ts'
import type { Store } from './store.ts'

export interface JournalRun {
  readonly plan: Plan
  /** What the plan was made from, as JSON text; its schema is the planner's. */
  readonly wishes: string
  readonly startedAt: number
  readonly actor: string
  /** The interrupted run that this one finishes or puts back. */
  readonly continues: string | null
}

export type RunState = 'running' | 'finished' | 'cancelled' | 'dismissed' | 'continued'

export interface JournalStep {
  readonly key: string
  readonly step: number
  readonly action: PlanStep['action']
  readonly template: PlanStep['template']
  /** null = begun and never ended. unclear = no answer, and the cloud could not be read. */
  readonly outcome: 'done' | 'failed' | 'unclear' | null
  readonly error: ErrorShape | null
}

export interface PlanJournal {
  /** From here on the run counts as interrupted until `end`. What it continues is settled. */
  begin(run: JournalRun): void
  stepBegins(planId: string, step: Pick<JournalStep, 'key' | 'step' | 'action' | 'template'>, at: number): void
  stepEnds(planId: string, step: Pick<JournalStep, 'key' | 'step' | 'outcome' | 'error'>, at: number): void
  end(planId: string, state: RunState): void
  /** Null when it was never begun, or is of another account. */
  find(accountId: string, planId: string): (JournalRun & { state: RunState }) | null
  /** Begun and not ended, newest first. */
  open(accountId: string): (JournalRun & { /** That were to be changed. */ items: number })[]
  steps(planId: string): JournalStep[]
  removeAccount(accountId: string): void
}

/** Older runs that have ended are forgotten; their changes stay in Activity one by one. */
const runsKept = 200

const Template = PlanTemplate.nullable()

export function createPlanJournal({ db }: Store): PlanJournal {
  const insertRun = db.prepare(
    `INSERT INTO plan_runs (plan_id, account_id, started_at, actor, continues, state, plan, wishes)
     VALUES (?, ?, ?, ?, ?, 'running', ?, ?)`,
  )
  const setState = db.prepare('UPDATE plan_runs SET state = ? WHERE plan_id = ?')
  const prune = db.prepare(
    `DELETE FROM plan_runs WHERE account_id = :account AND state <> 'running' AND plan_id NOT IN
       (SELECT plan_id FROM plan_runs WHERE account_id = :account ORDER BY started_at DESC LIMIT ${runsKept})`,
  )
  const insertStep = db.prepare(
    'INSERT INTO plan_steps (plan_id, item_key, step, action, template, begun_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const endStep = db.prepare(
    'UPDATE plan_steps SET outcome = ?, error = ?, ended_at = ? WHERE plan_id = ? AND item_key = ? AND step = ?',
  )
  const one = db.prepare('SELECT * FROM plan_runs WHERE account_id = ? AND plan_id = ?')
  const openRuns = db.prepare(
    "SELECT * FROM plan_runs WHERE account_id = ? AND state = 'running' ORDER BY started_at DESC",
  )
  const stepsOf = db.prepare('SELECT * FROM plan_steps WHERE plan_id = ? ORDER BY begun_at, item_key, step')
  const dropAccount = db.prepare('DELETE FROM plan_runs WHERE account_id = ?')

  return {
    begin: ({ plan, wishes, startedAt, actor, continues }) =>
      inTransaction(db, () => {
        prune.run({ account: plan.accountId })
        insertRun.run(plan.id, plan.accountId, startedAt, actor, continues, JSON.stringify(plan), wishes)
        if (continues !== null) setState.run('continued', continues)
      }),
    stepBegins: (planId, { key, step, action, template }, at) =>
      guarded(() => insertStep.run(planId, key, step, action, template && JSON.stringify(template), at)),
    stepEnds: (planId, { key, step, outcome, error }, at) =>
      guarded(() => endStep.run(outcome, error && JSON.stringify(error), at, planId, key, step)),
    end: (planId, state) => guarded(() => setState.run(state, planId)),
    find(accountId, planId) {
      const row = one.get(accountId, planId)
      return row ? { ...toRun(row), state: row.state as RunState } : null
    },
    open: (accountId) =>
      openRuns
        .all(accountId)
        .map(toRun)
        .map((run) => ({ ...run, items: changing(run) })),
    steps: (planId) => stepsOf.all(planId).map(toStep),
    removeAccount: (accountId) => guarded(() => dropAccount.run(accountId)),
  }
}

const changing = ({ plan }: JournalRun): number =>
  plan.items.filter(({ change }) => change !== 'unchanged' && change !== 'conflict').length

type Row = Record<string, unknown>

const toRun = (row: Row): JournalRun => ({
  plan: Plan.parse(JSON.parse(String(row.plan))),
  wishes: String(row.wishes),
  startedAt: Number(row.started_at),
  actor: String(row.actor),
  continues: row.continues === null ? null : String(row.continues),
})

const toStep = (row: Row): JournalStep => ({
  key: String(row.item_key),
  step: Number(row.step),
  action: row.action as JournalStep['action'],
  template: row.template === null ? null : Template.parse(JSON.parse(String(row.template))),
  outcome: row.outcome as JournalStep['outcome'],
  error: row.error === null ? null : ErrorShape.parse(JSON.parse(String(row.error))),
})
