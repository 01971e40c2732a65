/** The report in the page's language, of one domain or of all. */
import { useI18n } from 'vue-i18n'
import type { DomainHealth, HealthLink } from '../../../src-main/contract/health.ts'
import { useLocale } from '../../composables/use-locale.ts'
import { useAccountStore } from '../../stores/account.ts'
import { useDeskStore } from '../../stores/desk.ts'
import { healthReport, zoneAt } from './health-report.ts'
import { countHealth } from './health-rows.ts'
import { useHealthWords } from './use-health-words.ts'

export function useHealthReport(): (rows: readonly DomainHealth[], checkedAt: number) => string {
  const { t } = useI18n()
  const { format } = useLocale()
  const words = useHealthWords()
  const account = useAccountStore()
  const desk = useDeskStore()

  const site = (): string => {
    const { active } = account
    if (!active) return t('health.report.site', { site: t('common.unknown') })
    const isPractice = active.practiceTimeScale !== null
    return t(isPractice ? 'health.report.practiceSite' : 'health.report.site', { site: t(`frame.site.${active.site}`) })
  }
  const ids = ({ params, error }: HealthLink): string[] => {
    const { apiCode, requestId } = error?.details ?? {}
    return [
      ...(params.event === undefined ? [] : [t('health.report.facts', { id: params.event })]),
      ...(error ? [t('health.report.error', { code: apiCode ?? error.code })] : []),
      ...(requestId ? [t('health.report.requestId', { id: requestId })] : []),
    ]
  }
  const moment = (at: number) => ({ time: format.value.exact(at), zone: zoneAt(at) })

  return (rows, checkedAt) => {
    const counts = countHealth(rows)
    return healthReport(rows, {
      head: [
        t('health.report.heading'),
        site(),
        t('health.report.version', { version: desk.info?.version ?? '?' }),
        t('health.report.checked', moment(checkedAt)),
        t('health.report.made', moment(Date.now())),
        t(counts.broken > 0 ? 'health.counts.broken' : 'health.counts.fine', counts),
      ],
      state: ({ state }) => t(`health.state.${state}`),
      found: (link) =>
        t('health.report.link', {
          name: t(`health.link.${link.link}`),
          found: words.value.found(link, format.value.exact),
        }),
      ids,
      withIds: (said, found) => t('health.report.withIds', { said, ids: found.join(t('health.report.between')) }),
    })
  }
}
