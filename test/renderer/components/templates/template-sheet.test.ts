import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import type { TemplateDraft } from '../../../../src-main/contract/templates.ts'
import TemplateSheet from '../../../../src-renderer/components/templates/TemplateSheet.vue'
import type { FormSource } from '../../../../src-renderer/components/templates/template-form.ts'
import { button, field, hasButton, mountPage, page, type } from '../../mount-page.ts'
import { template } from '../domains/samples.ts'

enableAutoUnmount(afterEach)

const deskUrls = {
  streamBegin: 'https://desk.example/c/s.m/streamBegin',
  snapshot: 'https://desk.example/c/s.m/snapshot',
}
const heard = { onClose: vi.fn(), onSaved: vi.fn(), onRemove: vi.fn(), onDuplicate: vi.fn() }
const calls = { save: vi.fn(), deskUrls: vi.fn(), sendTest: vi.fn(), repeatTest: vi.fn() }

beforeEach(() => {
  vi.resetAllMocks()
  calls.save.mockImplementation(async (draft: TemplateDraft) => template(draft.id ?? 1001, draft.name))
  calls.deskUrls.mockResolvedValue({ base: 'https://desk.example', urls: deskUrls })
})

async function open(source: FormSource = { mode: 'create' }, more: Record<string, unknown> = {}) {
  const mounted = await mountPage(
    TemplateSheet,
    { source, account: { id: 'a', name: 'A', site: 'cn' }, lost: null, calls, canOperate: true, ...heard, ...more },
    '/templates',
  )
  await flushPromises()
  return mounted
}

const edit = (more: Parameters<typeof template>[2] = {}): FormSource => ({
  mode: 'edit',
  template: template(1000, 'events', more),
})
const submit = async () => {
  document.querySelector('form')?.requestSubmit()
  await flushPromises()
}
const press = async (label: string) => {
  button(label).click()
  await flushPromises()
}

describe('the template editor', () => {
  it('explains an address of this computer beside its field, while it is typed', async () => {
    await open()
    type('Stream started', 'http://127.0.0.1:8787/')
    await flushPromises()
    expect(page().textContent).toContain('This address means “this computer”.')
    expect(field('Stream started').getAttribute('aria-invalid')).toBe('true')
  })

  it('names what is missing once it is to be saved, and sends nothing', async () => {
    await open()
    expect(page().textContent).not.toContain('Name the template.')
    await submit()
    expect(page().textContent).toContain('Name the template.')
    expect(page().textContent).toContain('Give at least one callback URL.')
    expect(page().textContent).toContain('Correct 2 fields first.')
    expect(calls.save).not.toHaveBeenCalled()
  })

  it('puts this desk’s address into one field or into all', async () => {
    await open()
    await press('Use this desk’s address for Screenshot')
    expect([field('Screenshot').value, field('Stream started').value]).toEqual([deskUrls.snapshot, ''])
    await press('Use this desk’s address everywhere')
    expect(field('Stream started').value).toBe(deskUrls.streamBegin)
  })

  it('tells a viewer, who may not ask for the address, nothing of it', async () => {
    await open(edit(), { canOperate: false })
    expect(calls.deskUrls).not.toHaveBeenCalled()
    expect(page().textContent).not.toContain('This desk has no public address yet')
    expect(page().querySelector('[role="dialog"] h2')?.textContent).toBe('Callback template')
  })

  it('says where to set an address when this desk has none', async () => {
    calls.deskUrls.mockResolvedValue({ base: null, urls: {} })
    await open()
    expect(page().textContent).toContain('This desk has no public address yet')
    expect(button('Use this desk’s address everywhere').disabled).toBe(true)
    expect(page().querySelector('a[href="/settings/receiver"]')).not.toBeNull()
  })

  it('creates a template with a generated key that it shows until then', async () => {
    await open()
    const key = field('New key').value
    expect(key).toMatch(/^[A-Za-z0-9]{32}$/)
    type('Template name', 'all-events')
    await press('Use this desk’s address everywhere')
    await submit()
    expect(calls.save.mock.calls[0]?.[0]).toMatchObject({ name: 'all-events', key: { action: 'set', key } })
    expect(heard.onSaved).toHaveBeenCalledOnce()
  })

  it('never shows a key that is set, and sends none unless it is changed', async () => {
    await open(edit())
    expect(page().textContent).toContain('A key is set. It stays in the desk’s vault and cannot be shown.')
    type('Template name', 'renamed')
    await flushPromises()
    await submit()
    expect(calls.save.mock.calls[0]?.[0]).toMatchObject({ id: 1000, key: { action: 'keep' } })
  })

  it('keeps the fields and shows the reason when the cloud refuses', async () => {
    calls.save.mockRejectedValueOnce(
      new AppError('cloud.refused', { details: { apiCode: 'InvalidParameter.UrlNotSafe' } }),
    )
    await open(edit())
    type('Template name', 'renamed')
    await flushPromises()
    await submit()
    expect(page().querySelector('[role=alert]')?.textContent).toContain('callback')
    expect(field('Template name').value).toBe('renamed')
    expect(heard.onSaved).not.toHaveBeenCalled()
  })

  it('explains an address the cloud does not read back', async () => {
    await open(edit())
    expect(page().textContent).toContain('Left empty, whatever is set there stays.')
  })

  it('lists who uses the template, with the way there', async () => {
    await open(edit({ usedBy: [{ domain: 'push.example.com', app: 'vip' }] }))
    expect(page().querySelector('a[href="/domains?domain=push.example.com"]')).not.toBeNull()
    expect(page().textContent).toContain('app vip')
  })

  it('offers what the site’s API can set only', async () => {
    await open({ mode: 'create' }, { account: { id: 'a', name: 'A', site: 'intl' } })
    expect(() => field('Recording status')).toThrow()
  })

  it('lets a viewer look only', async () => {
    await open(edit(), { canOperate: false })
    expect(field('Template name').closest('fieldset')?.disabled).toBe(true)
    expect(hasButton('Save')).toBe(false)
  })
})

describe('leaving the editor', () => {
  it('closes at once when nothing was changed', async () => {
    await open(edit())
    await press('Cancel')
    expect(heard.onClose).toHaveBeenCalledOnce()
  })

  it('asks first when something was, and stays if the person wants to', async () => {
    await open(edit())
    type('Template name', 'renamed')
    await flushPromises()
    await press('Cancel')
    expect(page().textContent).toContain('Discard unsaved changes?')
    await press('Keep editing')
    expect(heard.onClose).not.toHaveBeenCalled()
    expect(field('Template name').value).toBe('renamed')
    await press('Cancel')
    await press('Discard changes')
    expect(heard.onClose).toHaveBeenCalledOnce()
  })

  it('asks before another page takes its place', async () => {
    const { router } = await open(edit())
    type('Template name', 'renamed')
    await flushPromises()
    const left = router.push('/live')
    await flushPromises()
    await press('Keep editing')
    await left
    expect(router.currentRoute.value.name).toBe('templates')
  })
})
