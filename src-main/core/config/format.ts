/**
 * The file's format. Everything an editor may write is here with its meaning, since the JSON Schema that
 * editors complete and check by is made from it; what a released version reads never changes its meaning.
 */
import { z } from 'zod'
import { Tag } from '../../contract/domains.ts'
import { Site, sites, type UrlGroup, urlGroups } from '../../contract/sites.ts'

export const configVersion = 1

/** Stands for the address of the desk that reads the file, one path for each template and group. */
export const deskAddress = 'desk'

const text = (max: number) => z.string().max(max)
const Name = text(255).min(1)

const Url = z
  .union([z.literal(deskAddress), text(2000).regex(/^https?:\/\/\S+$/)])
  .describe(
    'An http(s) address, or "desk" for the address of the desk that imports the file. A group left out has no address.',
  )

const siteNote = (group: UrlGroup) => (sites.intl.settable.includes(group) ? '' : ' China site only.')
const groups = Object.entries(urlGroups) as [UrlGroup, (typeof urlGroups)[UrlGroup]][]
const urlShape = Object.fromEntries(
  groups.map(([group, { field, types }]) => [
    group,
    Url.optional().describe(`${field}: events of type ${types.join(', ')}.${siteNote(group)}`),
  ]),
) as Record<UrlGroup, z.ZodOptional<typeof Url>>

export const ConfigTemplate = z.strictObject({
  name: Name.describe(
    'What domains refer to. At most 30 Chinese characters, letters, digits, _ and - for the console.',
  ),
  description: text(1024).optional().describe('The same characters as the name.'),
  key: z
    .enum(['set', 'none'])
    .optional()
    .describe('Whether there is a callback key; the key itself never stands here. Left out, it stays as it is.'),
  urls: z.strictObject(urlShape).describe('Where the events of each group go.'),
  recordExceptionLevels: z
    .array(text(20).min(1))
    .max(5)
    .optional()
    .describe('Which recording exceptions are told: error, warning, info. China site only.'),
})
export type ConfigTemplate = z.infer<typeof ConfigTemplate>

const Bound = Name.nullable()

export const ConfigDomain = z.strictObject({
  name: Name.describe('A push or play domain of the account. A domain the account does not have is left out.'),
  enabled: z.boolean().optional().describe('Disabling interrupts every stream of the domain. Left out, it stays.'),
  tags: z.array(Tag).max(50).optional().describe('Kept by the desk, unknown to the cloud.'),
  template: Bound.optional().describe('The callback template of the whole domain; null for none. Left out, it stays.'),
  apps: z
    .record(Name, Bound)
    .optional()
    .describe('Callback templates of single apps (AppName), which the console neither shows nor removes.'),
})
export type ConfigDomain = z.infer<typeof ConfigDomain>

export const ConfigFile = z
  .strictObject({
    version: z.literal(configVersion).describe('The version of this format.'),
    site: Site.describe('cn: cloud.tencent.com; intl: tencentcloud.com.'),
    account: text(200).optional().describe('The name of the account it was exported from. Only for people.'),
    exported: text(40).optional().describe('When it was exported. Only for people.'),
    templates: z.array(ConfigTemplate).max(500).optional(),
    domains: z.array(ConfigDomain).max(2000).optional(),
  })
  .describe('The callback configuration of a Tencent Cloud CSS account, as Callback Desk exports and imports it.')
export type ConfigFile = z.infer<typeof ConfigFile>

export const configSchemaFile = 'callback-desk-config.schema.json'

/** The JSON Schema for editors, as it is shipped in resources/. */
export const configSchema = (): string =>
  `${JSON.stringify({ title: 'Callback Desk configuration', ...z.toJSONSchema(ConfigFile, { io: 'input' }) }, null, 2)}\n`
