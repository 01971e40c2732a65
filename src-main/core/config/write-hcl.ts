/**
 * Writes what the Terraform provider for Tencent Cloud can hold of the configuration: its two resources
 * `tencentcloud_css_callback_template` and `tencentcloud_css_callback_rule_attachment` (css-api, S10), each with
 * an import block, so that what exists is taken over and not made a second time. What the provider cannot hold
 * is said in comments, never left out in silence. Neither keys nor this desk's path tokens are written.
 */
import { type UrlGroup, urlGroups } from '../../contract/sites.ts'
import type { TemplateUrls } from '../../contract/templates.ts'

export interface HclTemplate {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly urls: TemplateUrls
  readonly hasKey: boolean
  /** Groups whose address is this desk's. */
  readonly toThisDesk: readonly UrlGroup[]
}

export interface HclRule {
  readonly domain: string
  /** '' = the whole domain. */
  readonly app: string
  readonly templateId: number
}

/** The provider's arguments; it has none for the three other groups of the China site. */
const hclArguments: Partial<Record<UrlGroup, string>> = {
  streamBegin: 'stream_begin_notify_url',
  streamEnd: 'stream_end_notify_url',
  record: 'record_notify_url',
  snapshot: 'snapshot_notify_url',
  pornCensorship: 'porn_censorship_notify_url',
  pushException: 'push_exception_notify_url',
}

const header = [
  '# The callback configuration of a Tencent Cloud CSS account, exported by Callback Desk for Terraform 1.5 or newer',
  '# and the provider tencentcloudstack/tencentcloud. The import blocks take over what exists.',
  '#',
  '# What to know of the provider: it only ever sets addresses and keys, so that taking a line away clears nothing;',
  '# it writes the callback key to its state and to its debug log in clear text.',
]

const ruleNote = [
  '# The provider knows a rule by template and domain, without the app: where one template serves several apps of a',
  '# domain it would read, and delete, the first it finds. It does not send an empty app name either, so that it can',
  '# not make the rule of a whole domain. Such rules are listed below as comments; keep them in Callback Desk.',
]

