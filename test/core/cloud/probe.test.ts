import { describe, expect, it } from 'vitest'
import { type AccountTest, accountChecks } from '../../../src-main/contract/account.ts'
import { findCloudErrorCode } from '../../../src-main/contract/cloud-error-codes.ts'
import { probeAccount } from '../../../src-main/core/cloud/probe.ts'
import { accessTo, refusal, startApi, startServer } from './servers.ts'

const works = ({ action }: { action: string }) =>
  action === 'DescribeLiveDomains' ? { AllCount: 3, DomainList: [] } : { Templates: [] }
const probe = (endpoint: string, more = {}) => probeAccount(accessTo(endpoint), { env: {}, ...more })
const states = (test: AccountTest) => Object.fromEntries(test.checks.map(({ check, state }) => [check, state]))

/** What a test shows that fails at one question: those before it hold, those after it stay open. */
const failedAt = (failed: (typeof accountChecks)[number]) => {
  const at = accountChecks.indexOf(failed)
  return Object.fromEntries(
    accountChecks.map((check, index) => [check, index < at ? 'ok' : index === at ? 'failed' : 'unknown']),
  )
}

describe('an account that works', () => {
  it('passes every question, with its latency, clock and push domains', async () => {
    const now = Date.parse('2026-03-01T00:00:00Z')
    const api = await startApi((call) => {
      call.response.setHeader('date', new Date(now + 60_000).toUTCString())
      return works(call)
    })
    const times = [now, now + 40, now + 50, now + 70, now + 80, now + 90]
    const test = await probe(api.url, { now: () => times.shift() })
    expect(test).toEqual({
      ok: true,
      checks: accountChecks.map((check) => ({ check, state: 'ok' })),
      clockSkewMs: 60_480,
      latencyMs: 40,
      domains: 3,
      tooStrong: true,
    })
    expect(api.calls()).toEqual([
      'DescribeLiveDomains',
      'DescribeLiveCallbackTemplates',
      'DescribeLiveSnapshotTemplate',
    ])
    expect(JSON.parse(api.received[0]?.body ?? '')).toMatchObject({ DomainType: 0 })
  })

  it('without any domain yet passes too', async () => {
    const api = await startApi((call) =>
      call.action === 'DescribeLiveDomains' ? refusal('ResourceNotFound.EmptyData') : works(call),
    )
    expect(await probe(api.url)).toMatchObject({ ok: true, domains: 0 })
  })
})

describe('a key', () => {
  const withSnapshot = (answer: object) =>
    startApi((call) => (call.action === 'DescribeLiveSnapshotTemplate' ? answer : works(call)))

  it.each(['UnauthorizedOperation', 'AuthFailure.UnauthorizedOperation'])(
    'that is refused what no policy of the desk grants is not too strong: %s',
    async (code) => {
      const api = await withSnapshot(refusal(code))
      expect(await probe(api.url)).toMatchObject({ ok: true, tooStrong: false })
    },
  )

  it('is too strong when only the thing asked for is missing', async () => {
    const api = await withSnapshot(refusal('ResourceNotFound'))
    expect(await probe(api.url)).toMatchObject({ ok: true, tooStrong: true })
  })

  it('that fails the test is not judged', async () => {
    const api = await startApi(() => refusal('AuthFailure.SecretIdNotFound'))
    expect(await probe(api.url)).toMatchObject({ ok: false, tooStrong: null })
  })
})

