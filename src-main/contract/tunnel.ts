/** The ways from the internet to this desk: several can be kept, one is in use. Secrets go in and never come out. */
import { z } from 'zod'
import { procedure } from './define.ts'
import { ErrorShape } from './errors.ts'

export const PublicUrl = z
  .url({ protocol: /^https?$/, abort: true })
  .max(500)
  .refine((text) => !new URL(text).search && !new URL(text).hash && !new URL(text).username)

/** Where the receiver listens: loopback unless the person opens it to one or all of the machine's addresses. */
export const BindAddress = z.union([z.ipv4(), z.ipv6()])

/** The user's own reverse proxy, frp or port mapping: the desk only listens. */
export const OwnWay = z.strictObject({ kind: z.literal('own'), url: PublicUrl, bind: BindAddress.default('127.0.0.1') })

export const WayConfig = z.discriminatedUnion('kind', [OwnWay])
export type WayConfig = z.infer<typeof WayConfig>

export const Way = z.object({
  id: z.string(),
  name: z.string(),
  config: WayConfig,
})
export type Way = z.infer<typeof Way>

export const WayDraft = z.strictObject({
  /** Absent for a new way. */
  id: z.string().optional(),
  name: z.string().trim().min(1).max(60),
  config: WayConfig,
})
export type WayDraft = z.infer<typeof WayDraft>

/**
 * What a way does now. `listening`: the desk runs nothing for it, whatever stands there is the person's own;
 * `opening`, `up`, and `waiting` for the next try; `stopped` until a person does something about `error`.
 */
export const WayState = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['own']),
  state: z.enum(['listening', 'opening', 'up', 'waiting', 'stopped']),
  /** Where it is reached from the internet; null while that is not known. */
  url: z.string().nullable(),
  /** Tries since it was last up. */
  attempt: z.number().int(),
  /** Since when it has been up, or has not been. */
  since: z.number().nullable(),
  nextTryAt: z.number().nullable(),
  /** Why it is not up, or the last time was not. */
  error: ErrorShape.nullable(),
})
export type WayState = z.infer<typeof WayState>

export const TunnelStatus = z.object({
  active: WayState.nullable(),
  /** The way in use before, which goes on answering until it is let go. */
  previous: WayState.nullable(),
})
export type TunnelStatus = z.infer<typeof TunnelStatus>

const Id = z.strictObject({ id: z.string() })

export const tunnelGroup = {
  list: procedure(z.strictObject({}), z.object({ ways: z.array(Way), activeId: z.string().nullable() }), {
    role: 'viewer',
  }),
  save: procedure(WayDraft, Way, { role: 'operator' }),
  /** The way in use can be removed too; there is no address then. */
  remove: procedure(Id, z.object({}), { role: 'operator' }),
  /** Switches: the way in use before goes on answering until `release`. null = use none. */
  activate: procedure(z.strictObject({ id: z.string().nullable() }), z.object({}), { role: 'operator' }),
  /** Lets the way that was in use before go. */
  release: procedure(z.strictObject({}), z.object({}), { role: 'operator' }),
}
