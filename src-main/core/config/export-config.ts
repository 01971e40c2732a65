/** What the cloud holds, as the file says it. Pure. */
import type { Domain } from '../../contract/domains.ts'
import { AppError } from '../../contract/errors.ts'
import { type Site, sites, type UrlGroup } from '../../contract/sites.ts'
import type { Template } from '../../contract/templates.ts'
import { type ConfigDomain, type ConfigFile, type ConfigTemplate, configVersion, deskAddress } from './format.ts'

export interface ExportSource {
  readonly site: Site
  readonly account: string
  readonly at: number
  readonly templates: readonly Template[]
  readonly domains: readonly (Domain & { readonly tags?: readonly string[] })[]
}

/** Throws `config.ambiguous`: the file knows templates by name. */
export function exportConfig(source: ExportSource): ConfigFile {
  refuseSameNames(source.templates)
  return {
    version: configVersion,
    site: source.site,
    account: source.account,
    exported: `${new Date(source.at).toISOString().slice(0, 19)}Z`,
    templates: source.templates.map((template) => toFile(template, source.site)),
    domains: source.domains.map((domain) => domainToFile(domain, source.templates)),
  }
}

function refuseSameNames(templates: readonly Template[]): void {
  const names = new Set<string>()
  for (const { name } of templates) {
    if (names.has(name)) throw new AppError('config.ambiguous', { params: { template: name } })
    names.add(name)
  }
}

function toFile(template: Template, site: Site): ConfigTemplate {
  const own = [...template.toThisDesk, ...template.toFormerAddress]
  // Under whatever public address it was then; a path made for another group stays as it is.
  const isDesk = (group: string, url: string) => own.includes(group as UrlGroup) && url.endsWith(`/${group}`)
  const urls = Object.entries(template.urls).map(([group, url]) => [group, isDesk(group, url) ? deskAddress : url])
  const hasLevels = sites[site].settable.includes('recordException') && template.recordExceptionLevels.length > 0
  return {
    name: template.name,
    ...(template.description === '' ? {} : { description: template.description }),
    key: template.hasKey ? 'set' : 'none',
    urls: Object.fromEntries(urls),
    ...(hasLevels ? { recordExceptionLevels: template.recordExceptionLevels } : {}),
  }
}

function domainToFile(
  { name, kind, enabled, tags = [] }: ExportSource['domains'][number],
  templates: readonly Template[],
): ConfigDomain {
  const local = tags.length === 0 ? {} : { tags: [...tags].sort() }
  if (kind === 'play') return { name, enabled, ...local }
  const bound = templates.flatMap((template) =>
    template.usedBy.flatMap(({ domain, app }) => (domain === name ? [[app, template.name] as const] : [])),
  )
  const apps = bound.filter(([app]) => app !== '')
  return {
    name,
    enabled,
    ...local,
    template: bound.find(([app]) => app === '')?.[1] ?? null,
    ...(apps.length === 0 ? {} : { apps: Object.fromEntries(apps) }),
  }
}