describe('each refusal is put to the question it answers', () => {
  it.each([
    ['AuthFailure.SignatureExpire', 'clock'],
    ['AuthFailure.SecretIdNotFound', 'key'],
    ['AuthFailure.InvalidSecretId', 'key'],
    ['AuthFailure.SignatureFailure', 'key'],
    ['AuthFailure.TokenFailure', 'key'],
    ['AuthFailure.MFAFailure', 'key'],
    ['AuthFailure.UnauthorizedOperation', 'permission'],
    ['UnauthorizedOperation', 'permission'],
    ['UnauthorizedOperation.CamNoAuth', 'permission'],
    ['ResourceNotFound.UserNotExist', 'service'],
    ['ResourceNotFound.FreezeService', 'service'],
    ['ResourceNotFound.StopService', 'service'],
    ['ResourceNotFound.ForbidService', 'service'],
    ['UnsupportedOperation.NotLVBCodeMode', 'service'],
    ['InternalError', 'service'],
  ] as const)('%s: %s', async (apiCode, check) => {
    const api = await startApi(() => refusal(apiCode, 'why'))
    const test = await probe(api.url)
    expect(states(test)).toEqual(failedAt(check))
    const error = test.checks.find(({ state }) => state === 'failed')?.error
    expect(error).toMatchObject({ code: 'cloud.refused', details: { apiCode, message: 'why', requestId: 'request-1' } })
    expect(findCloudErrorCode(apiCode)).not.toBeNull()
    expect(test).toMatchObject({ ok: false, domains: null })
    expect(test.latencyMs).not.toBeNull()
  })
})

it('a wrong clock is shown with how far it is off, though the client would bear with it', async () => {
  const now = Date.parse('2026-03-01T00:00:00Z')
  const api = await startApi(({ response }) => {
    response.setHeader('date', new Date(now - 600_000).toUTCString())
    return refusal('AuthFailure.SignatureExpire')
  })
  const test = await probe(api.url, { now: () => now })
  expect([states(test), test.clockSkewMs]).toEqual([failedAt('clock'), -599_500])
  expect(api.calls()).toHaveLength(1)
})

it('a key that may list domains but not read templates lacks permission', async () => {
  const api = await startApi((call) =>
    call.action === 'DescribeLiveDomains' ? works(call) : refusal('UnauthorizedOperation'),
  )
  const test = await probe(api.url)
  expect([states(test), test.domains]).toEqual([failedAt('permission'), 3])
  expect(test.checks[3]?.error?.details?.action).toBe('DescribeLiveCallbackTemplates')
})

it('lacking permission comes before a service that is off', async () => {
  const api = await startApi(({ action }) =>
    refusal(action === 'DescribeLiveDomains' ? 'ResourceNotFound.StopService' : 'UnauthorizedOperation'),
  )
  expect(states(await probe(api.url))).toEqual(failedAt('permission'))
})

describe('a cloud that cannot be reached', () => {
  it('a name that does not resolve', async () => {
    const test = await probe('http://nowhere.invalid')
    expect(test).toMatchObject({ ok: false, clockSkewMs: null, latencyMs: null, domains: null })
    expect(states(test)).toEqual(failedAt('reach'))
    expect(test.checks[0]?.error?.code).toBe('cloud.dns')
  })

  it.each([
    ['cloud.notJson', 200],
    ['cloud.http', 404],
  ])('something else answers: %s', async (code, status) => {
    const server = await startServer((_request, response) => response.writeHead(status).end('<html>'))
    const test = await probe(server.url)
    expect([states(test), test.checks[0]?.error?.code]).toEqual([failedAt('reach'), code])
  })

  it('a cloud that does not answer in time', async () => {
    const server = await startServer(() => undefined)
    const test = await probe(server.url, { timeoutMs: 200 })
    expect([states(test), test.checks[0]?.error?.code]).toEqual([failedAt('reach'), 'cloud.timeout'])
    // Asked once; on a machine that stands still the time is over before that has arrived.
    expect(server.received.length).toBeLessThanOrEqual(1)
  })
})

it('a key that cannot be sent at all fails at the key', async () => {
  const test = await probeAccount(accessTo('http://nowhere.invalid', { secretId: 'AKID\u200bexample' }), { env: {} })
  expect(test.checks[2]).toMatchObject({ check: 'key', error: { details: { apiCode: 'AuthFailure.InvalidSecretId' } } })
})

it('giving up is no result', async () => {
  const controller = new AbortController()
  const server = await startServer(() => controller.abort())
  await expect(probe(server.url, { signal: controller.signal })).rejects.toMatchObject({ code: 'call.cancelled' })
})
