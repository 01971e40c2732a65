/**
 * The one fact of an event that matters for its type, in words, from the row alone (the list never reads
 * bodies). The names of `facts` are those of core/receiver/callback-types.ts.
 */
import type { EventRow } from '../../src-main/contract/events.ts'
import {
  type CodeTable,
  fileFormats,
  findSubCode,
  labels,
  levels,
  qualityClasses,
  recordEvents,
  recordExceptions,
  relayAlarms,
  relayEvents,
  stopCodes,
} from './codes.ts'
import type { Words } from './say.ts'

type Facts = EventRow['facts']

const textOf = (facts: Facts, name: string): string => {
  const value = facts[name]
  return value === null || value === undefined ? '' : String(value)
}
const numberOf = (facts: Facts, name: string): number | null => {
  const value = facts[name]
  return typeof value === 'number' ? value : null
}

const wordOf = (table: CodeTable, key: string, { t }: Words): string => {
  const found = Object.hasOwn(table, key) ? table[key] : undefined
  return found ? t(found) : key
}

/** Parts that are there, as one line. */
const join = (...parts: readonly (string | null | false)[]): string => parts.filter(Boolean).join(' · ')

type Summary = (row: EventRow, words: Words) => string

const stopped: Summary = ({ facts }, words) => {
  const code = textOf(facts, 'code')
  const plain = Object.hasOwn(stopCodes, code) ? wordOf(stopCodes, code, words) : words.t('stop.unknown', { code })
  const sub = findSubCode(code, textOf(facts, 'message'))
  const reason = sub ? words.t('summary.subCoded', { reason: plain, detail: words.t(sub.word) }) : plain
  const ms = numberOf(facts, 'durationMs')
  if (ms === null) return words.t('summary.stoppedPlain', { reason })
  return words.t('summary.stopped', { duration: words.format.duration(ms), reason })
}

const size = (facts: Facts, { t }: Words): string | null => {
  const [width, height] = [numberOf(facts, 'width'), numberOf(facts, 'height')]
  return width && height ? t('summary.pictureSize', { width, height }) : null
}

const bytes = (facts: Facts, { format }: Words): string | null => {
  const count = numberOf(facts, 'bytes')
  return count === null ? null : format.bytes(count)
}

const seconds = (facts: Facts, { format }: Words): string | null => {
  const count = numberOf(facts, 'durationS')
  return count === null ? null : format.duration(count * 1000)
}

const started: Summary = ({ facts }, { t }) => {
  const [width, height] = [numberOf(facts, 'width'), numberOf(facts, 'height')]
  return width && height ? t('summary.startedSize', { width, height }) : t('summary.started')
}

const moderation: Summary = ({ verdict, label, score, facts }, words) => {
  const what = label === null ? '' : wordOf(labels, label, words)
  const named = score === null ? what : words.t('summary.scored', { what, score: words.format.number(score, 1) }).trim()
  const heard = textOf(facts, 'text')
  return join(
    verdict && words.t(`verdict.${verdict}`),
    label === 'Normal' && !score ? words.t('summary.clean') : named,
    heard !== '' && words.t('summary.quoted', { text: heard }),
  )
}

const pushException: Summary = ({ facts }, words) => {
  const type = textOf(facts, 'type')
  if (type === '') return textOf(facts, 'message')
  const n = numberOf(facts, 'count') ?? 1
  const others = (numberOf(facts, 'kinds') ?? 1) - 1
  const isKnown = Number(type) >= 1 && Number(type) <= 16
  const first = words.t(`pushExceptionShort.${isKnown ? type : 'unknown'}`, { n, type })
  return others > 0 ? words.t('summary.more', { first, n: others }) : first
}

