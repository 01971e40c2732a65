/**
 * The words of the page. A language is loaded when it is first shown: nobody reads two at once. A module holds
 * one page's or subject's words; the Chinese one has the English one's shape, which the types hold.
 */
import { createI18n } from 'vue-i18n'
import type en from './en/index.ts'

export const locales = ['en', 'zh-CN'] as const
export type Locale = (typeof locales)[number]
export type Catalogue = typeof en

const catalogues: Record<Locale, () => Promise<{ default: Catalogue }>> = {
  en: () => import('./en/index.ts'),
  'zh-CN': () => import('./zh-CN/index.ts'),
}

export const isLocale = (text: string): text is Locale => (locales as readonly string[]).includes(text)

/** The language of the person's system, as far as the desk speaks it. */
export const systemLocale = (): Locale => (navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')

export const i18n = createI18n({ legacy: false, locale: '', messages: {} as Record<string, Catalogue> })

let wanted: Locale | null = null

/** Shows this language once its words are here; asked again meanwhile, the last one asked for. */
export async function showLocale(locale: Locale): Promise<void> {
  wanted = locale
  const { default: words } = await catalogues[locale]()
  if (wanted !== locale) return
  i18n.global.setLocaleMessage(locale, words)
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
}
