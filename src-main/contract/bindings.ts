/**
 * Bindings (the API's callback rules): which template a push domain, or one app of it, uses. There is no
 * "modify rule" in the cloud, so a change is a list of deletes and creates that the person sees beforehand.
 */
import { z } from 'zod'
import { procedure } from './define.ts'
import { ErrorShape } from './errors.ts'

/**
 * Whether a change has reached the edge. `pending` until the first event under the new template or until
 * `expectedBy`; `inEffect` names what proved it; `unknown` = changed before this desk watched.
 */
export const Effect = z.object({
  state: z.enum(['pending', 'inEffect', 'unknown']),
  changedAt: z.number().nullable(),
  /** Earliest and latest moment the change takes effect (5 and 10 minutes after it, on the practice cloud scaled). */
  expectedFrom: z.number().nullable(),
  expectedBy: z.number().nullable(),
  /** Since when it is in effect: the proving event's time, or `expectedBy` when only the time has passed. */
  since: z.number().nullable(),
  provenByEvent: z.number().nullable(),
})
export type Effect = z.infer<typeof Effect>

export const Binding = z.object({
  domain: z.string(),
  /** '' = the whole domain (what the console makes); otherwise one app, which the console neither shows nor removes. */
  app: z.string(),
  /** null = just unbound, and still listed because the old template may go on firing until it has taken effect. */
  templateId: z.number().int().nullable(),
  createdAt: z.number().nullable(),
  updatedAt: z.number().nullable(),
  effect: Effect,
})
export type Binding = z.infer<typeof Binding>

export const BindingStep = z.object({
  action: z.enum(['delete', 'create', 'putBack']),
  domain: z.string(),
  app: z.string(),
  templateId: z.number().int(),
})
export type BindingStep = z.infer<typeof BindingStep>

const target = { domain: z.string().min(1), app: z.string() }

export const bindingsGroup = {
  list: procedure(z.strictObject({}), z.object({ items: z.array(Binding), fetchedAt: z.number() }), { role: 'viewer' }),
  /** What `set` would do, read fresh from the cloud, with what the person should know first. */
  plan: procedure(
    z.strictObject({ ...target, templateId: z.number().int().nullable() }),
    z.object({
      before: z.number().int().nullable(),
      after: z.number().int().nullable(),
      steps: z.array(BindingStep),
      warnings: z.array(z.enum(['domainDisabled', 'appRulesWin', 'gapWhileRebinding', 'templateHasNoUrl'])),
    }),
    { role: 'operator' },
  ),
  /**
   * Applies the change. `before` is what the person saw bound; when the cloud holds something else by now
   * nothing is done (`binding.stale`). If the create fails after the delete, the old rule is put back; only
   * when that fails too is the domain left unbound (`binding.putBackFailed`).
   */
  set: procedure(
    z.strictObject({ ...target, before: z.number().int().nullable(), templateId: z.number().int().nullable() }),
    z.object({
      outcome: z.enum(['done', 'unchanged', 'putBack']),
      steps: z.array(BindingStep.extend({ state: z.enum(['done', 'failed']), error: ErrorShape.optional() })),
    }),
    { role: 'operator' },
  ),
}
