import fc from 'fast-check'
import sdkSign from 'tencentcloud-sdk-nodejs/tencentcloud/common/sign'
import { describe, expect, it } from 'vitest'
import { deriveKeys, signTc3 } from '../../../src-main/core/cloud/tc3.ts'
import { vectors } from '../../fixtures/tc3-vector.json'

describe('the published and recomputed vectors', () => {
  it.each(vectors)('$name, with every intermediate value', ({ inputs, expected }) => {
    const all: Record<string, string> = {
      'content-type': inputs.contentType,
      host: inputs.signedHost,
      'x-tc-action': inputs.action,
    }
    const headers = Object.fromEntries(inputs.signedHeaders.split(';').map((name) => [name, all[name] ?? '']))
    const { hashedBody, ...signed } = signTc3({ ...inputs, headers, body: inputs.payload })
    const keys = deriveKeys(inputs.secretKey, signed.date, inputs.service)

    const { signedHeaders } = inputs
    expect({
      ...signed,
      hashedRequestPayload: hashedBody,
      secretDateHex: keys.secretDate.toString('hex'),
      secretServiceHex: keys.secretService.toString('hex'),
      secretSigningHex: keys.secretSigning.toString('hex'),
    }).toEqual({ ...expected, signedHeaders })
  })

  it('cover both sites, a changed day and Chinese text', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(5)
  })
})

describe('against the official SDK', () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/)
  const secret = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' })

  it('signs alike whatever the body, the keys, the time and the host are', () => {
    fc.assert(
      fc.property(
        fc.record({
          secretId: secret,
          secretKey: secret,
          service: label,
          host: fc.tuple(label, label).map(([a, b]) => `${a}.${b}.example.com`),
          timestamp: fc.integer({ min: 0, max: 4_102_444_800 }),
          contentType: fc.constantFrom('application/json', 'application/json; charset=utf-8'),
          body: fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.json(),
            fc.uint8Array().map((bytes) => Buffer.from(bytes)),
          ),
        }),
        ({ host, contentType, body, ...rest }) => {
          const ours = signTc3({ ...rest, headers: { Host: host, 'Content-Type': ` ${contentType} ` }, body })
          const theirs = sdkSign.sign3({
            ...rest,
            method: 'POST',
            url: `https://${host}/`,
            payload: Buffer.from(body),
            multipart: false,
            boundary: '',
            headers: { 'Content-Type': contentType },
          })
          expect(ours.authorization).toBe(theirs)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('the day of the signature', () => {
  it('is the UTC day of the timestamp, not the local one', () => {
    const at = (iso: string) => Date.parse(iso) / 1000
    const dateOf = (timestamp: number) =>
      signTc3({ secretId: 'id', secretKey: 'key', service: 'live', timestamp, headers: { host: 'h' }, body: '' }).date
    expect(dateOf(at('2026-01-01T07:59:59+08:00'))).toBe('2025-12-31')
    expect(dateOf(at('2026-01-01T08:00:00+08:00'))).toBe('2026-01-01')
  })
})
