/** The Domains page in its address: search, filter, order, the domain looked at and its tab. */
import { idOf, oneOf, type QueryValues, sortOf, sortText, textOf, written } from '../query-values.ts'
import type { Sort } from '../table.ts'
import { type DomainFilter, domainSortKeys } from './domain-rows.ts'

export const domainTabs = ['basic', 'template', 'health'] as const
export type DomainTab = (typeof domainTabs)[number]

export interface DomainQuery {
  readonly filter: DomainFilter
  readonly sort: Sort
  /** The domain the panel shows; null while it is closed. */
  readonly domain: string | null
  readonly tab: DomainTab
}

const byName: Sort = { key: 'name', direction: 'asc' }

export function readDomainQuery(query: QueryValues): DomainQuery {
  return {
    filter: {
      text: textOf(query, 'q'),
      kind: oneOf(query, 'kind', ['push', 'play']),
      status: oneOf(query, 'status', ['enabled', 'disabled']),
      bound: oneOf(query, 'bound', ['yes', 'no', 'drifted']),
      templateId: idOf(query, 'template'),
      tag: textOf(query, 'tag') || null,
    },
    sort: sortOf(query, domainSortKeys, byName),
    domain: textOf(query, 'domain') || null,
    tab: oneOf(query, 'tab', domainTabs) ?? 'template',
  }
}

export function writeDomainQuery({ filter, sort, domain, tab }: DomainQuery): Record<string, string> {
  return written({
    q: filter.text,
    kind: filter.kind,
    status: filter.status,
    bound: filter.bound,
    template: filter.templateId,
    tag: filter.tag,
    sort: sortText(sort, byName),
    domain,
    tab: domain === null || tab === 'template' ? null : tab,
  })
}
