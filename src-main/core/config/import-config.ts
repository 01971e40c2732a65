/**
 * What a file wishes of an account, and what in it does not fit that account. Pure. A mistake here stops the
 * import as a mistake in the text does; what merely cannot be done here is said and left out.
 */
import type { ConfigProblem } from '../../contract/config.ts'
import type { Domain } from '../../contract/domains.ts'
import { type Site, sites, type UrlGroup } from '../../contract/sites.ts'
import { checkTemplate } from '../../contract/template-rules.ts'
import type { TemplateUrls } from '../../contract/templates.ts'
import type { CloudRule } from '../cloud/rules.ts'
import type { CloudTemplate } from '../cloud/templates.ts'
import type { Wish } from '../plan/wish.ts'
import { type ConfigDomain, type ConfigFile, type ConfigTemplate, deskAddress } from './format.ts'
import { problem, type ReadConfig } from './read-config.ts'

export interface ImportTarget {
  readonly site: Site
  readonly domains: readonly Domain[]
  readonly rules: readonly CloudRule[]
  readonly templates: readonly CloudTemplate[]
  /** This desk's addresses for a template of that name; empty while the desk has no public address. */
  readonly deskUrls: (name: string, templateId: number | undefined) => TemplateUrls
}

export interface Import {
  readonly wishes: Wish[]
  readonly problems: ConfigProblem[]
  /** Templates that had a key where the file comes from and have none here. */
  readonly keysNeeded: string[]
}

type PlaceOf = ReadConfig['placeOf']
type Path = readonly PropertyKey[]

export function importConfig(file: ConfigFile, placeOf: PlaceOf, target: ImportTarget, remove: boolean): Import {
  const problems: ConfigProblem[] = []
  const keysNeeded: string[] = []
  const say: Say = (severity, code, path, params = {}) => {
    // One address for all: said once, not for every group of every template.
    if (code === 'noAddress' && problems.some((each) => each.code === code)) return
    problems.push(problem(code, placeOf(path), path, params, severity))
  }
  if (file.site !== target.site) say('warning', 'otherSite', ['site'], { site: file.site, here: target.site })
  const { templates = [], domains = [] } = file
  const wishes = [
    ...templates.flatMap((template, index) =>
      templateWishes(template, ['templates', index], target, say, (name) => keysNeeded.push(name)),
    ),
    ...domains.flatMap((domain, index) => domainWishes(domain, ['domains', index], target, say, remove)),
    ...(remove ? removals(file, target) : []),
  ]
  return { wishes, problems, keysNeeded }
}

type Say = (
  severity: ConfigProblem['severity'],
  code: ConfigProblem['code'],
  path: Path,
  params?: ConfigProblem['params'],
) => void

function templateWishes(
  template: ConfigTemplate,
  path: Path,
  target: ImportTarget,
  say: Say,
  needsKey: (name: string) => void,
): Wish[] {
  const { name } = template
  const named = target.templates.filter((each) => each.name === name)
  if (named.length > 1) {
    say('error', 'templateNotUnique', [...path, 'name'], { template: name, ids: named.map(({ id }) => id).join(', ') })
    return []
  }
  const [old] = named
  const content = {
    name,
    description: template.description ?? old?.description ?? '',
    urls: resolveUrls(template, [...path, 'urls'], old, target, say),
    recordExceptionLevels: template.recordExceptionLevels ?? old?.recordExceptionLevels ?? [],
  }
  for (const { field, code, severity } of checkTemplate({ ...content, key: { action: 'keep' } }, target.site)) {
    if (severity === 'error' && field !== 'urls')
      say('error', 'templateRule', [...path, ...field.split('.')], { rule: code })
  }
  const hasKey = (old?.key ?? '') !== ''
  if (template.key === 'set' && !hasKey) needsKey(name)
  const key =
    template.key === 'set' && !hasKey ? ('new' as const) : template.key === 'none' && hasKey ? ('clear' as const) : null
  return [{ subject: 'template', template: { name }, content, ...(key ? { key } : {}) }]
}

function resolveUrls(
  { name, urls }: ConfigTemplate,
  path: Path,
  old: CloudTemplate | undefined,
  { site, deskUrls }: ImportTarget,
  say: Say,
): TemplateUrls {
  const here = Object.values(urls).includes(deskAddress) ? deskUrls(name, old?.id) : {}
  const entries = (Object.entries(urls) as [UrlGroup, string][]).flatMap(([group, url]) => {
    if (!sites[site].settable.includes(group)) {
      say('warning', 'notOnSite', [...path, group], { group })
      return []
    }
    if (url !== deskAddress) return [[group, url] as const]
    const own = here[group]
    if (own === undefined) say('error', 'noAddress', [...path, group], { group })
    return own === undefined ? [] : [[group, own] as const]
  })
  // That this desk has no address has been said.
  if (entries.length === 0 && !Object.values(urls).includes(deskAddress))
    say('error', 'noUrl', path, { template: name })
  return Object.fromEntries(entries)
}

function domainWishes(domain: ConfigDomain, path: Path, target: ImportTarget, say: Say, remove: boolean): Wish[] {
  const found = target.domains.find(({ name }) => name.toLowerCase() === domain.name.toLowerCase())
  if (!found) {
    say('warning', 'domainMissing', [...path, 'name'], { domain: domain.name })
    return []
  }
  const { name, kind } = found
  const bound = [
    ...(domain.template === undefined ? [] : [['', domain.template] as const]),
    ...Object.entries(domain.apps ?? {}),
  ]
  if (kind === 'play' && bound.some(([, template]) => template !== null)) {
    say('error', 'playDomain', [...path, domain.template ? 'template' : 'apps'], { domain: name })
    return []
  }
  const isNamed = (app: string) => bound.some(([each]) => each === app)
  const others = remove ? target.rules.filter((rule) => rule.domain === name && !isNamed(rule.app)) : []
  return [
    ...(domain.enabled === undefined ? [] : [{ subject: 'domain' as const, domain: name, enabled: domain.enabled }]),
    ...(kind === 'play' ? [] : bound).map(([app, template]) => ({
      subject: 'rule' as const,
      domain: name,
      app,
      template: template === null ? null : { name: template },
    })),
    ...others.map(({ app }) => ({ subject: 'rule' as const, domain: name, app, template: null })),
  ]
}

/** Rules of domains the file does not name, and templates it does not name. */
function removals({ templates = [], domains = [] }: ConfigFile, target: ImportTarget): Wish[] {
  const domainNames = new Set(domains.map(({ name }) => name.toLowerCase()))
  const templateNames = new Set(templates.map(({ name }) => name))
  return [
    ...target.rules
      .filter(({ domain }) => !domainNames.has(domain.toLowerCase()))
      .map(({ domain, app }) => ({ subject: 'rule' as const, domain, app, template: null })),
    ...target.templates
      .filter(({ name }) => !templateNames.has(name))
      .map(({ id, name }) => ({ subject: 'template' as const, template: { id, name }, content: null })),
  ]
}
