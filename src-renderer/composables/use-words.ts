import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Words } from '../events/say.ts'
import { useLocale } from './use-locale.ts'

/** The words of events in the language shown now. */
export function useWords() {
  const { t } = useI18n()
  const { format } = useLocale()
  return computed<Words>(() => ({ t: (key, params = {}) => t(`events.${key}`, params), format: format.value }))
}
