/** How far a cut, ban or resume has come, in words. */
import type { CaseEnforcement } from '../../../src-main/contract/cases.ts'
import type { Speech } from './case-words.ts'

export interface Step {
  readonly name: 'requested' | 'accepted' | 'offAir' | 'lifted'
  readonly at: number | null
  /** Since the step before. */
  readonly afterMs: number | null
}

/** requested → accepted → off air (or lifted), each with its time once it is known. */
export function stepsOf(enforcement: CaseEnforcement): Step[] {
  const { action, state, sentAt, acceptedAt, endedAt, offAirAfterMs } = enforcement
  const isDone = state === 'offAir' || state === 'lifted'
  const doneAt = isDone ? (sentAt !== null && offAirAfterMs !== null ? sentAt + offAirAfterMs : endedAt) : null
  const after = (at: number | null, from: number | null) => (at === null || from === null ? null : at - from)
  return [
    { name: 'requested', at: sentAt, afterMs: null },
    { name: 'accepted', at: acceptedAt, afterMs: after(acceptedAt, sentAt) },
    { name: action === 'resume' ? 'lifted' : 'offAir', at: doneAt, afterMs: offAirAfterMs ?? after(doneAt, sentAt) },
  ]
}

/** "off air after 2.4 s". */
export function sayState({ state, offAirAfterMs }: CaseEnforcement, { t, format }: Speech): string {
  if (state !== 'offAir') return t(`alerts.underWay.${state}`)
  return offAirAfterMs === null
    ? t('alerts.underWay.offAirPlain')
    : t('alerts.underWay.offAir', { time: format.duration(offAirAfterMs) })
}

export type StateTone = 'ok' | 'warning' | 'danger' | 'muted'
const tones: Record<CaseEnforcement['state'], StateTone> = {
  waiting: 'muted',
  requested: 'warning',
  accepted: 'warning',
  offAir: 'ok',
  lifted: 'ok',
  stillOnAir: 'danger',
  failed: 'danger',
  unknown: 'danger',
  undone: 'muted',
}
export const toneOf = ({ state }: CaseEnforcement): StateTone => tones[state]
