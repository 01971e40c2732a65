/**
 * What a plan is made from: wishes, each about one thing, independent of what the cloud holds. The same wishes
 * on another day give another plan, and none at all once they have come true.
 */
import { z } from 'zod'
import { UrlGroup } from '../../contract/sites.ts'

/**
 * By id where it is known, by name for a template of a file or one that the same plan makes. With both, the name
 * serves where the id is gone: a template that was removed and made again has another id.
 */
export const TemplateRef = z.object({ id: z.number().int().optional(), name: z.string().optional() })
export type TemplateRef = z.infer<typeof TemplateRef>

export const TemplateContent = z.object({
  name: z.string(),
  description: z.string(),
  /** The whole of it: a group that is not named has no address. */
  urls: z.partialRecord(UrlGroup, z.string()),
  recordExceptionLevels: z.array(z.string()),
})
export type TemplateContent = z.infer<typeof TemplateContent>

export const Wish = z.discriminatedUnion('subject', [
  z.object({
    subject: z.literal('rule'),
    domain: z.string(),
    /** '' = the whole domain. */
    app: z.string(),
    /** null = unbound. */
    template: TemplateRef.nullable(),
    /** What is bound if nobody has changed it since (a template's id); another one is warned of. */
    expected: z.number().int().nullable().optional(),
  }),
  z.object({
    subject: z.literal('template'),
    /** One that is named but not found is made; one that is known by its id alone and not found is a conflict. */
    template: TemplateRef,
    /** null = removed. */
    content: TemplateContent.nullable(),
    /** What putting it back cannot bring back of the callback key; keys are in no wish. */
    key: z.enum(['lost', 'stays', 'new', 'clear']).optional(),
  }),
  z.object({ subject: z.literal('domain'), domain: z.string(), enabled: z.boolean() }),
  z.object({
    subject: z.literal('snapshots'),
    domain: z.string(),
    app: z.string(),
    /** A snapshot template; null = none. */
    template: TemplateRef.nullable(),
    /** As for a rule. */
    expected: z.number().int().nullable().optional(),
  }),
  z.object({
    subject: z.literal('detection'),
    /** A snapshot template, by its id: of these the desk makes none. */
    template: z.object({ id: z.number().int(), name: z.string() }),
    detects: z.boolean(),
  }),
  /** The ban of this name is to be lifted. */
  z.object({ subject: z.literal('ban'), domain: z.string(), app: z.string(), stream: z.string() }),
])
export type Wish = z.infer<typeof Wish>

/** What a wish is about; the same as the key of its item in a plan. */
export function wishKey(wish: Wish): string {
  switch (wish.subject) {
    case 'rule':
      return `rule:${wish.domain}/${wish.app}`
    case 'domain':
      return `domain:${wish.domain}`
    case 'template':
      return templateKey(wish.template)
    case 'snapshots':
      return `snapshots:${wish.domain}/${wish.app}`
    case 'detection':
      return `detection:${wish.template.id}`
    case 'ban':
      return `ban:${wish.stream}`
  }
}

/** By name where there is one: it is the same before and after the template is made. */
export const templateKey = ({ id, name }: TemplateRef): string =>
  name === undefined ? `template#${id}` : `template:${name}`
