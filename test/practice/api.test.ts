import { describe, expect, it } from 'vitest'
import { call, callRaw, codeOf, control, createClock, eventually, sdkFor, startCloud } from './helpers.ts'

const refusal = (run: Promise<unknown>) => codeOf(run)

describe('the protocol', () => {
  it('answers GET, forms and nonsense with a code', async () => {
    const cloud = await startCloud()
    const code = (options: Parameters<typeof call>[3]) => refusal(call(cloud, 'DescribeLiveDomains', {}, options))
    expect(await code({ method: 'PUT' })).toBe('UnsupportedProtocol')
    expect(await code({ contentType: 'application/x-www-form-urlencoded' })).toBe('UnsupportedProtocol')
    expect(await code({ body: '{' })).toBe('InvalidParameter')
    expect(await code({ body: '[]' })).toBe('InvalidParameter')
    expect(await code({ body: ' '.repeat(10 * 1024 * 1024 + 1) })).toBe('RequestSizeLimitExceeded')
    expect(await code({ headers: { 'x-tc-version': '2017-01-01' } })).toBe('NoSuchVersion')
    expect(await refusal(call(cloud, 'DescribeEverything'))).toBe('InvalidAction')
    expect((await fetch(`${cloud.endpoint}/elsewhere`)).status).toBe(404)
  })

  it('checks the parameters of every action', async () => {
    const cloud = await startCloud()
    const code = (params: Record<string, unknown>) => refusal(call(cloud, 'DescribeLiveDomains', params))
    expect(await code({ Surprise: 1 })).toBe('UnknownParameter')
    expect(await code({ PageSize: '10' })).toBe('InvalidParameter')
    expect(await code({ PageSize: 10.5 })).toBe('InvalidParameter')
    expect(await code({ PageSize: null })).toBe('InvalidParameter')
    expect(await code({ PageSize: 9 })).toBe('InvalidParameterValue')
    expect(await code({ PageSize: 101 })).toBe('InvalidParameterValue')
    expect(await code({ toString: 1 })).toBe('UnknownParameter')
    expect(await refusal(call(cloud, 'DescribeLiveDomain'))).toBe('MissingParameter')
  })

  it('speaks the language asked for, Chinese by default on the China site', async () => {
    const message = async (site: 'cn' | 'intl', language?: string) => {
      const cloud = await startCloud({ site })
      const headers: Record<string, string> = language ? { 'x-tc-language': language } : {}
      const { text } = await callRaw(cloud, 'DescribeLiveDomain', {}, { headers })
      return JSON.parse(text).Response.Error.Message as string
    }
    expect(await message('cn')).toMatch(/缺少参数 DomainName/)
    expect(await message('intl')).toMatch(/missing the required parameter DomainName/)
    expect(await message('cn', 'en-US')).toMatch(/missing the required parameter DomainName/)
    expect(await message('intl', 'zh-CN')).toMatch(/缺少参数/)
  })

  it('limits each action to its documented rate', async () => {
    const clock = createClock()
    const cloud = await startCloud({ now: clock.now })
    const now = new Date(clock.now())
    const params = {
      StartTime: `${now.toISOString().slice(0, 19)}Z`,
      EndTime: `${now.toISOString().slice(0, 19)}Z`,
      StreamName: 'room',
      PageNum: 1,
      PageSize: 10,
    }
    const records = () => refusal(call(cloud, 'DescribeCallbackRecordsList', params, { at: clock.now() }))
    const codes = await Promise.all(Array.from({ length: 21 }, records))
    expect(codes.filter((code) => code === 'no error')).toHaveLength(20)
    expect(codes.filter((code) => code === 'RequestLimitExceeded')).toHaveLength(1)
    clock.advance(1000)
    expect(await records()).toBe('no error')
  })
})

