/** The board's English, without a page around it. */
import { createI18n } from 'vue-i18n'
import type { Speech } from '../../../../src-renderer/components/alerts/case-words.ts'
import { createFormat } from '../../../../src-renderer/format.ts'
import en from '../../../../src-renderer/i18n/en/index.ts'

const i18n = createI18n({ legacy: false, locale: 'en', messages: { en } })
const format = createFormat('en')
const t = (key: string, params: Record<string, string | number> = {}) => i18n.global.t(key, params)

export const speech: Speech = {
  t,
  knows: (key) => i18n.global.te(key),
  format,
  words: { t: (key, params = {}) => t(`events.${key}`, params), format },
}
