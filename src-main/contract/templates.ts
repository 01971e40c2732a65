/** Callback templates. The callback key goes in and never comes out. */
import { z } from 'zod'
import { procedure } from './define.ts'
import { UrlGroup } from './sites.ts'
import { templateTestCalls } from './template-tests.ts'

export const TemplateUrls = z.partialRecord(UrlGroup, z.string())
export type TemplateUrls = z.infer<typeof TemplateUrls>

/** Spelled as the API takes them; what it reads back differs (css-api, section 5), so unknown ones are kept. */
export const recordExceptionLevels = ['error', 'warning', 'info'] as const

/** Templates an account can have (css-api, section 5). */
export const templateLimit = 50

export const Template = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string(),
  /** Only groups that have an address. */
  urls: TemplateUrls,
  /** Groups the cloud does not read back: `urls` holds what this desk last wrote, if it did. */
  unreadable: z.array(UrlGroup),
  recordExceptionLevels: z.array(z.string()),
  hasKey: z.boolean(),
  /** The key is shorter than 16 characters. */
  keyIsWeak: z.boolean(),
  /** Groups whose address is this desk's. */
  toThisDesk: z.array(UrlGroup),
  /** Groups whose address was made by this desk under an address it no longer has. */
  toFormerAddress: z.array(UrlGroup),
  /** Bindings that use it; app '' means the whole domain. */
  usedBy: z.array(z.object({ domain: z.string(), app: z.string() })),
})
export type Template = z.infer<typeof Template>

export const TemplateKey = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('keep') }),
  z.strictObject({ action: z.literal('set'), key: z.string().min(1).max(255) }),
  z.strictObject({ action: z.literal('clear') }),
])

/** Field rules are in template-rules.ts, checked on both sides; here only what must not pass at all. */
export const TemplateDraft = z.strictObject({
  id: z.number().int().optional(),
  name: z.string().max(1000),
  description: z.string().max(4000),
  /** Every group the editor shows; '' clears the address. */
  urls: z.partialRecord(UrlGroup, z.string().max(2000)),
  recordExceptionLevels: z.array(z.string().max(20)).max(5),
  key: TemplateKey,
})
export type TemplateDraft = z.infer<typeof TemplateDraft>

/**
 * A change of the callback key that may not have reached the edge everywhere: until `until` both keys are accepted.
 * `signedWith` is the key of the newest verified event since; null = there was none.
 */
export const KeyRotation = z.object({
  templateId: z.number().int(),
  startedAt: z.number(),
  /** Earliest and latest moment the change takes effect (5 and 10 minutes after it, on the practice cloud scaled). */
  expectedFrom: z.number(),
  expectedBy: z.number(),
  until: z.number(),
  signedWith: z.enum(['new', 'old']).nullable(),
  signedAt: z.number().nullable(),
  /** When the first event came that was signed with the new key. */
  newSince: z.number().nullable(),
})
export type KeyRotation = z.infer<typeof KeyRotation>

export const templatesGroup = {
  list: procedure(
    z.strictObject({}),
    z.object({ items: z.array(Template), limit: z.number().int(), fetchedAt: z.number() }),
    { role: 'viewer' },
  ),
  save: procedure(TemplateDraft, Template, { role: 'operator' }),
  /**
   * Gives the template a new key, made here and shown to nobody; events signed with the replaced one are accepted
   * until the change has taken effect and its retries are over. Throws the cloud's error when nothing was changed, and
   * `template.keyUnsure` when the cloud did not say and could not be asked.
   */
  rotateKey: procedure(z.strictObject({ id: z.number().int() }), KeyRotation, { role: 'operator' }),
  /** Those whose replaced key is still accepted. */
  rotations: procedure(z.strictObject({}), z.object({ items: z.array(KeyRotation) }), { role: 'viewer' }),
  /** Refused with `template.bound` while a domain uses it, unless `unbind` says to unbind those first. */
  remove: procedure(z.strictObject({ id: z.number().int(), unbind: z.boolean() }), z.object({}), { role: 'operator' }),
  /**
   * This desk's addresses for a template: one path token for the template, one path per group.
   * `base` is null while the desk has no public address; then `urls` is empty.
   */
  deskUrls: procedure(
    z.strictObject({ templateId: z.number().int().optional() }),
    z.object({ base: z.string().nullable(), urls: TemplateUrls }),
    { role: 'operator' },
  ),
  ...templateTestCalls,
}
