/** The hand-over sheet as lines: the same for the screen, the clipboard and the printer. */

import { type CaseRow, onAirMs, type Watch } from '../../../src-main/contract/cases.ts'
import type { Handover } from '../../../src-main/contract/shift.ts'
import { type Speech, sayAttention, sayPlace, sayStream, sayWhat } from './case-words.ts'
import { clockText } from './clock.ts'
import type { SayReason } from './timeline-words.ts'

export interface HandoverPart {
  readonly title: string
  /** How many there are, written out or not. */
  readonly count: number
  readonly lines: readonly string[]
}

/** A sheet is for reading: what is beyond this is said as a number. */
const mostLines = 50

export function handoverParts(sheet: Handover, sayReason: SayReason, speech: Speech): HandoverPart[] {
  const { t, words, format } = speech
  const part = <T>(title: string, of: readonly T[], say: (each: T) => string): HandoverPart => {
    const lines = of.slice(0, mostLines).map(say)
    const more = of.length - lines.length
    const rest = more > 0 ? [t('alerts.handover.more', { count: format.number(more) })] : []
    return { title, count: of.length, lines: [...lines, ...rest] }
  }

  const openLine = (row: CaseRow) =>
    t('alerts.handover.caseLine', {
      stream: sayStream(row, speech),
      place: sayPlace(row),
      what: [words.t(`verdict.${row.verdict}`), sayWhat(row, speech), sayAttention(row, speech)]
        .filter(Boolean)
        .join(t('alerts.said.and')),
      clock: clockText(onAirMs(row, sheet.at)),
      holder: row.claim ? t('alerts.handover.holder', { name: row.claim.name }) : t('alerts.handover.free'),
    })
  const watchLine = ({ kind, domain, app, stream, who, until, attempts }: Watch) =>
    t(kind === 'ban' ? 'alerts.handover.watchBan' : 'alerts.handover.watchCut', {
      stream,
      place: sayPlace({ domain, app }),
      who,
      time: format.minute(until, sheet.at),
      attempts: t('alerts.enforcement.attempts', { count: attempts }),
    })
  const decidedLine = (row: CaseRow) =>
    t('alerts.handover.decidedLine', {
      stream: sayStream(row, speech),
      place: sayPlace(row),
      decision: row.decision ? t(`alerts.done.${row.decision.decision}`) : '',
      who: row.decision?.who ?? '',
      time: format.minute(row.decision?.at ?? row.lastAt, sheet.at),
      reason: row.decision ? sayReason(row.decision.reason) : '',
    })

  return [
    part(t('alerts.handover.open'), sheet.open, openLine),
    part(t('alerts.handover.watches'), sheet.watches, watchLine),
    part(t('alerts.handover.decided'), sheet.decided, decidedLine),
  ]
}

export const handoverText = (heading: string, parts: readonly HandoverPart[], none: string): string =>
  [
    heading,
    ...parts.map(({ title, count, lines }) =>
      ['', `${title} (${count})`, ...(lines.length > 0 ? lines.map((line) => `- ${line}`) : [none])].join('\n'),
    ),
  ].join('\n')
