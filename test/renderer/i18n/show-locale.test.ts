import { afterEach, describe, expect, it } from 'vitest'
import { i18n, showLocale } from '../../../src-renderer/i18n/index.ts'

describe('showing a language', () => {
  afterEach(() => showLocale('en'))

  it('brings its words and says so in the document', async () => {
    await showLocale('zh-CN')
    expect(i18n.global.t('common.cancel')).toBe('取消')
    expect(document.documentElement.lang).toBe('zh-CN')
  })

  it('ends with the last one asked for, whichever loads first', async () => {
    await Promise.all([showLocale('zh-CN'), showLocale('en')])
    expect(i18n.global.locale.value).toBe('en')
    expect(document.documentElement.lang).toBe('en')
  })
})
