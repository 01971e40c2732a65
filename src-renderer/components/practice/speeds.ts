/** The speeds the practice cloud is offered at, in words: how long a binding takes to be in effect there. */
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useLocale } from '../../composables/use-locale.ts'

export const practiceScales = [1, 20, 60] as const

/** A change reaches the edge after 5 to 10 minutes of the cloud's time (milliseconds). */
const effect = { from: 5 * 60_000, to: 10 * 60_000 }

export function usePracticeSpeeds() {
  const { t } = useI18n()
  const { format } = useLocale()
  return computed(() =>
    practiceScales.map((scale) => ({
      value: scale as number,
      label: t('settings.practice.speedOption', {
        scale,
        from: format.value.duration(effect.from / scale),
        to: format.value.duration(effect.to / scale),
      }),
    })),
  )
}
