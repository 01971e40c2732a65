import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { createFormat } from '../format.ts'
import { isLocale } from '../i18n/index.ts'

const formats = { en: createFormat('en'), 'zh-CN': createFormat('zh-CN') }

/** The language shown now, and numbers and times in it. */
export function useLocale() {
  const { locale: current } = useI18n()
  const locale = computed(() => (isLocale(current.value) ? current.value : 'en'))
  const format = computed(() => formats[locale.value])
  return { locale, format }
}
