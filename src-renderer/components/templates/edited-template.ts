/**
 * Which template stands in the editor. Its work must not vanish when the template is deleted or another account comes
 * into use meanwhile, elsewhere; and it must never be saved to an account it was not made for.
 */
import type { Account } from '../../../src-main/contract/account.ts'
import type { Template } from '../../../src-main/contract/templates.ts'
import { copyName, type FormSource } from './template-form.ts'
import type { Editing } from './template-query.ts'

type Owner = Pick<Account, 'id' | 'name' | 'site'>

export interface Edited {
  /** Tells one session from the next. */
  readonly key: string
  readonly source: FormSource
  /** Whose template it is. */
  readonly account: Owner
  /** What is gone, so that nothing can be saved: the template, or its account from use. */
  readonly lost: 'template' | 'account' | null
}

/**
 * null when nothing is edited, or when its template is not there. What was once opened stays as it was last read.
 * `templates` of `account`; null while they are not known, as after a change of the account.
 */
export function editedNow(
  editing: Editing | null,
  account: Owner | null,
  templates: readonly Template[] | null,
  before: Edited | null,
): Edited | null {
  const key = JSON.stringify(editing)
  const opened = before?.key === key ? before : null
  if (opened && (templates === null || account?.id !== opened.account.id)) return { ...opened, lost: 'account' }
  if (!account || !templates) return null
  const source = sourceOf(editing, templates)
  if (source) return { key, source, account, lost: null }
  return opened && { ...opened, lost: opened.source.mode === 'edit' ? 'template' : null }
}

function sourceOf(editing: Editing | null, templates: readonly Template[]): FormSource | null {
  if (!editing || editing.mode === 'create') return editing
  const template = templates.find(({ id }) => id === editing.id)
  if (!template) return null
  if (editing.mode === 'edit') return { mode: 'edit', template }
  const taken = templates.map(({ name }) => name)
  return { mode: 'duplicate', template, name: copyName(template.name, taken) }
}
