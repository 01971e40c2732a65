/** Cases and alerts in words: labels in the language shown where they are known, as they came where not. */
import type { Picture, StripItem } from '../../../src-main/contract/case-detail.ts'
import type { CaseRow } from '../../../src-main/contract/cases.ts'
import { labels } from '../../events/codes.ts'
import type { Words } from '../../events/say.ts'
import type { Format } from '../../format.ts'
import type { QueueRow } from './queue-row.ts'
import type { Still } from './stills.ts'

export type Translate = (key: string, params?: Record<string, string | number>) => string

/** What every sentence of the board is made with. */
export interface Speech {
  readonly t: Translate
  /** Whether the catalogue has it. */
  knows(key: string): boolean
  readonly words: Words
  readonly format: Format
}

export function sayWord(label: string, words: Words): string {
  const key = Object.hasOwn(labels, label) ? labels[label] : undefined
  return key ? words.t(key) : label
}

/** "Porn · PornHigh": the label in words, the finer one as well. */
export const sayLabels = ({ label, subLabel }: Pick<CaseRow, 'label' | 'subLabel'>, words: Words): string =>
  [label, subLabel]
    .filter((each) => each !== null && each !== '')
    .map((each) => sayWord(String(each), words))
    .join(' · ')

/** As sent, so perhaps negative or above 100; '' when none was sent. */
export const sayScore = (score: number | null, format: Format): string =>
  score === null ? '' : format.number(score, 1)

export const sayWhat = (row: Pick<CaseRow, 'label' | 'score'>, { words, format }: Speech): string =>
  [row.label ? sayWord(row.label, words) : words.t('label.Other'), sayScore(row.score, format)]
    .filter(Boolean)
    .join(' ')

export const sayStream = (row: Pick<CaseRow, 'stream'>, { t }: Speech): string => row.stream ?? t('live.noStream')
export const sayPlace = ({ domain, app }: Pick<CaseRow, 'domain' | 'app'>): string =>
  [domain, app].filter(Boolean).join('/')

/** Why a case waits, where that is not simply that it was flagged. */
export const sayAttention = ({ attention }: Pick<CaseRow, 'attention'>, { t }: Speech): string =>
  attention === null || attention === 'alert' ? '' : t(`alerts.attention.${attention}`)

const marks = {
  stillOnAir: 'alarm',
  failed: 'alarm',
  rePush: 'returned',
  newSession: 'returned',
  banEnded: 'returned',
} as const satisfies Partial<Record<NonNullable<CaseRow['attention']>, QueueRow['mark']>>
const markOf = ({ attention, watch }: CaseRow): QueueRow['mark'] =>
  attention !== null && Object.hasOwn(marks, attention)
    ? marks[attention as keyof typeof marks]
    : watch
      ? 'watched'
      : null

interface Said {
  readonly seat: string | null
  readonly isGone: boolean
  readonly speech: Speech
  readonly line: QueueRow
}
/** The queue asks for all its lines whenever one of them changes; a row is another object once it is different. */
const said = new WeakMap<CaseRow, Said>()

export function toQueueRow(row: CaseRow, seat: string | null, isGone: boolean, speech: Speech): QueueRow {
  const known = said.get(row)
  if (known && known.seat === seat && known.isGone === isGone && known.speech === speech) return known.line
  const line = sayLine(row, seat, isGone, speech)
  said.set(row, { seat, isGone, speech, line })
  return line
}

function sayLine(row: CaseRow, seat: string | null, isGone: boolean, speech: Speech): QueueRow {
  const { t, words, format } = speech
  const stream = sayStream(row, speech)
  const holder = row.claim && { name: row.claim.name, isMine: row.claim.seat === seat }
  const sentence = t('alerts.queue.sentence', {
    stream,
    place: sayPlace(row),
    verdict: words.t(`verdict.${row.verdict}`),
    what: [sayAttention(row, speech), sayWhat(row, speech)].filter(Boolean).join(t('alerts.said.and')),
    time: format.timeOfDay(row.firstAt),
  })
  const goneBy = row.decision?.who ?? ''
  const goneText = goneBy ? t('alerts.queue.gone', { name: goneBy }) : t('alerts.queue.goneAlone')
  return {
    id: row.id,
    verdict: row.verdict,
    stream,
    place: sayPlace(row),
    what: sayAttention(row, speech) || sayWhat(row, speech),
    since: row.firstAt,
    until: row.offAirAt,
    time: null,
    mark: markOf(row),
    holder,
    goneText: isGone ? goneText : null,
    sentence: holder && !holder.isMine ? `${sentence} ${t('alerts.queue.heldBy', { name: holder.name })}` : sentence,
  }
}

/** A line of the history: how it was decided, and when. */
export function toHistoryRow(row: CaseRow, now: number, speech: Speech): QueueRow {
  const { t, format } = speech
  const done = row.decision ? t(`alerts.done.${row.decision.decision}`) : t(`alerts.status.${row.status}`)
  const line = toQueueRow(row, null, false, speech)
  const what = `${done} · ${sayWhat(row, speech)}`
  return { ...line, what, time: format.minute(row.lastAt, now), holder: null, sentence: `${line.sentence} ${done}.` }
}

/** "Block, Porn · PornHigh, score 99". */
export function sayVerdict(item: Pick<StripItem, 'verdict' | 'score' | 'label' | 'subLabel'>, speech: Speech): string {
  const { t, words, format } = speech
  const score =
    item.score === null ? t('alerts.said.noScore') : t('alerts.said.score', { score: sayScore(item.score, format) })
  return [words.t(`verdict.${item.verdict}`), sayLabels(item, words), score].filter(Boolean).join(t('alerts.said.and'))
}

export const sayItem = (item: StripItem, speech: Speech): string =>
  speech.t(item.kind === 'audio' ? 'alerts.picture.altSound' : 'alerts.picture.alt', {
    what: sayVerdict(item, speech),
  })

/** Why there is nothing to see; null while there is, or while it may still come. */
export function sayProblem(item: StripItem, { t }: Speech): string | null {
  if (item.kind === 'audio') return t('alerts.picture.sound')
  const picture: Picture | null = item.picture
  if (picture === null) return t('alerts.picture.problem.none')
  if (picture.state !== 'failed') return null
  const { host = '?', status = '?' } = picture.params
  return t(`alerts.picture.problem.${picture.problem}`, { ...picture.params, host, status })
}

export const toStill = (item: StripItem, speech: Speech): Still => ({
  id: item.eventId,
  verdict: item.verdict,
  score: sayScore(item.score, speech.format),
  clock: speech.format.timeOfDay(item.at),
  text: `${speech.format.timeOfDay(item.at)}: ${sayItem(item, speech)}`,
  src: item.picture?.state === 'ready' ? item.picture.url : null,
  isSound: item.kind === 'audio',
})
