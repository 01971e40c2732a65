/** The log of a case in sentences. Looks and claims are many and seldom asked for, so they are told apart. */
import type { CaseDetail, TimelineEntry } from '../../../src-main/contract/case-detail.ts'
import { type Speech, sayVerdict } from './case-words.ts'

export interface TimelineLine {
  readonly key: string
  readonly at: number
  readonly who: string
  readonly text: string
  readonly tone: 'plain' | 'danger' | 'ok' | 'decision'
  /** A look or a claim. */
  readonly isLook: boolean
}

const looks: ReadonlySet<TimelineEntry['kind']> = new Set(['claimed', 'viewed', 'revealed'])
const tones: Partial<Record<TimelineEntry['kind'], TimelineLine['tone']>> = {
  stillOnAir: 'danger',
  failed: 'danger',
  unknown: 'danger',
  rePush: 'danger',
  newSession: 'danger',
  offAir: 'ok',
  lifted: 'ok',
  decided: 'decision',
  undone: 'decision',
}

const textOf = (facts: TimelineEntry['facts'], key: string): string => {
  const value = facts[key]
  return value === null || value === undefined || value === '' ? '' : String(value)
}

/** A reason by its id: a built-in one from the catalogue, an own one by its text, a lost one as it is. */
export type SayReason = (id: string) => string

export function sayEntry({ kind, facts }: TimelineEntry, sayReason: SayReason, { t, knows, format }: Speech): string {
  const decision = textOf(facts, 'decision') || textOf(facts, 'action')
  const said = decision ? t(`alerts.decision.${decision}`) : ''
  const ms = Number(facts.ms)
  const time = Number.isFinite(ms) && facts.ms !== undefined && facts.ms !== null ? format.duration(ms) : ''
  switch (kind) {
    case 'decided': {
      const line = t('alerts.timeline.decided', { decision: said, reason: sayReason(textOf(facts, 'reason')) })
      return [line, textOf(facts, 'note')].filter(Boolean).join(' – ')
    }
    case 'reopened': {
      const attention = textOf(facts, 'attention')
      return t('alerts.timeline.reopened', { attention: attention ? t(`alerts.attention.${attention}`) : '' })
    }
    case 'undone':
    case 'requested':
      return t(`alerts.timeline.${kind}`, { decision: said })
    case 'viewed':
      return t('alerts.timeline.viewed', { count: Number(facts.count ?? 1) })
    case 'revealed':
      return t(`alerts.timeline.${facts.how === 'region' ? 'revealedRegion' : 'revealed'}`, { time })
    case 'offAir':
      return time ? t('alerts.timeline.offAir', { time }) : t('alerts.timeline.offAirPlain')
    case 'failed': {
      const code = textOf(facts, 'error')
      const key = `errors.${code}.what`
      // An API's own code stands as it came.
      return t('alerts.timeline.failed', { error: knows(key) ? t(key) : code })
    }
    default:
      return t(`alerts.timeline.${kind}`)
  }
}

/** The newest first; what was flagged stands among it, as one line per run of alerts with nothing between. */
export function timelineOf(detail: CaseDetail, sayReason: SayReason, speech: Speech): TimelineLine[] {
  const entries = detail.timeline.map(
    (entry): TimelineLine => ({
      key: `entry-${entry.id}`,
      at: entry.at,
      who: entry.who,
      text: sayEntry(entry, sayReason, speech),
      tone: tones[entry.kind] ?? 'plain',
      isLook: looks.has(entry.kind),
    }),
  )
  const told = entries.filter(({ isLook }) => !isLook).map(({ at }) => at)
  const runs: { at: number; last: number; count: number; item: CaseDetail['strip'][number] }[] = []
  for (const item of detail.strip) {
    const run = runs.at(-1)
    const isSplit = run !== undefined && told.some((at) => at > run.last && at <= item.at)
    if (run === undefined || isSplit) runs.push({ at: item.at, last: item.at, count: 1, item })
    else {
      run.count++
      run.last = item.at
    }
  }
  const flagged = runs.map(
    ({ last, count, item }): TimelineLine => ({
      key: `flagged-${item.eventId}`,
      at: last,
      who: '',
      text: speech.t('alerts.timeline.flagged', { count: speech.format.number(count), what: sayVerdict(item, speech) }),
      tone: 'plain',
      isLook: false,
    }),
  )
  return [...entries, ...flagged].sort((a, b) => b.at - a.at)
}
