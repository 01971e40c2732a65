import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { type ActionName, actions } from '../../../src-main/core/cloud/actions.ts'
import { createCloud } from '../../../src-main/core/cloud/cloud.ts'
import { signTc3 } from '../../../src-main/core/cloud/tc3.ts'
import { createRecordedLog } from '../../fakes/log.ts'
import { accessTo, createTestCloud, refusal, silentLog, startApi, startServer } from './servers.ts'

const failure = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => expect.fail('it worked'),
    (error: unknown) => (error instanceof AppError ? error : expect.fail(`not an AppError: ${String(error)}`)),
  )

const rule = { DomainName: 'push.example.com', AppName: 'live', TemplateId: 7 }

describe('a call', () => {
  it('goes out signed for the host called and the service live, with the documented headers', async () => {
    const api = await startApi(() => ({}))
    const at = Date.parse('2026-03-01T03:00:00Z')
    const token = 'temporary-token'
    const cloud = createTestCloud(api.url, { now: () => at, language: 'zh-CN', access: { token } })
    await cloud.call('CreateLiveCallbackRule', rule)

    const { headers, body, method, url } = api.received[0] ?? expect.fail('nothing arrived')
    expect([method, url, body]).toEqual(['POST', '/', JSON.stringify(rule)])
    expect(headers).toMatchObject({
      'x-tc-action': 'CreateLiveCallbackRule',
      'x-tc-version': '2018-08-01',
      'x-tc-timestamp': String(at / 1000),
      'x-tc-token': token,
      'x-tc-language': 'zh-CN',
    })
    expect(headers).not.toHaveProperty('x-tc-region')
    const { secretId, secretKey } = accessTo(api.url)
    const contentType = headers['content-type'] ?? ''
    const signed = { host: new URL(api.url).host, 'content-type': contentType, 'x-tc-action': 'CreateLiveCallbackRule' }
    const expected = signTc3({ secretId, secretKey, service: 'live', timestamp: at / 1000, headers: signed, body })
    expect(headers.authorization).toBe(expected.authorization)
  })

  it('answers with the API’s fields', async () => {
    const api = await startApi(() => ({ TemplateId: 7 }))
    const answer = await createTestCloud(api.url).call('CreateLiveCallbackTemplate', { TemplateName: '模板' })
    expect(answer).toEqual({ TemplateId: 7, RequestId: 'request-1' })
  })

  it('refused by the API fails with its code, message, request id and action', async () => {
    const api = await startApi(() => refusal('InvalidParameter.UrlNotSafe', 'url is not safe'))
    const error = await failure(createTestCloud(api.url).call('CreateLiveCallbackRule', rule))
    expect(error.toShape()).toMatchObject({
      code: 'cloud.refused',
      details: {
        apiCode: 'InvalidParameter.UrlNotSafe',
        message: 'url is not safe',
        requestId: 'request-1',
        action: 'CreateLiveCallbackRule',
      },
    })
  })

  it.each([
    ['cn', 'DescribeLiveForbidStreamList', {}],
    ['intl', 'DescribeCallbackRecordsList', { StartTime: '', EndTime: '', StreamName: '', PageNum: 1, PageSize: 10 }],
  ] as const)('the %s site does not have is not sent: %s', async (site, action, params) => {
    const api = await startApi(() => ({}))
    const error = await failure(createTestCloud(api.url, { access: { site } }).call(action, params))
    expect(error).toMatchObject({ code: 'cloud.unavailableOnSite', params: { action, site } })
    expect(api.calls()).toEqual([])
  })

  it('only Describe actions may be repeated', () => {
    const repeatable = (Object.keys(actions) as ActionName[]).filter((action) => actions[action].repeatable)
    expect(repeatable).toEqual(Object.keys(actions).filter((action) => action.startsWith('Describe')))
  })
})

describe('an answer that is none', () => {
  it.each([
    ['HTML', 'text/html', '<html>Please log in to this network</html>'],
    ['no JSON', 'application/json', '{"Response":'],
    ['JSON of somebody else', 'application/json', '{"error":"not found"}'],
    ['a list', 'application/json', '{"Response":[]}'],
    ['nothing', 'application/json', ''],
  ])('%s', async (_what, type, body) => {
    const server = await startServer((_request, response) => response.setHeader('content-type', type).end(body))
    const error = await failure(createTestCloud(server.url).call('DescribeLiveCallbackRules', {}))
    expect(error).toMatchObject({ code: 'cloud.notJson', details: { action: 'DescribeLiveCallbackRules' } })
    expect(error.message).not.toContain('log in')
    expect(server.received).toHaveLength(1)
  })

  it.each([302, 404, 413])('HTTP %d, which is not tried again', async (status) => {
    const server = await startServer((_request, response) => response.writeHead(status).end('{"Response":{}}'))
    const error = await failure(createTestCloud(server.url).call('DescribeLiveCallbackRules', {}))
    expect(error).toMatchObject({ code: 'cloud.http', params: { status } })
    expect(server.received).toHaveLength(1)
  })
})

