/**
 * Writes the file. Written by hand rather than by a library, so that the same configuration always gives the
 * same bytes, with comments for whoever edits it: a file under version control shows what changed and no more.
 */
import { type UrlGroup, urlGroups } from '../../contract/sites.ts'
import { type ConfigDomain, type ConfigFile, type ConfigTemplate, configSchemaFile } from './format.ts'

const groups = Object.keys(urlGroups) as UrlGroup[]

/** What stands for itself without quotes, whatever version of YAML reads it: neither a number nor a word with a meaning. */
const plainWord = /^[\p{Script=Han}A-Za-z_][\p{Script=Han}A-Za-z0-9_.-]*$/u
const plainUrl = /^https?:\/\/[A-Za-z0-9%/?&=._~:@!$()*+;-]*[A-Za-z0-9/]$/
const meaning = /^(?:null|true|false|yes|no|on|off|y|n|\.nan|\.inf)$/i
/** Raw in JSON, but no printable character of YAML, a line break to some readers of it, or what broken bytes are read as. */
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffd-\uffff]/g

function scalar(text: string): string {
  const isPlain = (plainWord.test(text) && !meaning.test(text)) || plainUrl.test(text)
  if (isPlain) return text
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(text).replace(unprintable, escaped)
}

const orNull = (text: string | null) => (text === null ? 'null' : scalar(text))
const flow = (items: readonly string[]) => `[${items.map(scalar).join(', ')}]`
const byName = <T extends { name: string }>(items: readonly T[]) =>
  items.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))

function templateLines({ name, description, key, urls, recordExceptionLevels }: ConfigTemplate): string[] {
  const set = groups.flatMap((group) => (urls[group] === undefined ? [] : [`      ${group}: ${scalar(urls[group])}`]))
  return [
    `  - name: ${scalar(name)}`,
    ...(description === undefined ? [] : [`    description: ${scalar(description)}`]),
    ...(key === undefined ? [] : [`    key: ${key}`]),
    ...(set.length === 0 ? ['    urls: {}'] : ['    urls:', ...set]),
    ...(recordExceptionLevels === undefined ? [] : [`    recordExceptionLevels: ${flow(recordExceptionLevels)}`]),
  ]
}

function domainLines({ name, enabled, tags, template, apps }: ConfigDomain): string[] {
  const rules = Object.entries(apps ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const set = rules.map(([app, bound]) => `      ${scalar(app)}: ${orNull(bound)}`)
  return [
    `  - name: ${scalar(name)}`,
    ...(enabled === undefined ? [] : [`    enabled: ${enabled}`]),
    ...(tags === undefined ? [] : [`    tags: ${flow(tags)}`]),
    ...(template === undefined ? [] : [`    template: ${orNull(template)}`]),
    ...(apps === undefined ? [] : set.length === 0 ? ['    apps: {}'] : ['    apps:', ...set]),
  ]
}

const header = [
  `# yaml-language-server: $schema=${configSchemaFile}`,
  '# The callback configuration of a Tencent Cloud CSS account, exported by Callback Desk. Edit it and import it',
  '# again, into the same account or another one: before anything is changed the desk shows what would be.',
  '# Callback Desk 导出的回调配置。可编辑后重新导入到本账号或其他账号；应用之前会先显示将要发生的变更。',
  '#',
  '# It holds no secrets. "key: set" says that a template has a callback key; the key itself is never written here.',
  '# With the JSON Schema named above beside this file, editors complete the fields and check them.',
]

const templatesComment = [
  '# Callback templates. "desk" stands for the address of the desk that imports the file. A group of events without',
  '# an address is not called back. Where the account has a template of that name it is changed, else created.',
]

const domainsComment = [
  '# Push domains with their callback template by name: of the whole domain, and of single apps beside it.',
  '# null means none; a line left out means that the desk leaves it as it is.',
]

export function writeConfig(file: ConfigFile): string {
  const lines = [
    ...header,
    `version: ${file.version}`,
    `site: ${file.site}`,
    ...(file.account === undefined ? [] : [`account: ${scalar(file.account)}`]),
    ...(file.exported === undefined ? [] : [`exported: ${scalar(file.exported)}`]),
    ...section('templates', templatesComment, file.templates && byName(file.templates).map(templateLines)),
    ...section('domains', domainsComment, file.domains && byName(file.domains).map(domainLines)),
  ]
  return `${lines.join('\n')}\n`
}

function section(name: string, comment: readonly string[], items: string[][] | undefined): string[] {
  if (!items) return []
  if (items.length === 0) return ['', ...comment, `${name}: []`]
  return ['', ...comment, `${name}:`, ...items.flat()]
}
