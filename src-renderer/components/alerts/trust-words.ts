import type { CaseRow } from '../../../src-main/contract/cases.ts'
import type { Speech } from './case-words.ts'

const grades = ['ok', 'late', 'wrong', 'missing', 'noKey', 'reused'] as const

/** How many alerts bear which grade, but for the verified ones: "2 unsigned, 1 late". */
export const sayGrades = ({ trusts }: Pick<CaseRow, 'trusts'>, { t, format }: Speech): string =>
  grades
    .filter((grade) => grade !== 'ok' && trusts[grade] > 0)
    .map((grade) => t(`alerts.facts.trustParts.${grade}`, { count: format.number(trusts[grade]) }))
    .join(t('alerts.said.and'))

/** The trust in a case as a sentence with its reason. */
export function sayTrust(row: Pick<CaseRow, 'trust' | 'trusts' | 'alerts'>, speech: Speech): string {
  const { t, format } = speech
  const ok = format.number(row.trusts.ok)
  if (row.trust === 'verified') return t('alerts.facts.verified', { ok, count: format.number(row.alerts) })
  const reasons = sayGrades(row, speech) || t('alerts.facts.trustParts.ok', { count: ok })
  return t('alerts.facts.weak', { reasons })
}
