import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useLocale } from '../../composables/use-locale.ts'
import { useWords } from '../../composables/use-words.ts'
import type { Speech } from './case-words.ts'

/** The board's words in the language shown now. */
export function useSpeech() {
  const { t, te } = useI18n()
  const { format } = useLocale()
  const words = useWords()
  return computed<Speech>(() => ({
    t: (key, params = {}) => t(key, params),
    knows: (key) => te(key),
    words: words.value,
    format: format.value,
  }))
}
