import { describe, expect, it } from 'vitest'
import { call, codeOf, createClock, everyUrl, sdkFor, startCloud } from '../helpers.ts'

const base = 'http://desk.example'

describe('callback templates through the official SDK', () => {
  it('keeps every field of the China site, and reads back what is documented to be readable', async () => {
    const sdk = sdkFor(await startCloud())
    const urls = everyUrl(base)
    const { TemplateId = 0 } = await sdk.CreateLiveCallbackTemplate({
      TemplateName: '审核_desk-1',
      Description: '审核',
      CallbackKey: 'exampleKey123',
      RecordExceptionLevels: ['error', 'warning'],
      ...urls,
    })
    const { Template } = await sdk.DescribeLiveCallbackTemplate({ TemplateId })
    const { RecordStatusNotifyUrl, ...readable } = urls
    expect(Template).toEqual({
      TemplateId,
      TemplateName: '审核_desk-1',
      Description: '审核',
      CallbackKey: 'exampleKey123',
      RecordExceptionLevels: ['error', 'warning'],
      StreamMixNotifyUrl: '',
      ...readable,
    })
    expect(RecordStatusNotifyUrl).toBeTruthy()
    expect((await sdk.DescribeLiveCallbackTemplates()).Templates).toEqual([Template])
  })

  it('changes only what is sent, and clears with an empty text', async () => {
    const sdk = sdkFor(await startCloud())
    const { TemplateId = 0 } = await sdk.CreateLiveCallbackTemplate({
      TemplateName: 'a',
      CallbackKey: 'k',
      ...everyUrl(base),
    })
    await sdk.ModifyLiveCallbackTemplate({ TemplateId, CallbackKey: '', PushExceptionNotifyUrl: '' })
    const { Template } = await sdk.DescribeLiveCallbackTemplate({ TemplateId })
    expect(Template).toMatchObject({
      TemplateName: 'a',
      CallbackKey: '',
      PushExceptionNotifyUrl: null,
      StreamEndNotifyUrl: `${base}/StreamEndNotifyUrl`,
    })
  })

  it('refuses names, addresses and levels the cloud would refuse', async () => {
    const sdk = sdkFor(await startCloud({ resolve: { 'mapped.example': '127.0.0.1:1' } }))
    const create = (more: object) =>
      codeOf(sdk.CreateLiveCallbackTemplate({ TemplateName: 'a', StreamEndNotifyUrl: `${base}/end`, ...more }))
    expect(await create({ TemplateName: 'with space' })).toBe('InvalidParameter.ArgsNotMatch')
    expect(await create({ TemplateName: '' })).toBe('InvalidParameter.ArgsNotMatch')
    expect(await create({ TemplateName: '审'.repeat(86) })).toBe('InvalidParameter.ArgsNotMatch')
    expect(await create({ TemplateName: '审'.repeat(85) })).toBe('no error')
    expect(await create({ Description: 'x'.repeat(1025) })).toBe('InvalidParameter.ArgsNotMatch')
    expect(await create({ StreamEndNotifyUrl: '' })).toBe('InvalidParameter')
    expect(await create({ RecordExceptionLevels: ['loud'] })).toBe('InvalidParameterValue')
    for (const url of ['ftp://desk.example', 'desk.example', 'http://']) {
      expect(await create({ StreamBeginNotifyUrl: url })).toBe('InvalidParameter')
    }
    const unsafe = [
      'http://localhost:8787/',
      'http://127.0.0.1/',
      'http://10.1.2.3/',
      'http://[::1]/',
      'http://nowhere.example/',
    ]
    for (const url of unsafe) expect(await create({ StreamBeginNotifyUrl: url })).toBe('InvalidParameter.UrlNotSafe')
    expect(await create({ StreamBeginNotifyUrl: 'https://mapped.example:8443/x?y=1' })).toBe('no error')
  })

  it('holds 50 of them, and deletes one only when nothing is bound to it', async () => {
    const sdk = sdkFor(await startCloud())
    const create = () => sdk.CreateLiveCallbackTemplate({ TemplateName: 'a', StreamEndNotifyUrl: `${base}/end` })
    const { TemplateId = 0 } = await create()
    for (let count = 1; count < 50; count += 1) await create()
    expect(await codeOf(create())).toBe('InternalError.ConfOutLimit')
    const rule = { DomainName: 'push.practice.example', AppName: 'live' }
    await sdk.CreateLiveCallbackRule({ ...rule, TemplateId })
    expect(await codeOf(sdk.DeleteLiveCallbackTemplate({ TemplateId }))).toBe('FailedOperation.ConfInUsed')
    await sdk.DeleteLiveCallbackRule(rule)
    expect(await codeOf(sdk.DeleteLiveCallbackTemplate({ TemplateId }))).toBe('no error')
    for (const gone of [
      sdk.DescribeLiveCallbackTemplate({ TemplateId }),
      sdk.ModifyLiveCallbackTemplate({ TemplateId, TemplateName: 'b' }),
      sdk.DeleteLiveCallbackTemplate({ TemplateId }),
    ])
      expect(await codeOf(gone)).toBe('InternalError.ConfNotFound')
  })

  it('knows fewer fields on the international site', async () => {
    const sdk = sdkFor(await startCloud({ site: 'intl' }))
    const urls = everyUrl(base, 'intl')
    const { TemplateId = 0 } = await sdk.CreateLiveCallbackTemplate({ TemplateName: 'a', ...urls })
    const { Template = {} } = (await sdk.DescribeLiveCallbackTemplate({ TemplateId })) as { Template?: object }
    expect(Template).toMatchObject({ ...urls, AudioAuditNotifyUrl: null })
    expect(Template).not.toHaveProperty('RecordExceptionNotifyUrl')
    for (const field of ['AudioAuditNotifyUrl', 'RecordStatusNotifyUrl', 'RecordExceptionNotifyUrl'])
      expect(await codeOf(sdk.ModifyLiveCallbackTemplate({ TemplateId, [field]: `${base}/x` }))).toBe(
        'UnknownParameter',
      )
  })
})

