/** The Templates table as data: what each template covers, where it points, who uses it. */
import { UrlGroup } from '../../../src-main/contract/sites.ts'
import type { Template } from '../../../src-main/contract/templates.ts'
import { type Sort, sortRows } from '../table.ts'

export const addressKinds = ['thisDesk', 'former', 'mixed', 'elsewhere', 'none'] as const
export type AddressKind = (typeof addressKinds)[number]
export const keyStates = ['set', 'weak', 'none'] as const
export type KeyState = (typeof keyStates)[number]

export interface TemplateRow {
  readonly template: Template
  /** Groups with an address, in the contract's order. */
  readonly groups: readonly UrlGroup[]
  readonly address: AddressKind
  readonly key: KeyState
}

export interface TemplateFilter {
  readonly text: string
  readonly address: AddressKind | null
  readonly key: KeyState | null
  readonly used: 'yes' | 'no' | null
}

export const noTemplateFilter: TemplateFilter = { text: '', address: null, key: null, used: null }

export function describeTemplates(templates: readonly Template[]): TemplateRow[] {
  return templates.map((template) => {
    const groups = UrlGroup.options.filter((group) => (template.urls[group] ?? '') !== '')
    return { template, groups, address: addressKind(groups, template), key: keyState(template) }
  })
}

/** One URL at a former address is what a person must know, whatever the others say. */
function addressKind(groups: readonly UrlGroup[], { toThisDesk, toFormerAddress }: Template): AddressKind {
  const here = groups.filter((group) => toThisDesk.includes(group)).length
  if (groups.length === 0) return 'none'
  if (toFormerAddress.length > 0) return 'former'
  if (here === groups.length) return 'thisDesk'
  return here === 0 ? 'elsewhere' : 'mixed'
}

const keyState = ({ hasKey, keyIsWeak }: Template): KeyState => (hasKey ? (keyIsWeak ? 'weak' : 'set') : 'none')

export function filterTemplates(rows: readonly TemplateRow[], filter: TemplateFilter): TemplateRow[] {
  const text = filter.text.trim().toLowerCase()
  return rows.filter(
    (row) =>
      (filter.address === null || row.address === filter.address) &&
      (filter.key === null || row.key === filter.key) &&
      (filter.used === null || row.template.usedBy.length > 0 === (filter.used === 'yes')) &&
      (text === '' || wordsOf(row.template).some((word) => word.toLowerCase().includes(text))),
  )
}

const wordsOf = ({ id, name, description, urls, usedBy }: Template): string[] => [
  String(id),
  name,
  description,
  ...Object.values(urls),
  ...usedBy.map(({ domain }) => domain),
]

export const templateSortKeys = ['name', 'id', 'used', 'urls', 'address', 'key'] as const
export type TemplateSortKey = (typeof templateSortKeys)[number]

/** Equal rows stay in the order of their names, so that nothing jumps when data is read again. */
export function sortTemplates(rows: readonly TemplateRow[], sort: Sort): TemplateRow[] {
  const values: Record<TemplateSortKey, (row: TemplateRow) => string | number> = {
    name: ({ template }) => template.name,
    id: ({ template }) => template.id,
    used: ({ template }) => template.usedBy.length,
    urls: ({ groups }) => groups.length,
    address: ({ address }) => addressKinds.indexOf(address),
    key: ({ key }) => keyStates.indexOf(key),
  }
  return sortRows(sortRows(rows, { key: 'name', direction: 'asc' }, values), sort, values)
}