export function writeHcl(templates: readonly HclTemplate[], rules: readonly HclRule[]): string {
  const sorted = templates.toSorted((a, b) => a.id - b.id)
  const labels = new Map(sorted.map(({ id, name }) => [id, `${slug(name, 'template')}_${id}`]))
  const { held, left } = sortRules(rules, labels)
  const ruleLabels = new Map<string, number>()
  const parts = [
    header,
    [
      'terraform {',
      '  required_providers {',
      '    tencentcloud = {',
      '      source = "tencentcloudstack/tencentcloud"',
      '    }',
      '  }',
      '}',
    ],
    ...sorted.flatMap((template) => templateBlocks(template, labels.get(template.id) ?? '')),
    ...(rules.length > 0 ? [ruleNote] : []),
    ...held.map((rule) => ruleBlocks(rule, unique(ruleLabels, slug(`${rule.domain}_${rule.app}`, 'rule')), labels)),
    ...(left.length > 0 ? [left.map((rule) => `# not held: ${leftLine(rule, templates)}`)] : []),
  ]
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function templateBlocks({ id, name, description, urls, hasKey, toThisDesk }: HclTemplate, label: string): string[][] {
  const desk = toThisDesk.some((group) => hclArguments[group] !== undefined)
  const set = (Object.keys(urlGroups) as UrlGroup[]).filter((group) => urls[group])
  const assigned: (readonly [string, string])[] = [
    ['template_name', quote(name)],
    ...(description === '' ? [] : [['description', quote(description)] as const]),
    ...set.flatMap((group) => {
      const argument = hclArguments[group]
      if (argument === undefined) return []
      const value = toThisDesk.includes(group) ? `"\${var.desk_address_${label}}/${group}"` : quote(urls[group] ?? '')
      return [[argument, value] as const]
    }),
    ...(hasKey ? [['callback_key', `var.callback_key_${label}`] as const] : []),
  ]
  const width = Math.max(...assigned.map(([argument]) => argument.length))
  const missing = set.filter((group) => hclArguments[group] === undefined)
  return [
    ...(hasKey
      ? [variable(`callback_key_${label}`, `Callback key of the template ${name}, up to 32 letters and digits`)]
      : []),
    ...(desk
      ? [
          variable(
            `desk_address_${label}`,
            `A callback URL of ${name} in Callback Desk, without its last part (/record)`,
          ),
        ]
      : []),
    [
      `resource "tencentcloud_css_callback_template" "${label}" {`,
      ...assigned.map(([argument, value]) => `  ${argument.padEnd(width)} = ${value}`),
      ...missing.map((group) => `  # not held by the provider: ${urlGroups[group].field}`),
      '}',
      '',
      ...importBlock(`tencentcloud_css_callback_template.${label}`, String(id)),
    ],
  ]
}

function ruleBlocks(
  { domain, app, templateId }: HclRule,
  label: string,
  labels: ReadonlyMap<number, string>,
): string[] {
  return [
    `resource "tencentcloud_css_callback_rule_attachment" "${label}" {`,
    `  domain_name = ${quote(domain)}`,
    `  app_name    = ${quote(app)}`,
    `  template_id = tencentcloud_css_callback_template.${labels.get(templateId) ?? ''}.id`,
    '}',
    '',
    ...importBlock(`tencentcloud_css_callback_rule_attachment.${label}`, `${templateId}#${domain}`),
  ]
}

/** The rules the provider can tell apart and make, and those it cannot. */
function sortRules(rules: readonly HclRule[], known: ReadonlyMap<number, string>) {
  const idOf = ({ domain, templateId }: HclRule) => `${templateId}#${domain}`
  const count = Map.groupBy(rules, idOf)
  const isHeld = (rule: HclRule) =>
    rule.app !== '' && known.has(rule.templateId) && (count.get(idOf(rule))?.length ?? 0) === 1
  const sorted = rules.toSorted((a, b) => compare(a.domain, b.domain) || compare(a.app, b.app))
  return { held: sorted.filter(isHeld), left: sorted.filter((rule) => !isHeld(rule)) }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function leftLine({ domain, app, templateId }: HclRule, templates: readonly HclTemplate[]): string {
  const name = templates.find(({ id }) => id === templateId)?.name ?? ''
  const what = app === '' ? `${domain}, whole domain` : `${domain}, app ${app}`
  // A line break in a name must not end the comment.
  return `${what} → template ${templateId} ${JSON.stringify(name)}`.replace(/[\r\n\u2028\u2029\u0085]/g, ' ')
}

const variable = (name: string, description: string) => [
  `variable "${name}" {`,
  `  description = ${quote(description)}`,
  '  type        = string',
  '  sensitive   = true',
  '}',
]

const importBlock = (to: string, id: string) => ['import {', `  to = ${to}`, `  id = ${quote(id)}`, '}']

/**
 * A quoted template of HCL: besides the usual escapes, the signs that begin an interpolation (`${`) or a
 * directive (`%{`) are doubled.
 */
export function quote(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/[$%](?=\{)/g, '$&$&')
    .replace(/[\p{Cc}\u2028\u2029]/gu, (character) => shortEscapes[character] ?? unicodeEscape(character))
  return `"${escaped}"`
}

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const unicodeEscape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A resource's name of plain letters, digits and underscores, beginning with a letter. */
function slug(text: string, otherwise: string): string {
  const plain = text.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '')
  if (plain === '') return otherwise
  return /^[A-Za-z]/.test(plain) ? plain : `${otherwise}_${plain}`
}

function unique(taken: Map<string, number>, label: string): string {
  const count = (taken.get(label) ?? 0) + 1
  taken.set(label, count)
  return count === 1 ? label : unique(taken, `${label}_${count}`)
}