describe('repeating', () => {
  const passing: [string, Parameters<typeof startApi>[0]][] = [
    ['a reset', ({ response }) => void response.socket?.resetAndDestroy()],
    [
      'half a body',
      ({ response }) =>
        void response.writeHead(200, { 'content-length': '99' }).write('{', () => response.socket?.end()),
    ],
    ['a hang', () => undefined],
    ['HTTP 500', ({ response }) => void response.writeHead(500).end()],
    ['HTTP 503 with a page', ({ response }) => void response.writeHead(503).end('<html>')],
    ['HTTP 429', ({ response }) => void response.writeHead(429).end()],
  ]
  const refusedForRate: typeof passing = [
    ['RequestLimitExceeded', () => refusal('RequestLimitExceeded')],
    ['a code of that family', () => refusal('RequestLimitExceeded.UinLimitExceeded')],
    ['LimitExceeded.RateLimitExceeded', () => refusal('LimitExceeded.RateLimitExceeded')],
  ]

  /** An answer that is there is waited for, however busy the machine. */
  const patience = (what: string) => ({ timeoutMs: what === 'a hang' ? 1000 : 10_000 })

  it.each([...passing, ...refusedForRate])('%s: a read is sent again and answers', async (what, fail) => {
    const api = await startApi((call) => (call.count < 3 ? fail(call) : { Rules: [] }))
    const cloud = createTestCloud(api.url, patience(what))
    await expect(cloud.call('DescribeLiveCallbackRules', {})).resolves.toMatchObject({ Rules: [] })
    expect(cloud.waits).toEqual([300, 600])
  })

  it.each(passing)('%s: a change is sent once only', async (what, fail) => {
    const api = await startApi(fail)
    const cloud = createTestCloud(api.url, patience(what))
    const error = await failure(cloud.call('CreateLiveCallbackRule', rule))
    expect(error.code).toMatch(/^cloud\.(reset|timeout|http|refused)$/)
    expect(error.details.action).toBe('CreateLiveCallbackRule')
    expect(api.calls()).toHaveLength(1)
  })

  it.each(refusedForRate)('%s: a change is sent again, since nothing was done', async (_what, fail) => {
    const api = await startApi((call) => (call.count < 4 ? fail(call) : {}))
    const cloud = createTestCloud(api.url)
    await cloud.call('CreateLiveCallbackRule', rule)
    expect(cloud.waits).toEqual([300, 600, 1200])
  })

  it('ends after five attempts when a change stays refused for its rate', async () => {
    const api = await startApi(() => refusal('RequestLimitExceeded'))
    const error = await failure(createTestCloud(api.url).call('CreateLiveCallbackRule', rule))
    expect(error.details.apiCode).toBe('RequestLimitExceeded')
    expect(api.calls()).toHaveLength(5)
  })

  it('ends after three attempts with the last failure', async () => {
    const api = await startApi(({ response }) => void response.writeHead(502).end())
    const error = await failure(createTestCloud(api.url).call('DescribeLiveCallbackRules', {}))
    expect(error).toMatchObject({ code: 'cloud.http', params: { status: 502 } })
    expect(api.calls()).toHaveLength(3)
  })

  it('waits a random half less, so that desks do not come back in step', async () => {
    const api = await startApi(({ response }) => void response.writeHead(502).end())
    const cloud = createTestCloud(api.url, { random: () => 0 })
    await failure(cloud.call('DescribeLiveCallbackRules', {}))
    expect(cloud.waits).toEqual([150, 300])
  })

  it.each(['InternalError', 'AuthFailure.SignatureFailure', 'LimitExceeded'])('%s is not repeated', async (code) => {
    const api = await startApi(() => refusal(code))
    await failure(createTestCloud(api.url).call('DescribeLiveCallbackRules', {}))
    expect(api.calls()).toHaveLength(1)
  })
})

describe('the documented rate', () => {
  it('is kept: the calls beyond it wait, the others do not', async () => {
    const api = await startApi(() => ({}))
    const cloud = createTestCloud(api.url)
    const params = { StartTime: '', EndTime: '', StreamName: 's', PageNum: 1, PageSize: 10 }
    await Promise.all(Array.from({ length: 25 }, () => cloud.call('DescribeCallbackRecordsList', params)))
    expect(cloud.waits).toHaveLength(5)
    expect(Math.min(...cloud.waits)).toBeGreaterThan(0)
    expect(Math.max(...cloud.waits)).toBeLessThanOrEqual(1000)
  })
})

