/**
 * Language and look as shown in this window. The settings decide; a copy in this browser's storage lets
 * the first frame be right before the settings have come.
 */
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import type { Settings } from '../../src-main/contract/settings.ts'
import { showLocale, systemLocale } from '../i18n/index.ts'

type Language = Settings['language']
type Theme = Settings['theme']

const remembered = <T extends string>(key: string, allowed: readonly T[], otherwise: T): T =>
  allowed.find((value) => value === localStorage.getItem(key)) ?? otherwise

export const usePrefsStore = defineStore('prefs', () => {
  const language = ref<Language>(remembered('language', ['auto', 'en', 'zh-CN'], 'auto'))
  const theme = ref<Theme>(remembered('theme', ['auto', 'dark', 'light'], 'auto'))

  /** Resolves once the words are there. */
  function apply(): Promise<void> {
    const root = document.documentElement
    if (theme.value === 'auto') delete root.dataset.theme
    else root.dataset.theme = theme.value
    localStorage.setItem('language', language.value)
    localStorage.setItem('theme', theme.value)
    return showLocale(language.value === 'auto' ? systemLocale() : language.value)
  }

  watch([language, theme], () => void apply())

  return { language, theme, apply }
})
