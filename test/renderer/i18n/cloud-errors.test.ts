import { describe, expect, it } from 'vitest'
import { cloudErrorCodes, findCloudErrorCode } from '../../../src-main/contract/cloud-error-codes.ts'
import en from '../../../src-renderer/i18n/en/cloud-errors.ts'
import zh from '../../../src-renderer/i18n/zh-CN/cloud-errors.ts'

const catalogues = { en, 'zh-CN': zh }

describe.each(Object.entries(catalogues))('the %s sentences for the codes of the cloud', (_language, sentences) => {
  it('exist for every code of the list, and for no other', () => {
    expect(Object.keys(sentences).sort()).toEqual([...cloudErrorCodes].sort())
  })

  it('are whole sentences, none of them the code itself', () => {
    for (const [code, sentence] of Object.entries(sentences)) {
      expect(sentence, code).toMatch(/^.{8,}[.。]$/u)
      expect(sentence, code).not.toContain(code.split('.').at(-1))
    }
  })
})

it('the Chinese sentences are Chinese throughout', () => {
  for (const sentence of Object.values(zh)) {
    expect(sentence).toMatch(/\p{Script=Han}{3}/u)
    expect(sentence).not.toMatch(/\p{Script=Han}[,.;:!?]/u)
  }
})

describe('finding the sentence of a code', () => {
  it('a listed code has its own', () => {
    expect(findCloudErrorCode('InvalidParameter.UrlNotSafe')).toBe('InvalidParameter.UrlNotSafe')
  })

  it('a code the documents do not list takes its family’s', () => {
    expect(findCloudErrorCode('AuthFailure.SomethingNew')).toBe('AuthFailure')
    expect(findCloudErrorCode('ResourceNotFound.SomethingNew')).toBe('ResourceNotFound')
    expect(findCloudErrorCode('RequestLimitExceeded.UinLimitExceeded')).toBe('RequestLimitExceeded')
    expect(findCloudErrorCode('UnauthorizedOperation.CamNoAuth')).toBe('UnauthorizedOperation')
  })

  it('a family nobody knows has none', () => {
    for (const code of ['', 'Unheard', 'Unheard.Of', 'constructor', '__proto__.x'])
      expect(findCloudErrorCode(code)).toBeNull()
  })
})
