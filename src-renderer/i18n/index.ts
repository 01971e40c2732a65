/**
 * Both languages, whole: no page waits for its words, and a language changes at once. A module holds one
 * page's or subject's words; the Chinese one has the English one's shape, which the types hold.
 */
import { createI18n } from 'vue-i18n'
import en from './en/index.ts'
import zhCN from './zh-CN/index.ts'

export const locales = ['en', 'zh-CN'] as const
export type Locale = (typeof locales)[number]
export type Catalogue = typeof en

export const isLocale = (text: string): text is Locale => (locales as readonly string[]).includes(text)

/** The language of the person's system, as far as the desk speaks it. */
export const systemLocale = (): Locale => (navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')

export const i18n = createI18n({
  legacy: false,
  locale: systemLocale(),
  fallbackLocale: 'en',
  messages: { en, 'zh-CN': zhCN },
})
