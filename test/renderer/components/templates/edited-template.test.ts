import { describe, expect, it } from 'vitest'
import { editedNow } from '../../../../src-renderer/components/templates/edited-template.ts'
import type { Editing } from '../../../../src-renderer/components/templates/template-query.ts'
import { template } from '../domains/samples.ts'

const templates = [template(1000, 'events'), template(1001, 'events-2')]
const account = { id: 'a', name: 'A', site: 'cn' } as const
const other = { id: 'b', name: 'B', site: 'intl' } as const
const editing: Editing = { mode: 'edit', id: 1000 }
const before = editedNow(editing, account, templates, null)

describe('what stands in the editor', () => {
  it('is the template, a copy under a free name, or nothing yet', () => {
    const opened = (what: Editing) => editedNow(what, account, templates, null)?.source
    expect(opened({ mode: 'edit', id: 1000 })).toEqual({ mode: 'edit', template: templates[0] })
    expect(opened({ mode: 'duplicate', id: 1000 })).toMatchObject({ template: templates[0], name: 'events-3' })
    expect(opened({ mode: 'create' })).toEqual({ mode: 'create' })
  })

  it('is null when nothing is edited, the template was never there, or the account is not known', () => {
    expect(editedNow(null, account, templates, null)).toBeNull()
    expect(editedNow({ mode: 'edit', id: 5 }, account, templates, null)).toBeNull()
    expect(editedNow(editing, null, templates, null)).toBeNull()
    expect(editedNow(editing, account, null, null)).toBeNull()
  })

  it('stays, and is said to be gone, when the template goes while it is edited', () => {
    const after = editedNow(editing, account, templates.slice(1), before)
    expect(after).toEqual({ ...before, lost: 'template' })
    expect(editedNow({ mode: 'edit', id: 7 }, account, templates, after)).toBeNull()
    expect(editedNow(null, account, templates, after)).toBeNull()
  })

  it('of a copy needs no original', () => {
    const copying: Editing = { mode: 'duplicate', id: 1000 }
    expect(editedNow(copying, account, [], editedNow(copying, account, templates, null))?.lost).toBeNull()
  })

  it('stays with its own account when another one comes into use, though that has a template of the same number', () => {
    const meanwhile = editedNow(editing, account, null, before)
    expect(meanwhile).toEqual({ ...before, lost: 'account' })
    const theirs = [template(1000, 'theirs')]
    expect(editedNow(editing, other, theirs, meanwhile)).toEqual({ ...before, lost: 'account' })
    expect(editedNow(editing, null, null, meanwhile)).toEqual({ ...before, lost: 'account' })
    expect(editedNow(editing, account, templates, meanwhile)).toEqual(before)
    expect(
      editedNow({ mode: 'create' }, other, theirs, editedNow({ mode: 'create' }, account, templates, null)),
    ).toEqual({
      key: '{"mode":"create"}',
      source: { mode: 'create' },
      account,
      lost: 'account',
    })
  })
})
