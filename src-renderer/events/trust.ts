/** Why a delivery has the trust it has, as sentences. Trust is a grade, never a yes or no (security W5). */
import type { EventDetail } from '../../src-main/contract/events.ts'
import type { Words } from './say.ts'

export function explainTrust({ row, validUntil }: Pick<EventDetail, 'row' | 'validUntil'>, words: Words): string {
  const reason =
    row.trust === 'late'
      ? validUntil === null
        ? words.t('trustReason.lateUnknown')
        : words.t('trustReason.late', { late: words.format.duration(row.receivedAt - validUntil) })
      : words.t(`trustReason.${row.trust}`)
  return row.facts.suspicious ? `${reason} ${words.t('trustReason.suspicious')}` : reason
}
