import { expect, it } from 'vitest'
import { pageHeaders } from '../../src-main/core/page-headers.ts'

it('is the policy word for word (security E5)', () => {
  expect(pageHeaders['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: app-img:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types vue",
  )
})

it('forbids guessing types and naming the page to others', () => {
  expect(pageHeaders).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
})
