/** The Templates page in its address: search, filter, order, and the template in the editor. */
import { idOf, oneOf, type QueryValues, sortOf, sortText, textOf, written } from '../query-values.ts'
import type { Sort } from '../table.ts'
import { addressKinds, keyStates, type TemplateFilter, templateSortKeys } from './template-rows.ts'

/** What the editor holds: a template, a copy of one, or a new one. */
export type Editing = { readonly mode: 'create' } | { readonly mode: 'edit' | 'duplicate'; readonly id: number }

export interface TemplateQuery {
  readonly filter: TemplateFilter
  readonly sort: Sort
  readonly editing: Editing | null
  /** The template a domain is being bound to. */
  readonly binding: number | null
}

const byName: Sort = { key: 'name', direction: 'asc' }

export function readTemplateQuery(query: QueryValues): TemplateQuery {
  return {
    filter: {
      text: textOf(query, 'q'),
      address: oneOf(query, 'address', addressKinds),
      key: oneOf(query, 'key', keyStates),
      used: oneOf(query, 'used', ['yes', 'no']),
    },
    sort: sortOf(query, templateSortKeys, byName),
    editing: readEditing(query),
    binding: idOf(query, 'bind'),
  }
}

function readEditing(query: QueryValues): Editing | null {
  if (textOf(query, 'edit') === 'new') return { mode: 'create' }
  const edited = idOf(query, 'edit')
  if (edited !== null) return { mode: 'edit', id: edited }
  const copied = idOf(query, 'copy')
  return copied === null ? null : { mode: 'duplicate', id: copied }
}

export function writeTemplateQuery({ filter, sort, editing, binding }: TemplateQuery): Record<string, string> {
  return written({
    q: filter.text,
    address: filter.address,
    key: filter.key,
    used: filter.used,
    sort: sortText(sort, byName),
    edit: editing?.mode === 'create' ? 'new' : editing?.mode === 'edit' ? editing.id : null,
    bind: binding,
    copy: editing?.mode === 'duplicate' ? editing.id : null,
  })
}
