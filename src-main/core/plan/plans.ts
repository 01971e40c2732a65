/**
 * Plans of the active account: made from wishes and what the cloud holds, applied once, made again when the facts
 * have changed, and put back. A plan belongs to the desk, not to a window: what a window starts goes on without it.
 */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import type { Plan, PlanItem, plansGroup } from '../../contract/plans.ts'
import type { ActiveAccount, RequireAccount } from '../active-account.ts'
import { createTurns } from '../in-turn.ts'
import type { Log } from '../log.ts'
import type { JournalRun, PlanJournal } from '../store/plan-journal.ts'
import { wishBack } from './back.ts'
import { differencesOf, findingsOf, stillTrue } from './compare.ts'
import { fingerprint, planItems } from './items.ts'
import type { CloudPicture } from './picture.ts'
import { createProgress, type Progress, type ProgressItem } from './progress.ts'
import type { RuleTarget } from './rule-steps.ts'
import { type Hands, runItems } from './run.ts'
import { Wish, wishKey } from './wish.ts'

type Remade = z.input<typeof plansGroup.remake.output>
type Inspected = z.input<typeof plansGroup.inspect.output>
type Runs = z.input<typeof plansGroup.runs.output>

export interface Plans {
  /** The plan that makes the wishes come true. Everything that changes several things at once starts here. */
  make(wishes: readonly Wish[], signal: AbortSignal): Promise<Plan>
  /** Binds every target to the template, or unbinds it. */
  bind(targets: readonly RuleTarget[], templateId: number | null, signal: AbortSignal): Promise<Plan>
  putBack(what: { activityId: number } | { planId: string }, signal: AbortSignal): Promise<Plan>
  remake(what: { planId: string; only?: readonly string[] | undefined }, signal: AbortSignal): Promise<Remade>
  /** Throws `plan.unknown`, `plan.stale`, and what keeps the cloud from being read; then nothing was done. */
  apply(
    what: { planId: string; only?: readonly string[] | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<ProgressItem>
  /** Applies it to the end: throws the first item's error, if there is one. For changes that are a single click. */
  applyNow(planId: string): Promise<void>
  cancel(planId: string): void
  runs(): Runs
  inspect(planId: string, signal: AbortSignal): Promise<Inspected>
  dismiss(planId: string): void
  forgetAccount(accountId: string): void
  /** Lets what has begun come to its end and leaves the rest for the next start. */
  close(): Promise<void>
}

export interface PlansParts {
  readonly requireAccount: RequireAccount
  /** Of what the wishes are about. */
  readonly readPicture: (account: ActiveAccount, wishes: readonly Wish[], signal: AbortSignal) => Promise<CloudPicture>
  readonly handsFor: (account: ActiveAccount, planId: string) => Hands
  readonly journal: PlanJournal
  /** The wishes that put an entry of Activity back. Throws `activity.noWayBack`. */
  readonly undoOf: (accountId: string, activityId: number) => Wish[]
  readonly actor: () => string
  /** A run has begun or ended. */
  readonly changed: () => void
  readonly log: Log
  readonly now: () => number
}

interface Kept {
  readonly plan: Plan
  readonly wishes: readonly Wish[]
  readonly continues: string | null
}

interface Run {
  readonly progress: Progress
  readonly done: Promise<void>
  cancel(): void
}

/** Plans and ended runs a desk remembers; the newest. */
const kept = 200

export function createPlans(parts: PlansParts): Plans {
  const { requireAccount, readPicture, handsFor, journal, log, now } = parts
  const plans = new Map<string, Kept>()
  const runs = new Map<string, Run>()
  const inTurn = createTurns()
  let isClosing = false

  const reading = (account: ActiveAccount, wishes: readonly Wish[], signal: AbortSignal) =>
    readPicture(account, wishes, AbortSignal.any([signal, account.signal]))

  async function make(wishes: readonly Wish[], signal: AbortSignal, continues: string | null = null): Promise<Plan> {
    const account = requireAccount()
    const items = planItems(wishes, await reading(account, wishes, signal))
    const plan = { id: randomUUID(), accountId: account.id, madeAt: now(), basis: fingerprint(items), items }
    keep(plans, plan.id, { plan, wishes, continues })
    return plan
  }

  /** Throws `plan.unknown`: made before a restart and never applied, or of another account. */
  function find(planId: string): Kept {
    const account = requireAccount()
    const known = plans.get(planId)
    if (known?.plan.accountId === account.id) return known
    const found = journal.find(account.id, planId)
    if (!found) throw new AppError('plan.unknown')
    return { plan: found.plan, wishes: readWishes(found), continues: found.continues }
  }

  const isUnderWay = (planId: string): boolean =>
    ['waiting', 'running', 'cancelling'].includes(runs.get(planId)?.progress.state ?? 'finished')

  const isInterrupted = (planId: string): boolean =>
    !isUnderWay(planId) && journal.find(requireAccount().id, planId)?.state === 'running'

  async function remake(
    { planId, only }: { planId: string; only?: readonly string[] | undefined },
    signal: AbortSignal,
  ) {
    const old = find(planId)
    const wishes = only ? old.wishes.filter((wish) => only.includes(wishKey(wish))) : old.wishes
    const plan = await make(wishes, signal, isInterrupted(planId) ? planId : old.continues)
    return { plan, differences: differencesOf(old.plan.items, plan.items) }
  }

  /** What the run, and the interrupted ones it went on with, have touched; the oldest state of each thing counts. */
  function touched(planId: string): Wish[] {
    const run = journal.find(requireAccount().id, planId)
    if (!run) throw new AppError('plan.unknown')
    const begun = new Set(journal.steps(planId).flatMap(({ key, outcome }) => (outcome === 'failed' ? [] : [key])))
    const own = run.plan.items.flatMap((item) => (begun.has(item.key) ? [wishBack(item)] : []))
    const earlier = run.continues === null ? [] : touched(run.continues)
    return [...own.filter((wish) => wish !== null), ...earlier]
  }

  function start(planId: string, only: readonly string[] | undefined): Run {
    const account = requireAccount()
    const known = plans.get(planId)
    if (known?.plan.accountId !== account.id) throw new AppError('plan.unknown')
    const wanted = known.plan.items.filter(({ key }) => !only || only.includes(key))
    const progress = createProgress(known.plan.items)
    for (const { key } of known.plan.items) {
      if (!wanted.some((item) => item.key === key)) progress.change(key, { state: 'skipped' })
    }
    const stop = { isWanted: false }
    const work = () => account.hold(() => carryOut(account, known, wanted, progress, () => stop.isWanted || isClosing))
    const done = inTurn(account.id, work).then(
      () => {
        progress.end()
        parts.changed()
      },
      (error: unknown) => {
        // Nothing was begun, so that the plan may be applied another time.
        runs.delete(planId)
        progress.end(error)
      },
    )
    return {
      progress,
      done,
      cancel() {
        stop.isWanted = true
        if (progress.state === 'running') progress.setState('cancelling')
      },
    }
  }

  async function carryOut(
    account: ActiveAccount,
    { plan, wishes, continues }: Kept,
    wanted: readonly PlanItem[],
    progress: Progress,
    shouldStop: () => boolean,
  ): Promise<void> {
    if (shouldStop()) {
      for (const { key } of wanted) progress.change(key, { state: 'skipped' })
      return progress.setState('cancelled')
    }
    const fresh = planItems(wishes, await readPicture(account, wishes, new AbortController().signal))
    const items = stillTrue(wanted, fresh)
    for (const { key, change } of items) if (change === 'unchanged') progress.change(key, { state: 'skipped' })
    journal.begin({ plan, wishes: JSON.stringify(wishes), startedAt: now(), actor: parts.actor(), continues })
    progress.setState('running')
    parts.changed()
    await runItems(items, {
      planId: plan.id,
      hands: handsFor(account, plan.id),
      progress,
      journal,
      shouldStop,
      log,
      now,
    })
    const wasStopped = shouldStop()
    progress.setState(wasStopped ? 'cancelled' : 'finished')
    // What the end of the desk has stopped is offered at the next start.
    if (isClosing && items.some(({ key }) => progress.of(key).state === 'skipped')) return
    endQuietly(plan.id, wasStopped ? 'cancelled' : 'finished')
  }

  function endQuietly(planId: string, state: 'cancelled' | 'finished'): void {
    try {
      journal.end(planId, state)
    } catch (error) {
      log.error('the end of a plan could not be written down; it will be offered again at the next start', { error })
    }
  }

  function runOf(planId: string, only?: readonly string[]): Run {
    const run = runs.get(planId) ?? start(planId, only)
    keep(runs, planId, run)
    return run
  }

  return {
    make: (wishes, signal) => make(wishes, signal),
    bind(targets, templateId, signal) {
      const template = templateId === null ? null : { id: templateId }
      return make(
        targets.map(({ domain, app }) => ({ subject: 'rule', domain, app, template })),
        signal,
      )
    },
    async putBack(what, signal) {
      if ('activityId' in what) return make(parts.undoOf(requireAccount().id, what.activityId), signal)
      const wishes = touched(what.planId)
      return make(wishes, signal, isInterrupted(what.planId) ? what.planId : null)
    },
    remake,
    async *apply({ planId, only }, signal) {
      yield* runOf(planId, only).progress.watch(signal)
    },
    async applyNow(planId) {
      const run = runOf(planId)
      for await (const { items } of run.progress.watch(new AbortController().signal)) {
        const failed = items.find(({ state }) => state === 'failed' || state === 'putBack')
        if (failed?.error) throw AppError.fromShape(failed.error)
      }
    },
    cancel: (planId) => runs.get(planId)?.cancel(),
    runs() {
      const account = requireAccount()
      const open = journal.open(account.id).map(({ plan, startedAt, actor, items }) => ({
        planId: plan.id,
        startedAt,
        actor,
        items,
        state: isUnderWay(plan.id) ? ('running' as const) : ('interrupted' as const),
      }))
      return { runs: open }
    },
    async inspect(planId, signal) {
      const { plan, wishes } = find(planId)
      const fresh = planItems(wishes, await reading(requireAccount(), wishes, signal))
      return { plan, findings: findingsOf(plan, fresh, journal.steps(planId)) }
    },
    dismiss(planId) {
      if (!isInterrupted(planId)) return
      journal.end(planId, 'dismissed')
      parts.changed()
    },
    forgetAccount(accountId) {
      for (const [id, { plan }] of plans) if (plan.accountId === accountId) plans.delete(id)
      journal.removeAccount(accountId)
    },
    async close() {
      isClosing = true
      await Promise.all([...runs.values()].map(({ done }) => done))
    },
  }
}

function keep<T>(map: Map<string, T>, id: string, value: T): void {
  map.delete(id)
  map.set(id, value)
  for (const oldest of map.keys()) {
    if (map.size <= kept) return
    map.delete(oldest)
  }
}

const Wishes = z.array(Wish)
const readWishes = ({ wishes }: JournalRun) => Wishes.parse(JSON.parse(wishes))
