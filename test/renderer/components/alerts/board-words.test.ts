/** What the board looks up by a value has its word in both languages, and the words say what they should. */
import { describe, expect, it } from 'vitest'
import { PictureProblem, TimelineKind } from '../../../../src-main/contract/case-detail.ts'
import {
  Attention,
  CaseStatus,
  Decision,
  EnforcementState,
  StreamIdentity,
} from '../../../../src-main/contract/cases.ts'
import { builtInReasons } from '../../../../src-main/contract/moderation-settings.ts'
import { sayProblem, toQueueRow, toStill } from '../../../../src-renderer/components/alerts/case-words.ts'
import { clockText } from '../../../../src-renderer/components/alerts/clock.ts'
import { stepsOf } from '../../../../src-renderer/components/alerts/enforcement-words.ts'
import { sayEntry, timelineOf } from '../../../../src-renderer/components/alerts/timeline-words.ts'
import { sayTrust } from '../../../../src-renderer/components/alerts/trust-words.ts'
import en from '../../../../src-renderer/i18n/en/alerts.ts'
import settingsEn from '../../../../src-renderer/i18n/en/settings.ts'
import zh from '../../../../src-renderer/i18n/zh-CN/alerts.ts'
import { severities } from '../../../../src-renderer/signals/severity.ts'
import { caseDetail, caseRow, enforcement, noon, stripItem } from './samples.ts'
import { speech } from './speech.ts'

const texts = (from: object, prefix = ''): [string, string][] =>
  Object.entries(from).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as [string, string]] : texts(value, `${prefix}${key}.`),
  )
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe.each([
  ['English', en],
  ['Chinese', zh],
])('in %s', (_language, words) => {
  it('everything the contract can say has a word', () => {
    const has = (from: Readonly<Record<string, unknown>>, keys: readonly string[]) =>
      expect(keys.filter((key) => typeof from[key] !== 'string')).toEqual([])
    has(words.attention, Attention.options)
    has(words.decision, Decision.options)
    has(words.done, Decision.options)
    has(words.status, CaseStatus.options)
    has(words.reason, builtInReasons)
    has(words.underWay, EnforcementState.options)
    has(words.picture.problem, PictureProblem.options)
    has(words.facts.identities, StreamIdentity.options)
    has(words.timeline, TimelineKind.options)
    has(settingsEn.signals.severities, severities)
  })
})

it('the Chinese words use the facts the English ones use', () => {
  const english = new Map(texts(en))
  for (const [path, text] of texts(zh)) expect(placeholders(text), path).toEqual(placeholders(english.get(path) ?? ''))
})

describe('a clock', () => {
  it('is as wide one second later', () => {
    expect([0, 7_999, 727_000, 3_727_000, -5].map(clockText)).toEqual(['0:00', '0:07', '12:07', '1:02:07', '0:00'])
  })
})

describe('a line of the queue', () => {
  it('is said once, and anew when its case, who looks at it or the language is another', () => {
    const row = caseRow(1, { claim: { seat: 'a', name: 'Li Na', since: noon } })
    const line = toQueueRow(row, 'a', false, speech)
    expect(toQueueRow(row, 'a', false, speech)).toBe(line)
    expect(line.holder).toEqual({ name: 'Li Na', isMine: true })
    expect(toQueueRow(row, 'b', false, speech).holder).toEqual({ name: 'Li Na', isMine: false })
    expect(toQueueRow(row, 'b', true, speech).goneText).not.toBeNull()
    expect(toQueueRow({ ...row, stream: 'other' }, 'b', true, speech).stream).toBe('other')
    const german = { ...speech, t: () => 'auf Deutsch' }
    expect(toQueueRow(row, 'b', true, german).sentence).toContain('auf Deutsch')
  })
})

describe('a picture’s text', () => {
  it('says what the detector said, with unknown labels as they came', () => {
    const { text } = toStill(stripItem(1, { label: 'GoreX7', subLabel: null, score: -3, verdict: 'Review' }), speech)
    expect(text).toContain('The detector said: Review, GoreX7, score -3.')
  })

  it('says why there is none', () => {
    const failed = (problem: PictureProblem, params = {}) =>
      stripItem(1, { picture: { state: 'failed', problem, params, at: noon, canRetry: true } })
    expect(sayProblem(failed('expired', { status: 403 }), speech)).toContain('expired')
    expect(sayProblem(failed('host', { host: 'pics.example.com' }), speech)).toContain('pics.example.com')
    expect(sayProblem(stripItem(1, { picture: null }), speech)).toContain('without a picture')
    expect(sayProblem(stripItem(1, { kind: 'audio', picture: null }), speech)).toContain('no picture')
    expect(sayProblem(stripItem(1, { picture: { state: 'waiting' } }), speech)).toBeNull()
  })
})

describe('the timeline', () => {
  const entry = (kind: TimelineKind, facts = {}) => ({ id: 1, caseId: 1, at: noon, who: 'Sam', kind, facts })
  const say = (kind: TimelineKind, facts = {}) => sayEntry(entry(kind, facts), (id) => `<${id}>`, speech)

  it('says a decision with its reason and note', () => {
    expect(say('decided', { decision: 'ban', reason: 'porn', note: 'again' })).toBe('Ban: <porn> – again')
  })

  it('says how long it took until the stream was off air, where that is known', () => {
    expect(say('offAir', { ms: 2400 })).toBe('Off air after 2.4 s')
    expect(say('offAir')).toBe('Off air')
  })

  it('says why something was not carried out: our own codes in words, the API’s as they came', () => {
    expect(say('failed', { action: 'cut', error: 'case.unconfirmed' })).toContain('The cloud did not answer')
    expect(say('failed', { action: 'cut', error: 'FailedOperation.X' })).toBe('Not carried out: FailedOperation.X')
  })

  it('says something of every kind, also when its facts are missing', () => {
    for (const kind of TimelineKind.options) expect(say(kind), kind).not.toMatch(/alerts\.|undefined|NaN|\{/)
  })

  it('puts runs of flags between what was done, newest first', () => {
    const strip = [1, 2, 3].map((n) => stripItem(n, { at: noon + n * 1000 }))
    const timeline = [{ ...entry('decided', { decision: 'cut', reason: 'ad' }), at: noon + 2500 }]
    const lines = timelineOf(caseDetail(caseRow(1), { strip, timeline }), (id) => id, speech)
    expect(lines.map(({ text }) => text.slice(0, 11))).toEqual(['Flagged × 1', 'Cut: ad', 'Flagged × 2'])
  })
})

describe('an enforcement', () => {
  it('is three steps, each with its time once it is known', () => {
    const steps = stepsOf(
      enforcement({ state: 'offAir', sentAt: noon, acceptedAt: noon + 400, offAirAfterMs: 2400, endedAt: noon + 2400 }),
    )
    expect(steps.map(({ name, afterMs }) => [name, afterMs])).toEqual([
      ['requested', null],
      ['accepted', 400],
      ['offAir', 2400],
    ])
    expect(stepsOf(enforcement({ state: 'stillOnAir', sentAt: noon, acceptedAt: noon })).at(-1)?.at).toBeNull()
    expect(stepsOf(enforcement({ action: 'resume' })).at(-1)?.name).toBe('lifted')
  })
})

it('weak trust is said with its reasons', () => {
  const weak = caseRow(1, { trust: 'weak', trusts: { ok: 0, late: 0, wrong: 2, missing: 1, noKey: 0, reused: 0 } })
  expect(sayTrust(weak, speech)).toContain('2 with a wrong key, 1 unsigned')
})
