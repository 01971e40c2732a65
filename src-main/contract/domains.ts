import { z } from 'zod'
import { procedure } from './define.ts'

export const Domain = z.object({
  name: z.string(),
  kind: z.enum(['push', 'play']),
  enabled: z.boolean(),
  /** null when the cloud gave none. */
  createdAt: z.number().nullable(),
  /** The CNAME the domain should have, the one it has, and whether the cloud takes it as right. */
  cname: z.object({ expected: z.string(), current: z.string(), ok: z.boolean() }),
  playArea: z.enum(['mainland', 'global', 'overseas']).nullable(),
})
export type Domain = z.infer<typeof Domain>

export const domainsGroup = {
  list: procedure(z.strictObject({}), z.object({ items: z.array(Domain), fetchedAt: z.number() }), { role: 'viewer' }),
  /** Disabling interrupts every stream of the domain. */
  setEnabled: procedure(z.strictObject({ name: z.string().min(1), enabled: z.boolean() }), z.object({}), {
    role: 'operator',
  }),
}
