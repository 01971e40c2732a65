/** A decision being made: what it still lacks, and what is sent. Nothing here speaks to the desk. */
import type { CaseBlastRadius, DecideInput } from '../../../src-main/contract/alerts.ts'
import { type CaseRow, type Decision, maxBanMs } from '../../../src-main/contract/cases.ts'
import type { Reason } from '../../../src-main/contract/moderation-settings.ts'
import { mustTypeName } from '../../../src-main/contract/streams.ts'
import { shortestBanMs } from '../streams/ban-lengths.ts'

export interface DecisionDraft {
  readonly decision: Decision
  readonly reason: string
  readonly note: string
  readonly durationMs: number
  /** The stream's name as typed, to confirm a ban on several places. */
  readonly typed: string
  readonly isWeakConfirmed: boolean
}

/** An hour to ninety days. */
export const isBanLength = (durationMs: number): boolean => durationMs >= shortestBanMs && durationMs <= maxBanMs

/** What still stands between the draft and the desk; null = nothing. `radius` = the cloud is still being asked. */
export type Lack = 'reason' | 'duration' | 'radius' | 'typing' | 'weakTrust' | null

export const isEnforcing = (decision: Decision): boolean => decision === 'cut' || decision === 'ban'

export const reasonsFor = (reasons: readonly Reason[], decision: Decision): Reason[] =>
  reasons.filter(({ decisions }) => decisions.includes(decision))

export function lackOf(draft: DecisionDraft, row: CaseRow, radius: CaseBlastRadius | null): Lack {
  if (draft.reason === '') return 'reason'
  if (draft.decision === 'ban') {
    if (!isBanLength(draft.durationMs)) return 'duration'
    if (radius === null) return 'radius'
    if (mustTypeName(radius) && draft.typed !== radius.stream) return 'typing'
  }
  if (isEnforcing(draft.decision) && row.trust === 'weak' && !draft.isWeakConfirmed) return 'weakTrust'
  return null
}

export const toInput = (draft: DecisionDraft, row: CaseRow): DecideInput => ({
  caseId: row.id,
  version: row.version,
  decision: draft.decision,
  reason: draft.reason,
  note: draft.note.trim(),
  ...(draft.decision === 'ban' && { durationMs: draft.durationMs }),
  confirmations: {
    ...(draft.isWeakConfirmed && { weakTrust: true as const }),
    ...(draft.typed !== '' && { blastRadius: draft.typed }),
  },
})

/** Why a decision cannot be made on this case at all, whatever is filled in; null = it can. */
export function blockOf(row: CaseRow, decision: Decision): 'acting' | 'noStream' | 'foreign' | 'noBan' | null {
  if (row.status === 'acting') return 'acting'
  if (decision === 'resume') return isBanned(row) ? null : 'noBan'
  if (!isEnforcing(decision)) return null
  if (row.stream === null || row.domain === null) return 'noStream'
  return row.identity === 'foreign' ? 'foreign' : null
}

const isBanned = ({ watch, enforcement }: CaseRow): boolean => {
  if (watch?.kind === 'ban') return true
  return enforcement?.action === 'ban' && ['accepted', 'offAir', 'stillOnAir', 'unknown'].includes(enforcement.state)
}
