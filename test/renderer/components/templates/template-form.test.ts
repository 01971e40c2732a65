import { describe, expect, it } from 'vitest'
import {
  checkForm,
  copyName,
  editorRows,
  type FormSource,
  holdsDeskUrl,
  isChanged,
  isUnknown,
  levelChoices,
  openForm,
  toDraft,
} from '../../../../src-renderer/components/templates/template-form.ts'
import { template } from '../domains/samples.ts'

const edit = (more: Parameters<typeof template>[2] = {}): FormSource => ({
  mode: 'edit',
  template: template(1000, 'events', more),
})
const create: FormSource = { mode: 'create' }

describe('opening the editor', () => {
  it('starts a new template with a strong key, shown until it is saved', () => {
    expect(openForm(create)).toMatchObject({
      keyAction: 'set',
      key: expect.stringMatching(/^\w{32}$/),
      levels: ['error'],
    })
  })

  it('keeps the key of a template that is edited, unseen', () => {
    expect(openForm(edit())).toMatchObject({ name: 'events', keyAction: 'keep', key: '' })
  })

  it('gives a copy its own name and its own key', () => {
    const form = openForm({ mode: 'duplicate', template: template(1000, 'events'), name: 'events-2' })
    expect(form).toMatchObject({
      name: 'events-2',
      keyAction: 'set',
      urls: { streamBegin: 'https://callback.example.com/begin' },
    })
  })

  it('shows a row for every callback the site can set', () => {
    const groups = (site: 'cn' | 'intl') => editorRows(site, openForm(create)).map(({ group }) => group)
    expect(groups('cn')).toHaveLength(9)
    expect(groups('cn').filter((group) => !groups('intl').includes(group))).toContain('audioAudit')
    expect(groups('intl')).toContain('streamBegin')
  })

  it('shows an address that the site can only read, locked', () => {
    const form = openForm(edit({ urls: { audioAudit: 'https://callback.example.com/a' } }))
    expect(editorRows('intl', form)).toContainEqual({ group: 'audioAudit', kind: 'readOnly' })
  })
})

describe('what is sent', () => {
  it('names every callback of the site, so that an emptied address is cleared', () => {
    const form = openForm(edit({ urls: { streamBegin: 'https://a.example', recordStatus: 'https://b.example' } }))
    form.urls.streamBegin = ''
    expect(toDraft(edit({ urls: { recordStatus: 'https://b.example' } }), form, 'cn').urls).toMatchObject({
      streamBegin: '',
      recordStatus: 'https://b.example',
    })
  })

  it('never wipes an address that nobody here can see', () => {
    const source = edit()
    const form = openForm(source)
    expect(isUnknown(source, 'recordStatus')).toBe(true)
    expect(toDraft(source, form, 'cn').urls).not.toHaveProperty('recordStatus')
    form.urls.recordStatus = 'https://callback.example.com/status'
    expect(toDraft(source, form, 'cn').urls.recordStatus).toBe('https://callback.example.com/status')
  })

  it('clears such an address when this desk wrote it and the person empties it', () => {
    const source = edit({ urls: { recordStatus: 'https://callback.example.com/status' } })
    const form = openForm(source)
    form.urls.recordStatus = ''
    expect(toDraft(source, form, 'cn').urls.recordStatus).toBe('')
  })

  it('holds nothing the site’s API does not know', () => {
    const form = openForm(
      edit({ urls: { audioAudit: 'https://callback.example.com/a' }, recordExceptionLevels: ['error'] }),
    )
    const draft = toDraft(edit(), form, 'intl')
    expect(draft.urls).not.toHaveProperty('audioAudit')
    expect(draft.recordExceptionLevels).toEqual([])
  })

  it('carries the key only when it is set anew', () => {
    const form = openForm(edit())
    form.key = 'typedAndThenLeft'
    expect(toDraft(edit(), form, 'cn').key).toEqual({ action: 'keep' })
    form.keyAction = 'set'
    expect(toDraft(edit(), form, 'cn').key).toEqual({ action: 'set', key: 'typedAndThenLeft' })
    form.keyAction = 'clear'
    expect(toDraft(edit(), form, 'cn').key).toEqual({ action: 'clear' })
  })

  it('names the template only when it is edited', () => {
    expect(toDraft(edit(), openForm(edit()), 'cn').id).toBe(1000)
    expect(toDraft(create, openForm(create), 'cn')).not.toHaveProperty('id')
  })
})

describe('what is wrong', () => {
  it('asks a new template for a name and an address', () => {
    expect(checkForm(create, openForm(create), 'cn').map(({ code }) => code)).toEqual(['name.empty', 'url.none'])
  })

  it('does not ask for an address while one may be set that the cloud does not show', () => {
    const source = edit({ urls: {} })
    expect(checkForm(source, openForm(source), 'cn')).toEqual([])
  })

  it('explains an address of this computer beside its field', () => {
    const form = openForm(edit())
    form.urls.streamBegin = 'http://localhost:8787/'
    expect(checkForm(edit(), form, 'cn')).toEqual([
      { field: 'urls.streamBegin', code: 'url.loopback', severity: 'error' },
    ])
  })

  it('does not take an empty field for a key', () => {
    const form = { ...openForm(edit()), keyAction: 'set' as const, key: '' }
    expect(checkForm(edit(), form, 'cn')).toEqual([{ field: 'key', code: 'key.empty', severity: 'error' }])
  })
})

it('knows when something was changed, and when it was changed back', () => {
  const opened = openForm(edit())
  const form = structuredClone(opened)
  form.urls.snapshot = 'https://a.example'
  expect(isChanged(opened, form)).toBe(true)
  form.urls.snapshot = ''
  expect(isChanged(opened, form)).toBe(false)
})

it('keeps levels the documents do not name', () => {
  expect(levelChoices(openForm(edit({ recordExceptionLevels: ['alarm'] })))).toEqual([
    'error',
    'warning',
    'info',
    'alarm',
  ])
})

it('finds a free name for a copy within the console’s 30 characters', () => {
  expect(copyName('events', ['events'])).toBe('events-2')
  expect(copyName('events-2', ['events-2', 'events-3'])).toBe('events-4')
  expect(copyName('直'.repeat(30), [])).toBe(`${'直'.repeat(28)}-2`)
})

it('recognises this desk’s address exactly', () => {
  const form = openForm(edit())
  const urls = { streamBegin: 'https://callback.example.com/begin' }
  expect(holdsDeskUrl(form, urls, 'streamBegin')).toBe(true)
  expect(holdsDeskUrl(form, urls, 'streamEnd')).toBe(false)
})
