import { expect, it } from 'vitest'
import { checkTemplate } from '../../../../src-main/contract/template-rules.ts'
import { makeCallbackKey } from '../../../../src-renderer/components/templates/callback-key.ts'

it('makes keys of 32 letters and digits that the rules have nothing against', () => {
  const key = makeCallbackKey()
  expect(key).toMatch(/^[A-Za-z0-9]{32}$/)
  const draft = {
    name: 'a',
    description: '',
    urls: {},
    recordExceptionLevels: [],
    key: { action: 'set' as const, key },
  }
  expect(checkTemplate(draft, 'cn').filter(({ field }) => field === 'key')).toEqual([])
})

it('never makes the same key twice, and uses every letter and digit', () => {
  const keys = Array.from({ length: 200 }, makeCallbackKey)
  expect(new Set(keys).size).toBe(200)
  expect(new Set(keys.join('')).size).toBe(62)
})