describe('permissions', () => {
  it('lets a key do what its policy says', async () => {
    const codes = async (policy: 'readOnly' | 'watch' | 'moderate' | 'setUp') => {
      const cloud = await startCloud({ policy })
      const stream = { DomainName: 'push.practice.example', AppName: 'live', StreamName: 'x' }
      return Promise.all([
        refusal(call(cloud, 'DescribeLiveDomains')),
        refusal(call(cloud, 'DropLiveStream', stream)),
        refusal(call(cloud, 'DescribeLiveCallbackTemplates')),
        refusal(call(cloud, 'ForbidLiveDomain', { DomainName: 'push.practice.example' })),
      ])
    }
    const no = 'UnauthorizedOperation'
    expect(await codes('readOnly')).toEqual(['no error', no, 'no error', no])
    expect(await codes('watch')).toEqual(['no error', no, no, no])
    expect(await codes('moderate')).toEqual(['no error', 'no error', no, no])
    expect(await codes('setUp')).toEqual(['no error', no, 'no error', no])
  })

  it('records every call with its tier', async () => {
    const cloud = await startCloud()
    await call(cloud, 'DescribeLiveDomains')
    await refusal(call(cloud, 'DeleteLiveCallbackTemplate', { TemplateId: 1 }))
    await call(cloud, 'DropLiveStream', { DomainName: 'push.practice.example', AppName: 'live', StreamName: 'x' })
    const { answer } = await control(cloud, 'calls')
    expect(answer.calls).toMatchObject([
      { action: 'DescribeLiveDomains', tier: 'watch', error: null },
      { action: 'DeleteLiveCallbackTemplate', tier: 'setUp', error: 'InternalError.ConfNotFound' },
      { action: 'DropLiveStream', tier: 'moderate', error: null },
    ])
  })
})

describe('ordered faults', () => {
  const action = 'DescribeLiveDomains'

  it('answers with any code, as often as ordered', async () => {
    const cloud = await startCloud()
    await control(cloud, 'fault', { action, kind: 'error', code: 'ResourceNotFound.StopService', times: 2 })
    expect(await codeOf(sdkFor(cloud).DescribeLiveDomains({}))).toBe('ResourceNotFound.StopService')
    expect(await codeOf(sdkFor(cloud).DescribeLiveCallbackRules())).toBe('no error')
    expect(await codeOf(sdkFor(cloud).DescribeLiveDomains({}))).toBe('ResourceNotFound.StopService')
    expect(await codeOf(sdkFor(cloud).DescribeLiveDomains({}))).toBe('no error')
  })

  it('fails on the wire: page instead of JSON, 500, half an answer, reset', async () => {
    const cloud = await startCloud()
    const order = async (kind: 'html' | 'http500' | 'half' | 'reset') => {
      cloud.fault({ action: '*', kind, times: 1 })
      return callRaw(cloud, action, {})
    }
    expect(await order('html')).toMatchObject({ status: 200, text: expect.stringContaining('<html>') })
    expect(await order('http500')).toMatchObject({ status: 500 })
    await expect(order('half')).rejects.toThrow()
    await expect(order('reset')).rejects.toThrow()
    expect(await callRaw(cloud, action, {})).toMatchObject({ status: 200 })
  })

  it('takes effect without an answer', async () => {
    const cloud = await startCloud()
    cloud.fault({ action: 'ForbidLiveStream', kind: 'timeoutAfterEffect', times: 1 })
    cloud.fault({ action: 'ResumeLiveStream', kind: 'hang', times: 1 })
    const stream = { DomainName: 'push.practice.example', AppName: 'live', StreamName: 'x' }
    const lost = Promise.allSettled([call(cloud, 'ForbidLiveStream', stream), call(cloud, 'ResumeLiveStream', stream)])
    await eventually(async () =>
      expect((await call(cloud, 'DescribeLiveStreamState', stream)).StreamState).toBe('forbid'),
    )
    await cloud.close()
    expect(await lost).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
  })
})
