/** What was found of a link, in sentences. `sayTime` decides how a moment is said: near ones on a page, exact ones in a report. */
import { type ComputedRef, computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { HealthLink } from '../../../src-main/contract/health.ts'
import { blockerOf } from './health-rows.ts'

export type SayTime = (at: number) => string

export interface HealthWords {
  /** What is so. */
  found(link: HealthLink, sayTime: SayTime): string
  /** What happens if nobody does anything; null of what is in order. */
  left(link: HealthLink): string | null
}

export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')

export function useHealthWords(): ComputedRef<HealthWords> {
  const { t } = useI18n()

  const fineKey = ({ link, params }: HealthLink): string => {
    if (link === 'effect' && !params.at) return 'effectTimeless'
    return link === 'snapshots' && !params.app ? 'snapshotsWhole' : link
  }

  const found = (link: HealthLink, sayTime: SayTime): string => {
    const { at, until, url, host = url ? hostOf(String(url)) : '' } = link.params
    const params = {
      ...link.params,
      host,
      at: at ? sayTime(Number(at)) : '–',
      until: until ? sayTime(Number(until)) : '–',
      by: t(`health.link.${blockerOf(link.link)}`),
    }
    if (link.reason !== 'fine') return t(`health.reason.${link.reason}.what`, params)
    return t(`health.fine.${fineKey(link)}`, params, Number(link.params.count ?? 1))
  }

  const left = ({ state, reason }: HealthLink): string | null => {
    if (state === 'ok') return null
    if (state === 'off') return t('health.notWanted')
    return t(`health.reason.${reason}.means`)
  }

  // Computed, so that who uses it follows the language.
  return computed(() => ({ found, left }))
}
