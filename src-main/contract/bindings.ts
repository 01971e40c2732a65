/** Bindings (the API's callback rules): which template a push domain, or one app of it, uses. */
import { z } from 'zod'
import { procedure } from './define.ts'

/**
 * Whether a change has reached the edge. `pending` until the first event under the new template or until
 * `expectedBy`; `inEffect` names what proved it; `drifted` = somebody else has changed it since this desk knew it;
 * `silent` = it should be in effect, yet of a stream that is on air no event arrives; `unknown` = changed before this
 * desk watched.
 */
export const Effect = z.object({
  state: z.enum(['pending', 'inEffect', 'drifted', 'silent', 'unknown']),
  changedAt: z.number().nullable(),
  /** Earliest and latest moment the change takes effect (5 and 10 minutes after it, on the practice cloud scaled). */
  expectedFrom: z.number().nullable(),
  expectedBy: z.number().nullable(),
  /** Since when it is in effect: the proving event's time, or `expectedBy` when only the time has passed. */
  since: z.number().nullable(),
  provenByEvent: z.number().nullable(),
  /** Exactly when silent: the stream nothing is heard of, and since when it is on air. */
  silent: z.object({ app: z.string(), stream: z.string(), since: z.number() }).optional(),
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
  /** Only when drifted. It happened between `lastKnownAt` and `noticedAt`; `was` null = it was not bound. */
  drift: z.object({ was: z.number().int().nullable(), lastKnownAt: z.number(), noticedAt: z.number() }).optional(),
})
export type Binding = z.infer<typeof Binding>

export const bindingsGroup = {
  /** Changed by plans (contract/plans.ts), one binding or many. */
  list: procedure(z.strictObject({}), z.object({ items: z.array(Binding), fetchedAt: z.number() }), { role: 'viewer' }),
}