describe('a computer whose clock is wrong', () => {
  const cloudNow = Date.parse('2026-03-01T00:00:00Z')
  const inTime = (timestamp: unknown) => Math.abs(Number(timestamp) * 1000 - cloudNow) <= 300_000
  const startClockedApi = () =>
    startApi(({ request, response }) => {
      response.setHeader('date', new Date(cloudNow).toUTCString())
      return inTime(request.headers['x-tc-timestamp']) ? {} : refusal('AuthFailure.SignatureExpire')
    })

  it.each([
    ['ten minutes fast', 600_000],
    ['an hour slow', -3_600_000],
    ['a day fast, across the signing date', 86_400_000],
  ])('%s: even a change is signed again with the cloud’s time, and later calls at once', async (_what, offset) => {
    const api = await startClockedApi()
    const log = createRecordedLog()
    const cloud = createTestCloud(api.url, { now: () => cloudNow + offset, log })
    await cloud.call('CreateLiveCallbackRule', rule)
    expect(api.calls()).toHaveLength(2)
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { skewMs: -offset + 500 } }])

    await cloud.call('DeleteLiveCallbackRule', rule)
    expect(api.calls()).toHaveLength(3)
  })

  it('is followed when it is set right again', async () => {
    const api = await startClockedApi()
    let offset = 600_000
    const cloud = createTestCloud(api.url, { now: () => cloudNow + offset })
    await cloud.call('DescribeLiveCallbackRules', {})
    offset = 0
    await cloud.call('DescribeLiveCallbackRules', {})
    expect(api.calls()).toHaveLength(4)
  })

  it('a cloud that goes on refusing is asked twice, not more', async () => {
    const api = await startApi(() => refusal('AuthFailure.SignatureExpire'))
    const error = await failure(createTestCloud(api.url).call('DescribeLiveCallbackRules', {}))
    expect(error.details.apiCode).toBe('AuthFailure.SignatureExpire')
    expect(api.calls()).toHaveLength(2)
  })

  it('without a date from the cloud there is nothing to correct by', async () => {
    const api = await startApi(({ response }) => {
      response.sendDate = false
      return refusal('AuthFailure.SignatureExpire')
    })
    await failure(createTestCloud(api.url).call('DescribeLiveCallbackRules', {}))
    expect(api.calls()).toHaveLength(1)
  })
})

describe('giving up', () => {
  it('ends a call under way with call.cancelled and does not repeat it', async () => {
    const controller = new AbortController()
    const api = await startApi(() => void controller.abort())
    const error = await failure(createTestCloud(api.url).call('DescribeLiveCallbackRules', {}, controller))
    expect(error.code).toBe('call.cancelled')
    expect(api.calls()).toHaveLength(1)
  })

  it('ends a call that waits for its next attempt', async () => {
    const controller = new AbortController()
    const api = await startApi(({ response }) => void response.writeHead(503).end())
    const wait = (_ms: number, signal: AbortSignal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        controller.abort()
      })
    const error = await failure(createTestCloud(api.url, { wait }).call('DescribeLiveCallbackRules', {}, controller))
    expect(error.code).toBe('call.cancelled')
    expect(api.calls()).toHaveLength(1)
  })

  it('closing ends what is under way, lets go of every connection and refuses what comes later', async () => {
    const api = await startApi(({ count }) => (count === 1 ? {} : undefined))
    const cloud = createTestCloud(api.url)
    await cloud.call('DescribeLiveCallbackRules', {})
    const hanging = failure(cloud.call('CreateLiveCallbackRule', rule))
    await vi.waitFor(() => expect(api.calls()).toHaveLength(2))
    cloud.close()
    expect((await hanging).code).toBe('call.cancelled')
    expect((await failure(cloud.call('DescribeLiveCallbackRules', {}))).code).toBe('call.cancelled')
    await vi.waitFor(() => expect(api.sockets.size).toBe(0))
  })
})

describe('connections', () => {
  it('reads share one, each change has its own', async () => {
    const api = await startApi(() => ({}))
    const ports = new Set<number | undefined>()
    const cloud = createTestCloud(api.url)
    const usedPorts = async (action: 'DescribeLiveCallbackRules' | 'DescribeLiveCallbackTemplates') => {
      await cloud.call(action, {})
      for (const socket of api.sockets) ports.add(socket.remotePort)
    }
    await usedPorts('DescribeLiveCallbackRules')
    await usedPorts('DescribeLiveCallbackTemplates')
    expect(ports.size).toBe(1)
    await cloud.call('CreateLiveCallbackRule', rule)
    expect(api.received.at(-1)?.headers.connection).toBe('close')
  })
})

it('the real address of each site is used when there is no other', async () => {
  for (const [site, host] of [
    ['cn', 'live.tencentcloudapi.com'],
    ['intl', 'live.intl.tencentcloudapi.com'],
  ] as const) {
    const proxied = await startServer((_request, response) => response.end())
    const cloud = createCloud(
      { ...accessTo(''), endpoint: null, site },
      { log: silentLog, env: { HTTPS_PROXY: proxied.url }, wait: async () => undefined },
    )
    const error = await failure(cloud.call('DescribeLiveCallbackRules', {}))
    expect(error).toMatchObject({ code: 'cloud.proxy', params: { host } })
    cloud.close()
  }
})