const recordingException: Summary = ({ facts }, words) => {
  const type = textOf(facts, 'type')
  const known = Object.hasOwn(recordExceptions, type)
  const what = known ? wordOf(recordExceptions, type, words) : words.t('recordException.unknown', { type })
  const occurs = numberOf(facts, 'occurs')
  const counted = occurs === null ? what : words.t('summary.times', { what, n: occurs })
  const level = textOf(facts, 'level')
  if (level === '') return counted
  return words.t('summary.recordException', { level: wordOf(levels, level, words), what: counted })
}

const relay: Summary = ({ facts }, words) => {
  const event = wordOf(relayEvents, textOf(facts, 'event'), words)
  const code = textOf(facts, 'code')
  const alarm = textOf(facts, 'alarm')
  return join(
    code === '' ? event : words.t('summary.exit', { what: event, code }),
    alarm !== '' && wordOf(relayAlarms, alarm, words),
    textOf(facts, 'message') || lastPart(textOf(facts, 'url')),
    seconds(facts, words),
  )
}

const lastPart = (url: string): string => url.split(/[?#]/)[0]?.split('/').at(-1) ?? ''

const assessed = (facts: Facts, words: Words): string => wordOf(qualityClasses, textOf(facts, 'class'), words)
const score = (facts: Facts, name: string, { format }: Words): string => {
  const value = numberOf(facts, name)
  return value === null ? '–' : format.number(value, 1)
}

const quoted = (text: string, { t }: Words): string => (text === '' ? '' : t('summary.quoted', { text }))

const summaries: Readonly<Record<number, Summary>> = {
  0: stopped,
  1: started,
  100: ({ facts }, words) => join(textOf(facts, 'format').toUpperCase(), seconds(facts, words), bytes(facts, words)),
  200: ({ facts }, words) => join(size(facts, words), bytes(facts, words)),
  314: relay,
  315: moderation,
  317: moderation,
  321: pushException,
  332: ({ facts }, words) =>
    join(wordOf(recordEvents, textOf(facts, 'event'), words), fileFormats[textOf(facts, 'format')] ?? null),
  338: ({ facts }, words) => quoted(textOf(facts, 'translation') || textOf(facts, 'text'), words),
  341: recordingException,
  343: ({ facts }, words) =>
    words.t('summary.scoreOf', { what: assessed(facts, words), score: score(facts, 'score', words) }),
  344: ({ facts }, words) =>
    words.t('summary.frames', {
      what: assessed(facts, words),
      n: numberOf(facts, 'frames') ?? 0,
      worst: score(facts, 'worst', words),
    }),
  345: ({ facts }, words) =>
    words.t('summary.average', { what: assessed(facts, words), score: score(facts, 'average', words) }),
  347: ({ facts }, words) => {
    const n = numberOf(facts, 'words') ?? 0
    return n === 0
      ? quoted(textOf(facts, 'text'), words)
      : words.t('summary.erased', { n, word: textOf(facts, 'word') })
  },
  348: ({ facts }) => textOf(facts, 'title') || textOf(facts, 'summary'),
  349: ({ facts }, words) =>
    words.t('summary.highlights', { n: numberOf(facts, 'items') ?? 0, title: textOf(facts, 'title') }),
}

/** '' when the body said nothing beyond its type. */
export function summarise(row: EventRow, words: Words): string {
  if (row.rejection !== null) return words.t(`rejection.${row.rejection}`)
  const summary = row.type === null ? undefined : summaries[row.type]
  if (summary) return summary(row, words)
  return join(textOf(row.facts, 'event'), textOf(row.facts, 'message'))
}

export function nameOf(row: Pick<EventRow, 'type'>, words: Words): string {
  if (row.type === null) return words.t('type.rejected')
  return nameOfType(row.type, words)
}

export const nameOfType = (type: number, { t }: Words): string =>
  knownTypes.includes(type) ? t(`type.${type}`) : t('type.unknown', { type })

/** In the order of a stream's life: push, pictures, verdicts, recording, relay, quality, the rest. */
export const knownTypes: readonly number[] = [
  1, 0, 317, 315, 321, 200, 100, 332, 341, 314, 328, 343, 344, 345, 338, 347, 348, 349,
]
