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

export const DomainTags = z.object({ domain: z.string(), tags: z.array(z.string()) })
export type DomainTags = z.infer<typeof DomainTags>

export const Tag = z.string().trim().min(1).max(60)

export const domainsGroup = {
  list: procedure(z.strictObject({}), z.object({ items: z.array(Domain), fetchedAt: z.number() }), { role: 'viewer' }),
  /** Disabling interrupts every stream of the domain. */
  setEnabled: procedure(z.strictObject({ name: z.string().min(1), enabled: z.boolean() }), z.object({}), {
    role: 'operator',
  }),
  /** Tags are this desk's own, kept per account; the cloud has none for domains. */
  tags: procedure(z.strictObject({}), z.object({ items: z.array(DomainTags) }), { role: 'viewer' }),
  changeTags: procedure(
    z.strictObject({
      domains: z.array(z.string().min(1).max(255)).min(1).max(2000),
      add: z.array(Tag).max(20),
      remove: z.array(Tag).max(20),
    }),
    z.object({ items: z.array(DomainTags) }),
    { role: 'operator' },
  ),
}
