/** The words of both languages as the pages use them, without a page. */
import { createI18n } from 'vue-i18n'
import type { Words } from '../../../src-renderer/events/say.ts'
import { createFormat } from '../../../src-renderer/format.ts'
import en from '../../../src-renderer/i18n/en/events.ts'
import zhCN from '../../../src-renderer/i18n/zh-CN/events.ts'

export function wordsOf(locale: 'en' | 'zh-CN', missing: (key: string) => void = () => undefined): Words {
  const i18n = createI18n({
    legacy: false,
    locale,
    fallbackLocale: locale,
    messages: { en: { events: en }, 'zh-CN': { events: zhCN } },
    missing: (_locale, key) => missing(key),
    missingWarn: false,
    fallbackWarn: false,
  })
  return { t: (key, params = {}) => i18n.global.t(`events.${key}`, params), format: createFormat(locale) }
}
