/** Red only for what needs a person now: a Block, a wrong key. Amber for what will. */
import type { Trust, Verdict } from '../../../src-main/contract/events.ts'
import type { TypeGroup } from '../../events/histogram.ts'

type Tone = 'ok' | 'warning' | 'danger' | 'info' | 'muted'

/** `hollow` = nothing is known, so nothing is claimed. */
export const trustTones: Record<Trust, { tone: Tone; hollow: boolean }> = {
  ok: { tone: 'muted', hollow: false },
  late: { tone: 'warning', hollow: false },
  wrong: { tone: 'danger', hollow: false },
  missing: { tone: 'muted', hollow: true },
  noKey: { tone: 'muted', hollow: true },
  recovered: { tone: 'info', hollow: false },
}

export const verdictTones: Record<Verdict, Tone> = { Block: 'danger', Review: 'warning', Pass: 'muted' }
export const verdictColours: Record<Verdict, string> = {
  Block: 'text-danger',
  Review: 'text-warning',
  Pass: 'text-muted',
}

export const groupFills: Record<TypeGroup, string> = {
  alerts: 'fill-danger',
  problems: 'fill-warning',
  lifecycle: 'fill-accent',
  pictures: 'fill-faint',
  other: 'fill-info',
}
export const groupDots: Record<TypeGroup, string> = {
  alerts: 'bg-danger',
  problems: 'bg-warning',
  lifecycle: 'bg-accent',
  pictures: 'bg-faint',
  other: 'bg-info',
}
