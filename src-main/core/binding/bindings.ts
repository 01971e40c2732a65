/** Bindings of the active account: the list with what is in effect, the plan of a change, and the change. */
import type { z } from 'zod'
import type { ActivityKind, ActivityState } from '../../contract/activity.ts'
import type { Binding, bindingsGroup } from '../../contract/bindings.ts'
import { AppError } from '../../contract/errors.ts'
import type { ActiveAccount, RequireAccount } from '../active-account.ts'
import type { RecordActivity } from '../activity/activity.ts'
import { listDomains } from '../cloud/domains.ts'
import { createRule, deleteRule, listRules } from '../cloud/rules.ts'
import { listTemplates } from '../cloud/templates.ts'
import { createTurns } from '../in-turn.ts'
import type { Effects } from './effects.ts'
import { type BindingTarget, boundTo, requirePushDomain, requireTemplate, stepsFor, warningsFor } from './plan.ts'
import { rebind } from './rebind.ts'

type Plan = z.input<typeof bindingsGroup.plan.output>
type SetResult = z.input<typeof bindingsGroup.set.output>

export interface Bindings {
  list(signal: AbortSignal): Promise<{ items: Binding[]; fetchedAt: number }>
  plan(change: BindingTarget & { templateId: number | null }, signal: AbortSignal): Promise<Plan>
  set(change: BindingChangeWanted, signal: AbortSignal): Promise<SetResult>
}

export interface BindingChangeWanted extends BindingTarget {
  readonly before: number | null
  readonly templateId: number | null
}

export interface BindingsParts {
  readonly requireAccount: RequireAccount
  readonly effects: Effects
  readonly record: RecordActivity
  readonly changed: () => void
  readonly now: () => number
}

export function createBindings({ requireAccount, effects, record, changed, now }: BindingsParts): Bindings {
  const inTurn = createTurns()

  async function list(signal: AbortSignal) {
    const account = requireAccount()
    const rules = await listRules(account.cloud, reading(account, signal))
    const bound = rules.map((rule): Binding => ({ ...rule, effect: effects.of(account.id, rule) }))
    const unbound = effects
      .unbound(account.id)
      .filter((target) => boundTo(rules, target) === null)
      .map((each): Binding => ({ ...each, templateId: null, createdAt: null, updatedAt: null }))
    return { items: [...bound, ...unbound], fetchedAt: now() }
  }

  async function plan(change: BindingTarget & { templateId: number | null }, signal: AbortSignal): Promise<Plan> {
    const { rules, domains, templates } = await readAll(requireAccount(), signal)
    const target: BindingTarget = { domain: change.domain, app: change.app }
    const before = boundTo(rules, target)
    const after = change.templateId
    // A rule may outlive its domain; it can still be removed.
    const domain = after === null ? null : requirePushDomain(domains, change.domain)
    const template = after === null ? null : requireTemplate(templates, after)
    return {
      before,
      after,
      steps: stepsFor(target, before, after),
      warnings: warningsFor(target, before, template, domain, rules),
    }
  }

  async function set(change: BindingChangeWanted, signal: AbortSignal): Promise<SetResult> {
    const account = requireAccount()
    return inTurn(JSON.stringify([account.id, change.domain, change.app]), async () => {
      const { rules, domains, templates } = await readAll(account, signal)
      const names = new Map(templates.map(({ id, name }) => [id, name]))
      if (change.templateId !== null) {
        requirePushDomain(domains, change.domain)
        requireTemplate(templates, change.templateId)
      }
      if (boundTo(rules, change) !== change.before) {
        changed()
        throw new AppError('binding.stale', { params: { domain: change.domain, app: change.app } })
      }
      if (change.before === change.templateId) return { outcome: 'unchanged', steps: [] }
      return account.hold(() => apply(account, change, names))
    })
  }

  /** From here on the caller's leaving stops nothing: half a change is worse than either end. */
  async function apply(
    account: ActiveAccount,
    change: BindingChangeWanted,
    names: ReadonlyMap<number, string>,
  ): Promise<SetResult> {
    const { domain, app, before, templateId: after } = change
    const { cloud } = account
    const calls = {
      list: () => listRules(cloud),
      create: (rule: BindingTarget & { templateId: number }) => createRule(cloud, rule),
      remove: (rule: BindingTarget) => deleteRule(cloud, rule),
    }
    const note = (templateId: number | null) =>
      effects.note({ accountId: account.id, domain, app, templateId }, account.timeScale)
    const entry = {
      kind: kindOf(before, after),
      target: app === '' ? domain : `${domain}/${app}`,
      account: account.id,
      before: picture(before, names),
      after: picture(after, names),
    }
    try {
      const { outcome, steps, error } = await rebind(calls, { domain, app }, before, after)
      note(outcome === 'done' ? after : before)
      record({ ...entry, outcome: outcome === 'done' ? 'ok' : 'putBack', ...(error ? { error } : {}) })
      return { outcome, steps }
    } catch (error) {
      if (error instanceof AppError && error.code === 'binding.putBackFailed') note(null)
      record({ ...entry, error })
      throw error
    } finally {
      changed()
    }
  }

  return { list, plan, set }
}

const reading = (account: ActiveAccount, signal: AbortSignal) => ({ signal: AbortSignal.any([signal, account.signal]) })

async function readAll(account: ActiveAccount, signal: AbortSignal) {
  const o = reading(account, signal)
  const [rules, domains, templates] = await Promise.all([
    listRules(account.cloud, o),
    listDomains(account.cloud, o),
    listTemplates(account.cloud, o),
  ])
  return { rules, domains, templates }
}

function kindOf(before: number | null, after: number | null): ActivityKind {
  if (after === null) return 'binding.removed'
  return before === null ? 'binding.created' : 'binding.replaced'
}

const picture = (templateId: number | null, names: ReadonlyMap<number, string>): ActivityState =>
  templateId === null ? { template: null } : { template: names.get(templateId) ?? String(templateId), templateId }
