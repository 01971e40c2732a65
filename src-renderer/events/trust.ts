/** Why a delivery has the trust it has, as sentences. Trust is a grade, never a yes or no (security W5). */
import type { EventRow } from '../../src-main/contract/events.ts'
import type { Words } from './say.ts'

/** `validUntil` is known of one event looked at closely; of a row the desk notes how late it was. */
export function explainTrust(
  { row, validUntil = null }: { row: Pick<EventRow, 'trust' | 'facts' | 'receivedAt'>; validUntil?: number | null },
  words: Words,
): string {
  const { facts } = row
  const sentences = [reason(row, validUntil, words)]
  if (facts.signedWith === 'replaced') sentences.push(words.t('trustReason.replaced'))
  if (facts.suspicious) sentences.push(words.t('trustReason.suspicious'))
  return sentences.join(' ')
}

function reason(
  { trust, facts, receivedAt }: Pick<EventRow, 'trust' | 'facts' | 'receivedAt'>,
  validUntil: number | null,
  { t, format }: Words,
): string {
  switch (trust) {
    case 'late': {
      const lateMs =
        typeof facts.lateMs === 'number' ? facts.lateMs : validUntil === null ? null : receivedAt - validUntil
      return lateMs === null ? t('trustReason.lateUnknown') : t('trustReason.late', { late: format.duration(lateMs) })
    }
    case 'wrong':
      if (facts.unsound === 'time') return t('trustReason.unsoundTime')
      return t(facts.unsound === 'sign' ? 'trustReason.unsoundSign' : 'trustReason.wrong')
    case 'noKey':
      if (facts.noKey === 'path') return t('trustReason.noKeyPath')
      if (facts.noKey === 'unread') return t('trustReason.noKeyUnread')
      return t(facts.noKey === 'template' ? 'trustReason.noKeyTemplate' : 'trustReason.noKey')
    default:
      return t(`trustReason.${trust}`)
  }
}
