/**
 * The account's callback configuration as a file: export, what is wrong with a file and where, import, and
 * how the cloud differs from what this desk last knew. The callback keys are in no file.
 */
import { z } from 'zod'
import { ActivityState } from './activity.ts'
import { procedure } from './define.ts'
import { Plan } from './plans.ts'
import { Site } from './sites.ts'

/**
 * A file of more UTF-8 bytes is refused. Fifty templates with nine long addresses and a hundred domains with
 * fifty apps each take about 400 kB.
 */
export const maxConfigBytes = 1_000_000

/** Code units of one part of an upload: with its escapes it fits a browser's message (64 KiB). */
export const configPartLength = 10_000

export const configProblemCodes = [
  // the text
  'empty',
  'tooLarge',
  'binary',
  'syntax',
  'indent',
  'tab',
  'unclosed',
  'manyDocuments',
  'alias',
  'tag',
  'duplicateField',
  // the fields
  'newerVersion',
  'unknownField',
  'missing',
  'type',
  'value',
  'keyValue',
  'text',
  'tooMany',
  'url',
  // what the parts say to each other
  'duplicateTemplate',
  'duplicateDomain',
  'danglingTemplate',
  'noUrl',
  // the file and the account
  'otherSite',
  'notOnSite',
  'templateNotUnique',
  'templateLimit',
  'domainMissing',
  'playDomain',
  'noAddress',
  'templateRule',
] as const
export const ConfigProblemCode = z.enum(configProblemCodes)
export type ConfigProblemCode = z.infer<typeof ConfigProblemCode>

/** Something a person must know of a file before it is applied. With an error in it nothing is. */
export const ConfigProblem = z.object({
  code: ConfigProblemCode,
  severity: z.enum(['error', 'warning']),
  /** From 1, as editors count; null for what concerns the whole file. */
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
  /** Where in the file, as a person would say it: `templates › desk › urls › record`. */
  at: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type ConfigProblem = z.infer<typeof ConfigProblem>

/** What to do about a template that had a callback key where the file comes from and has none here. */
export const NewKey = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('generate') }),
  z.strictObject({ action: z.literal('set'), key: z.string().regex(/^[A-Za-z0-9]{1,32}$/) }),
  z.strictObject({ action: z.literal('none') }),
])
export type NewKey = z.infer<typeof NewKey>

export const ConfigCheck = z.object({
  problems: z.array(ConfigProblem),
  /** Where the file says it comes from; null when it could not be read. */
  from: z.object({ site: Site, account: z.string().nullable(), exported: z.string().nullable() }).nullable(),
  /** Templates that need a key, by name. */
  keysNeeded: z.array(z.string()),
  /** What applying the file would do; null with an error among the problems. */
  plan: Plan.nullable(),
})
export type ConfigCheck = z.infer<typeof ConfigCheck>

/** One thing in the cloud that is not as this desk last knew it, and that this desk has not changed. */
export const Drift = z.object({
  key: z.string(),
  subject: z.enum(['template', 'rule', 'domain']),
  /** As a person names it: a template's name, a domain, a domain and its app. */
  target: z.string(),
  change: z.enum(['added', 'changed', 'removed']),
  /** As it was known, and as it is; null where there is nothing. */
  before: ActivityState.nullable(),
  after: ActivityState.nullable(),
  /** It happened between these two: the last time the cloud was as known, and the first time it was not. */
  lastKnownAt: z.number(),
  noticedAt: z.number(),
  /** False where the desk has no way: it can make no domain. */
  canPutBack: z.boolean(),
})
export type Drift = z.infer<typeof Drift>

const driftKeys = z.strictObject({ keys: z.array(z.string().max(1000)).min(1).max(5000) })

export const configGroup = {
  /** The whole configuration of the active account. Fails with `config.ambiguous` when two templates share a name. */
  export: procedure(z.strictObject({ format: z.enum(['yaml', 'terraform']) }), z.object({ text: z.string() }), {
    role: 'viewer',
  }),
  /** The JSON Schema by which editors complete and check the file. */
  schema: procedure(z.strictObject({}), z.object({ name: z.string(), text: z.string() }), { role: 'viewer' }),
  /** Takes a file in parts, in order; the first without an id. Only the newest few are kept, and not for long. */
  upload: procedure(
    z.strictObject({ file: z.string().max(100).nullable(), part: z.string().max(configPartLength) }),
    z.object({ file: z.string() }),
    { role: 'operator' },
  ),
  /**
   * What is wrong with an uploaded file, and the plan to make the cloud like it. Without `remove` what the file
   * does not name stays. `keys` by template; where none is said, one is generated.
   */
  check: procedure(
    z.strictObject({
      file: z.string().max(100),
      remove: z.boolean(),
      keys: z.record(z.string().max(255), NewKey).default({}),
    }),
    ConfigCheck,
    { role: 'operator' },
  ),
  /** Gives the domains the tags that the file gives them; they are this desk's own and in no plan. */
  takeTags: procedure(z.strictObject({ file: z.string().max(100) }), z.object({}), { role: 'operator' }),
  /** Reads the cloud and compares it with what this desk last knew. `since` is null before the first reading. */
  drift: procedure(z.strictObject({}), z.object({ items: z.array(Drift), since: z.number().nullable() }), {
    role: 'viewer',
  }),
  /** From now on what the cloud holds is what is known. */
  acceptDrift: procedure(driftKeys, z.object({}), { role: 'operator' }),
  /** The plan that makes it again what was known. */
  putBackDrift: procedure(driftKeys, Plan, { role: 'operator' }),
}
