import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import type { TemplateDraft } from '../../../../src-main/contract/templates.ts'
import { createTemplateEditor } from '../../../../src-renderer/components/templates/template-editor.ts'
import type { FormSource } from '../../../../src-renderer/components/templates/template-form.ts'
import { template } from '../domains/samples.ts'

const deskUrls = {
  streamBegin: 'https://desk.example/c/s.m/streamBegin',
  streamEnd: 'https://desk.example/c/s.m/streamEnd',
}

function open(source: FormSource = { mode: 'create' }, base: string | null = 'https://desk.example') {
  const calls = {
    save: vi.fn(async (draft: TemplateDraft) => template(draft.id ?? 1001, draft.name)),
    deskUrls: vi.fn(async () => ({ base, urls: base === null ? {} : deskUrls })),
  }
  return { calls, editor: createTemplateEditor(calls, source, 'cn') }
}

describe('editing a template', () => {
  it('does not call an untouched form wrong, but does once it is to be saved', async () => {
    const { editor, calls } = open()
    expect(editor.issues.value).toEqual([])
    expect(await editor.save()).toBeUndefined()
    expect(calls.save).not.toHaveBeenCalled()
    expect(editor.errorCount.value).toBe(2)
  })

  it('puts this desk’s address where it is asked for, and only for callbacks it has one for', async () => {
    const { editor } = open()
    await editor.loadDesk()
    editor.useDesk(['streamEnd'])
    expect(editor.form.urls).toMatchObject({ streamBegin: '', streamEnd: deskUrls.streamEnd })
    editor.form.urls.snapshot = 'https://other.example/'
    editor.useDeskEverywhere()
    expect(editor.form.urls).toMatchObject({ ...deskUrls, snapshot: 'https://other.example/' })
  })

  it('changes nothing when this desk has no address', async () => {
    const { editor } = open({ mode: 'create' }, null)
    await editor.loadDesk()
    editor.useDeskEverywhere()
    expect(editor.isDirty.value).toBe(false)
  })

  it('asks for the addresses of the template it edits', async () => {
    const { editor, calls } = open({ mode: 'edit', template: template(1000, 'events') })
    await editor.loadDesk()
    expect(calls.deskUrls).toHaveBeenCalledWith(1000)
  })

  it('saves what is in the form', async () => {
    const { editor, calls } = open()
    await editor.loadDesk()
    editor.form.name = 'events'
    editor.useDeskEverywhere()
    expect(await editor.save()).toMatchObject({ id: 1001, name: 'events' })
    expect(calls.save.mock.calls[0]?.[0]).toMatchObject({
      name: 'events',
      urls: deskUrls,
      key: { action: 'set', key: editor.form.key },
    })
  })

  it('keeps the fields and says why when the cloud refuses', async () => {
    const { editor, calls } = open({ mode: 'edit', template: template(1000, 'events') })
    calls.save.mockRejectedValueOnce(
      new AppError('cloud.refused', { details: { apiCode: 'InvalidParameter.UrlNotSafe' } }),
    )
    editor.form.name = 'renamed'
    expect(await editor.save()).toBeUndefined()
    expect(editor.error.value?.details.apiCode).toBe('InvalidParameter.UrlNotSafe')
    expect(editor.form.name).toBe('renamed')
    expect(editor.isDirty.value).toBe(true)
  })

  it('sets a fresh key on request', () => {
    const { editor } = open({ mode: 'edit', template: template(1000, 'events') })
    editor.generateKey()
    expect(editor.form).toMatchObject({ keyAction: 'set', key: expect.stringMatching(/^\w{32}$/) })
  })
})