describe('callback rules through the official SDK', () => {
  it('binds push domains, one template for each domain and app', async () => {
    const sdk = sdkFor(await startCloud())
    const { TemplateId = 0 } = await sdk.CreateLiveCallbackTemplate({ TemplateName: 'a', StreamEndNotifyUrl: base })
    const create = (DomainName: string, AppName: string, template = TemplateId) =>
      codeOf(sdk.CreateLiveCallbackRule({ DomainName, AppName, TemplateId: template }))
    expect(await create('push.practice.example', '')).toBe('no error')
    expect(await create('push.practice.example', 'live')).toBe('no error')
    expect(await create('push.practice.example', 'live')).toBe('InternalError.RuleAlreadyExist')
    expect(await create('play.practice.example', '')).toBe('InvalidParameter')
    expect(await create('other.example', '')).toBe('InvalidParameterValue')
    expect(await create('push.practice.example', 'a b')).toBe('InvalidParameterValue')
    expect(await create('push.practice.example', 'game', 999)).toBe('InvalidParameter.ConfNotFound')
    const { Rules } = await sdk.DescribeLiveCallbackRules()
    expect(Rules?.map(({ DomainName, AppName }) => `${DomainName}/${AppName}`)).toEqual([
      'push.practice.example/',
      'push.practice.example/live',
    ])
    expect(Rules?.[0]?.CreateTime).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    const remove = (AppName: string) =>
      codeOf(sdk.DeleteLiveCallbackRule({ DomainName: 'push.practice.example', AppName }))
    expect(await remove('')).toBe('no error')
    expect(await remove('')).toBe('FailedOperation.NotFound')
    expect((await sdk.DescribeLiveCallbackRules()).Rules).toHaveLength(1)
  })
})

describe('the delivery log', () => {
  const query = (now: number, more: object = {}) => ({
    StartTime: `${new Date(now - 3_600_000).toISOString().slice(0, 19)}Z`,
    EndTime: `${new Date(now + 60_000).toISOString().slice(0, 19)}Z`,
    StreamName: 'room',
    PageNum: 1,
    PageSize: 10,
    ...more,
  })

  it('exists on the China site only, for 14 days and a day at a time', async () => {
    const clock = createClock()
    const cloud = await startCloud({ now: clock.now })
    const code = (more: object) =>
      codeOf(call(cloud, 'DescribeCallbackRecordsList', query(clock.now(), more), { at: clock.now() }))
    expect(await code({})).toBe('no error')
    expect(await code({ StartTime: '2020-01-01T00:00:00Z', EndTime: '2020-01-01T01:00:00Z' })).toBe(
      'InvalidParameterValue',
    )
    expect(await code({ StartTime: query(clock.now() - 2 * 86_400_000).StartTime })).toBe('InvalidParameterValue')
    expect(await code({ StartTime: 'yesterday' })).toBe('InvalidParameterValue')
    expect(await code({ EventType: 317 })).toBe('InvalidParameterValue')
    expect(
      await codeOf(call(await startCloud({ site: 'intl' }), 'DescribeCallbackRecordsList', query(Date.now()))),
    ).toBe('InvalidAction')
  })
})
