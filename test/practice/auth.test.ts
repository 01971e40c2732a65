import { describe, expect, it } from 'vitest'
import { type Credential, verifySignature } from '../../src-main/practice/auth.ts'
import vectors from '../fixtures/tc3-vector.json' with { type: 'json' }
import { callRaw, codeOf, type RawOptions, sdkFor, startCloud } from './helpers.ts'

const errorOf = (run: () => void): string => {
  try {
    run()
    return 'accepted'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('the published signatures', () => {
  it.each(vectors.vectors.filter(({ inputs }) => inputs.method === 'POST'))(
    '$name verifies',
    ({ inputs, expected }) => {
      const request = {
        method: 'POST',
        headers: {
          authorization: expected.authorization,
          host: inputs.signedHost,
          'content-type': inputs.contentType,
          'x-tc-action': inputs.action,
          'x-tc-timestamp': String(inputs.timestamp),
        },
        body: Buffer.from(inputs.payload),
      }
      const credential: Credential = { secretId: inputs.secretId, secretKey: inputs.secretKey, token: null }
      const verify = (more: object) =>
        errorOf(() => verifySignature({ ...request, ...more }, credential, inputs.timestamp * 1000))
      expect(verify({})).toBe('accepted')
      expect(verify({ body: Buffer.from(`${inputs.payload} `) })).toBe('AuthFailure.SignatureFailure')
      expect(verify({ headers: { ...request.headers, 'content-type': 'text/plain' } })).toBe(
        'AuthFailure.SignatureFailure',
      )
    },
  )
})

describe('who may call', () => {
  const answer = async (options: RawOptions, start = {}) => {
    const cloud = await startCloud(start)
    const { text, status } = await callRaw(cloud, 'DescribeLiveCallbackRules', {}, options)
    const { Response } = JSON.parse(text)
    expect(status).toBe(200)
    expect(Response.RequestId).toMatch(/^[0-9a-f-]{36}$/)
    return Response.Error?.Code ?? 'ok'
  }

  it('lets the right key in, with the port in the signed host or without', async () => {
    expect(await answer({})).toBe('ok')
    expect(await answer({ signedHost: '127.0.0.1', service: '127' })).toBe('ok')
    expect(await answer({ signed: ['content-type', 'host', 'x-tc-action', 'x-tc-timestamp'] })).toBe('ok')
    expect(await answer({ contentType: 'application/json' })).toBe('ok')
  })

  it('names what is wrong with the key', async () => {
    expect(await answer({ secretKey: 'wrong' })).toBe('AuthFailure.SignatureFailure')
    expect(await answer({ secretId: `${'AK'}${'ID'}someoneElse000` })).toBe('AuthFailure.SecretIdNotFound')
    expect(await answer({ secretId: 'nonsense' })).toBe('AuthFailure.InvalidSecretId')
    expect(await answer({ headers: { authorization: 'Bearer x' } })).toBe('AuthFailure.SignatureFailure')
    expect(await answer({ sentBody: '{ }' })).toBe('AuthFailure.SignatureFailure')
    expect(await answer({ signed: ['host'] })).toBe('AuthFailure.SignatureFailure')
    expect(await answer({ signed: ['content-type', 'host', 'x-not-sent'] })).toBe('AuthFailure.SignatureFailure')
    expect(await answer({ signedHost: 'elsewhere.example' })).toBe('AuthFailure.SignatureFailure')
  })

  it('refuses a clock that is off by more than five minutes', async () => {
    expect(await answer({ at: Date.now() - 295_000 })).toBe('ok')
    expect(await answer({ at: Date.now() - 305_000 })).toBe('AuthFailure.SignatureExpire')
    expect(await answer({ at: Date.now() + 305_000 })).toBe('AuthFailure.SignatureExpire')
    expect(await answer({ headers: { 'x-tc-timestamp': 'soon' } })).toBe('InvalidParameter')
  })

  it('tells its own time, so that a clock can be corrected', async () => {
    const now = Date.UTC(2030, 0, 1)
    const cloud = await startCloud({ now: () => now })
    const { headers } = await callRaw(cloud, 'DescribeLiveCallbackRules', {}, { at: now })
    expect(Date.parse(headers.date ?? '')).toBe(now)
  })

  it('wants the token of temporary credentials, and no other', async () => {
    const cloud = await startCloud({ token: 'session-token' })
    expect(await codeOf(sdkFor(cloud, { token: 'session-token' }).DescribeLiveCallbackRules())).toBe('no error')
    expect(await codeOf(sdkFor(cloud).DescribeLiveCallbackRules())).toBe('AuthFailure.TokenFailure')
    expect(await codeOf(sdkFor(cloud, { token: 'other' }).DescribeLiveCallbackRules())).toBe('AuthFailure.TokenFailure')
    const permanent = await startCloud()
    expect(await codeOf(sdkFor(permanent, { token: 'any' }).DescribeLiveCallbackRules())).toBe(
      'AuthFailure.TokenFailure',
    )
  })
})
