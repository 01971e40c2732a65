import { type ComputedRef, computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Site } from '../../../src-main/contract/sites.ts'

/** The two sites of the cloud, to choose from. */
export function useSiteOptions(): ComputedRef<{ value: Site; label: string }[]> {
  const { t } = useI18n()
  return computed(() => (['cn', 'intl'] as const).map((value) => ({ value, label: t(`frame.site.${value}`) })))
}
