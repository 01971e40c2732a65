import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EndpointUrl } from '../../src-main/contract/account.ts'
import { PublicUrl } from '../../src-main/contract/tunnel.ts'

describe.each([
  ['a public address', PublicUrl],
  ['an endpoint', EndpointUrl],
])('%s', (_name, schema) => {
  it('is http or https', () => {
    expect(schema.safeParse('https://cb.example.com').success).toBe(true)
    expect(schema.safeParse('http://cb.example.com:8080').success).toBe(true)
    expect(schema.safeParse('ftp://cb.example.com').success).toBe(false)
  })

  it.each([
    '',
    'en',
    'https://',
    'https://u:p@example.com',
    'https://:p@example.com',
    'https://example.com/?a=1',
    'https://example.com/#a',
  ])('refuses %j with a reason, not with a crash', (text) => {
    expect(schema.safeParse(text).success).toBe(false)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `https://${text}`),
        ),
        (text) => {
          schema.safeParse(text)
        },
      ),
    )
  })
})
