import { describe, expect, it } from 'vitest'
import type { Site } from '../../../src-main/contract/sites.ts'
import { urlGroups } from '../../../src-main/contract/sites.ts'
import {
  createTemplate,
  listTemplates,
  modifyTemplate,
  removeTemplate,
} from '../../../src-main/core/cloud/templates.ts'
import { createTestCloud, refusal, startApi } from './servers.ts'

/** An address for every group the API knows. */
const everyUrl = Object.fromEntries(Object.keys(urlGroups).map((group) => [group, `https://desk.example.com/${group}`]))
const draft = { name: '回调', description: '', urls: everyUrl, recordExceptionLevels: ['error'], key: 'k'.repeat(32) }

/** The parameters that arrive at the API of a site. */
async function sentTo(site: Site, call: (cloud: ReturnType<typeof createTestCloud>) => Promise<unknown>) {
  const api = await startApi(() => ({ TemplateId: 1000 }))
  const result = await call(createTestCloud(api.url, { access: { site } }))
  return { action: api.calls()[0], params: JSON.parse(api.received[0]?.body ?? '') as object, result }
}

describe('the list of templates', () => {
  it('has the addresses that are set, by group, and the key', async () => {
    const api = await startApi(() => ({
      Templates: [
        {
          TemplateId: 1000,
          TemplateName: 'testName',
          Description: '',
          StreamBeginNotifyUrl: 'http://callback.example.com/begin',
          StreamEndNotifyUrl: '',
          StreamMixNotifyUrl: 'http://callback.example.com/retired',
          PornCensorshipNotifyUrl: 'https://callback.example.com/porn',
          PushExceptionNotifyUrl: null,
          AudioAuditNotifyUrl: null,
          RecordExceptionLevels: ['alarm'],
          CallbackKey: 'key1',
        },
      ],
    }))
    expect(await listTemplates(createTestCloud(api.url))).toEqual([
      {
        id: 1000,
        name: 'testName',
        description: '',
        urls: { streamBegin: 'http://callback.example.com/begin', pornCensorship: 'https://callback.example.com/porn' },
        recordExceptionLevels: ['alarm'],
        key: 'key1',
      },
    ])
  })

  it('has the record status address only if the cloud gives it back', async () => {
    const api = await startApi(() => ({
      Templates: [{ TemplateId: 1, RecordStatusNotifyUrl: 'https://callback.example.com/status' }, { TemplateId: 2 }],
    }))
    const urls = (await listTemplates(createTestCloud(api.url))).map((template) => template.urls)
    expect(urls).toEqual([{ recordStatus: 'https://callback.example.com/status' }, {}])
  })

  it('bears fields missing or null, and is empty when there is none', async () => {
    const bare = { id: 1, name: '', description: '', urls: {}, recordExceptionLevels: [], key: '' }
    const nothing = { TemplateName: null, Description: null, RecordExceptionLevels: null, CallbackKey: null }
    for (const [answer, expected] of [
      [{ Templates: [{ TemplateId: 1, ...nothing }, { TemplateId: null }] }, [bare]],
      [{ Templates: null }, []],
      [{}, []],
      [refusal('ResourceNotFound.EmptyData'), []],
    ] as const) {
      const api = await startApi(() => answer)
      expect(await listTemplates(createTestCloud(api.url))).toEqual(expected)
    }
  })
})

describe('creating a template', () => {
  it('sends every field to the China site and answers its id', async () => {
    const { action, params, result } = await sentTo('cn', (cloud) => createTemplate(cloud, draft))
    const urls = Object.values(urlGroups).map(({ field }, index) => [field, Object.values(everyUrl)[index]])
    expect([action, result]).toEqual(['CreateLiveCallbackTemplate', 1000])
    expect(params).toEqual({
      TemplateName: '回调',
      ...Object.fromEntries(urls),
      RecordExceptionLevels: ['error'],
      CallbackKey: draft.key,
    })
  })

  it('sends the international site only what can be set there', async () => {
    const { params } = await sentTo('intl', (cloud) => createTemplate(cloud, draft))
    const fields = Object.keys(params).filter((field) => /Url|Levels/.test(field))
    expect(fields).toEqual([
      'StreamBeginNotifyUrl',
      'StreamEndNotifyUrl',
      'RecordNotifyUrl',
      'SnapshotNotifyUrl',
      'PornCensorshipNotifyUrl',
      'PushExceptionNotifyUrl',
    ])
  })

  it('leaves out what is empty', async () => {
    const empty = { name: 'n', description: '', urls: { record: '' }, recordExceptionLevels: [], key: '' }
    const { params } = await sentTo('cn', (cloud) => createTemplate(cloud, empty))
    expect(params).toEqual({ TemplateName: 'n' })
  })

  it('an answer without an id is a failure', async () => {
    const api = await startApi(() => ({}))
    const created = createTemplate(createTestCloud(api.url), draft)
    await expect(created).rejects.toMatchObject({ code: 'cloud.notJson', details: { requestId: 'request-1' } })
  })
})

describe('modifying a template', () => {
  const urls = { streamBegin: 'https://desk.example.com/begin', streamEnd: '' }

  it('sends every known field, the cleared ones as empty text', async () => {
    const change = { ...draft, description: '', urls, key: '' }
    const { action, params } = await sentTo('cn', (cloud) => modifyTemplate(cloud, 7, change))
    expect(action).toBe('ModifyLiveCallbackTemplate')
    expect(params).toEqual({
      TemplateId: 7,
      TemplateName: '回调',
      Description: '',
      StreamBeginNotifyUrl: 'https://desk.example.com/begin',
      StreamEndNotifyUrl: '',
      RecordExceptionLevels: ['error'],
      CallbackKey: '',
    })
  })

  it('does not name the key when it stays, nor groups that are not known', async () => {
    const { key: _key, ...keepsKey } = { ...draft, urls }
    const { params } = await sentTo('intl', (cloud) => modifyTemplate(cloud, 7, keepsKey))
    expect(Object.keys(params)).toEqual([
      'TemplateId',
      'TemplateName',
      'Description',
      'StreamBeginNotifyUrl',
      'StreamEndNotifyUrl',
    ])
  })
})

it('removing a template names it by its id', async () => {
  const { action, params } = await sentTo('cn', (cloud) => removeTemplate(cloud, 7))
  expect([action, params]).toEqual(['DeleteLiveCallbackTemplate', { TemplateId: 7 }])
})
