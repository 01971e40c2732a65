import { describe, expect, it } from 'vitest'
import { createRule, deleteRule, listRules } from '../../../src-main/core/cloud/rules.ts'
import { createTestCloud, refusal, startApi } from './servers.ts'

describe('the list of rules', () => {
  it('has each domain and app with its template and times', async () => {
    const api = await startApi(() => ({
      Rules: [
        {
          CreateTime: '2018-09-12 15:52:01',
          UpdateTime: '2018-10-12 18:00:05',
          TemplateId: 1000,
          DomainName: 'push.example.com',
          AppName: 'live',
        },
        { CreateTime: null, TemplateId: 1001, DomainName: 'push2.example.com', AppName: null },
        { TemplateId: 1002 },
      ],
    }))
    expect(await listRules(createTestCloud(api.url))).toEqual([
      {
        domain: 'push.example.com',
        app: 'live',
        templateId: 1000,
        createdAt: Date.parse('2018-09-12T07:52:01Z'),
        updatedAt: Date.parse('2018-10-12T10:00:05Z'),
      },
      { domain: 'push2.example.com', app: '', templateId: 1001, createdAt: null, updatedAt: null },
    ])
  })

  it('is empty when there is none, however the cloud says so', async () => {
    for (const answer of [{ Rules: [] }, { Rules: null }, {}, refusal('ResourceNotFound.EmptyData')]) {
      const api = await startApi(() => answer)
      expect(await listRules(createTestCloud(api.url))).toEqual([])
    }
  })
})

describe('changing rules', () => {
  it('creates with the app as given, the whole domain being the empty app', async () => {
    const api = await startApi(() => ({}))
    await createRule(createTestCloud(api.url), { domain: 'push.example.com', app: '', templateId: 7 })
    expect(api.calls()).toEqual(['CreateLiveCallbackRule'])
    expect(JSON.parse(api.received[0]?.body ?? '')).toEqual({
      DomainName: 'push.example.com',
      AppName: '',
      TemplateId: 7,
    })
  })

  it('deletes by domain and app alone', async () => {
    const api = await startApi(() => ({}))
    await deleteRule(createTestCloud(api.url), { domain: 'push.example.com', app: 'live' })
    expect(api.calls()).toEqual(['DeleteLiveCallbackRule'])
    expect(JSON.parse(api.received[0]?.body ?? '')).toEqual({ DomainName: 'push.example.com', AppName: 'live' })
  })
})
