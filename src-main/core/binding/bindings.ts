/** Bindings of the active account, with what is in effect. They are changed by plans (core/plan). */
import type { Binding } from '../../contract/bindings.ts'
import type { RequireAccount } from '../active-account.ts'
import { listRules } from '../cloud/rules.ts'
import { type BindingDrift, withDrift } from './drifted.ts'
import type { Effects } from './effects.ts'

export interface Bindings {
  list(signal: AbortSignal): Promise<{ items: Binding[]; fetchedAt: number }>
}

export function createBindings({
  requireAccount,
  effects,
  drift,
  now,
}: {
  requireAccount: RequireAccount
  effects: Effects
  /** What somebody else has changed. */
  drift: (accountId: string) => readonly BindingDrift[]
  now: () => number
}): Bindings {
  return {
    async list(signal) {
      const account = requireAccount()
      const rules = await listRules(account.cloud, { signal: AbortSignal.any([signal, account.signal]) })
      const bound = rules.map((rule): Binding => ({ ...rule, effect: effects.of(account.id, rule) }))
      const isBound = new Set(rules.map(({ domain, app }) => JSON.stringify([domain, app])))
      const unbound = effects
        .unbound(account.id)
        .filter(({ domain, app }) => !isBound.has(JSON.stringify([domain, app])))
        .map((each): Binding => ({ ...each, templateId: null, createdAt: null, updatedAt: null }))
      return { items: withDrift([...bound, ...unbound], drift(account.id)), fetchedAt: now() }
    },
  }
}
