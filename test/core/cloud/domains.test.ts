import { describe, expect, it } from 'vitest'
import { listDomains, setDomainEnabled } from '../../../src-main/core/cloud/domains.ts'
import { createTestCloud, refusal, startApi } from './servers.ts'

const domainNamed = (Name: string) => ({ Name, Type: 0, Status: 1, CreateTime: '2018-08-29 10:00:00' })

describe('the list of domains', () => {
  it('has push and play domains in the desk’s words', async () => {
    const push = { ...domainNamed('push.example.com'), BCName: 1, PlayType: 1, TargetDomain: 'a.cname.example.net' }
    const play = {
      Name: 'play.example.com',
      Type: 1,
      Status: 0,
      BCName: 0,
      PlayType: 2,
      CurrentCName: 'old.example.net',
    }
    const api = await startApi(() => ({
      AllCount: 2,
      DomainList: [{ ...push, CurrentCName: 'a.cname.example.net' }, play],
    }))
    expect(await listDomains(createTestCloud(api.url))).toEqual([
      {
        name: 'push.example.com',
        kind: 'push',
        enabled: true,
        createdAt: Date.parse('2018-08-29T02:00:00Z'),
        cname: { expected: 'a.cname.example.net', current: 'a.cname.example.net', ok: true },
        playArea: null,
      },
      {
        name: 'play.example.com',
        kind: 'play',
        enabled: false,
        createdAt: null,
        cname: { expected: '', current: 'old.example.net', ok: false },
        playArea: 'global',
      },
    ])
  })

  it('is followed to its end, in the largest pages, each domain once', async () => {
    const names = Array.from({ length: 230 }, (_, index) => `push${index}.example.com`)
    const api = await startApi(({ params }) => {
      // One row moves to the next page while the list is read, as when a domain is added meanwhile.
      const from = (Number(params.PageNum) - 1) * Number(params.PageSize)
      const rows = names.slice(Math.max(0, from - (from > 0 ? 1 : 0)), from + Number(params.PageSize))
      return { AllCount: names.length, DomainList: rows.map(domainNamed) }
    })
    expect((await listDomains(createTestCloud(api.url))).map(({ name }) => name)).toEqual(names)
    expect(api.received.map(({ body }) => JSON.parse(body))).toEqual([
      { PageNum: 1, PageSize: 100 },
      { PageNum: 2, PageSize: 100 },
      { PageNum: 3, PageSize: 100 },
    ])
  })

  it('is empty for an account without any, however the cloud says so', async () => {
    const none = [refusal('ResourceNotFound.EmptyData'), { AllCount: 0, DomainList: [] }, { DomainList: null }, {}]
    for (const answer of none) {
      const api = await startApi(() => answer)
      expect(await listDomains(createTestCloud(api.url))).toEqual([])
    }
  })

  it('bears rows with fields missing or null', async () => {
    const row = { Name: 'bare.example.com', CreateTime: null, BCName: null, TargetDomain: null, CurrentCName: null }
    const api = await startApi(() => ({ AllCount: 2, DomainList: [{ ...row, Type: 0 }, { Name: null }] }))
    expect(await listDomains(createTestCloud(api.url))).toEqual([
      {
        name: 'bare.example.com',
        kind: 'push',
        enabled: false,
        createdAt: null,
        cname: { expected: '', current: '', ok: false },
        playArea: null,
      },
    ])
  })

  it('is not there when the cloud refuses', async () => {
    const api = await startApi(() => refusal('ResourceNotFound.UserNotExist'))
    const list = listDomains(createTestCloud(api.url))
    await expect(list).rejects.toMatchObject({ details: { apiCode: 'ResourceNotFound.UserNotExist' } })
  })
})

it.each([
  [true, 'EnableLiveDomain'],
  [false, 'ForbidLiveDomain'],
])('setting a domain enabled = %s calls %s', async (enabled, action) => {
  const api = await startApi(() => ({}))
  await setDomainEnabled(createTestCloud(api.url), 'push.example.com', enabled)
  expect([api.calls(), api.received[0]?.body]).toEqual([[action], '{"DomainName":"push.example.com"}'])
})
