/** How loud a change of a case is: what is heard, and whether the system is told. */
import type { CaseRow } from '../../src-main/contract/cases.ts'

/**
 * addressLost, addressBack: events cannot arrive, and can again; whoever raises them has the words.
 * alarm: a decision did not hold. returned: a cut or banned stream is back. block, review: flagged, or worse than before.
 */
export const severities = ['alarm', 'addressLost', 'block', 'returned', 'review', 'addressBack'] as const
export type Severity = (typeof severities)[number]

const byAttention = {
  stillOnAir: 'alarm',
  failed: 'alarm',
  rePush: 'returned',
  newSession: 'returned',
  banEnded: 'returned',
  undone: null,
} as const

/** null = nothing a person must be called for: more of the same, a decision, a claim. */
export function severityOfChange(row: CaseRow, before: CaseRow | undefined): Severity | null {
  if (row.status !== 'open' || row.attention === null) return null
  const isRaised = before?.status !== 'open' || before.attention !== row.attention
  const isWorse = before !== undefined && before.verdict !== 'Block' && row.verdict === 'Block'
  if (!isRaised && !isWorse) return null
  if (row.attention !== 'alert' && row.attention !== 'worse') {
    const known = byAttention[row.attention]
    if (known !== null || !isWorse) return known
  }
  return row.verdict === 'Block' ? 'block' : 'review'
}
