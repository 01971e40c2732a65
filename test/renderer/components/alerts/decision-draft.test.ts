import { describe, expect, it } from 'vitest'
import { type CaseBlastRadius, DecideInput } from '../../../../src-main/contract/alerts.ts'
import {
  blockOf,
  type DecisionDraft,
  lackOf,
  toInput,
} from '../../../../src-renderer/components/alerts/decision-draft.ts'
import { banLengths } from '../../../../src-renderer/components/streams/ban-lengths.ts'
import { caseRow, enforcement, noon } from './samples.ts'

const draft = (more: Partial<DecisionDraft> = {}): DecisionDraft => ({
  decision: 'ban',
  reason: 'porn',
  note: '',
  durationMs: banLengths['7d'],
  typed: '',
  isWeakConfirmed: false,
  ...more,
})
const radius = (more: Partial<CaseBlastRadius> = {}): CaseBlastRadius => ({
  stream: 'show-1',
  identity: 'own',
  places: [],
  isComplete: true,
  at: noon,
  ...more,
})
const row = caseRow(1)

describe('a decision lacks', () => {
  it('nothing once its reason is chosen', () => {
    expect(lackOf(draft({ decision: 'dismiss' }), row, null)).toBeNull()
    expect(lackOf(draft({ decision: 'dismiss', reason: '' }), row, null)).toBe('reason')
  })

  it('the cloud’s word on what else a ban hits', () => {
    expect(lackOf(draft(), row, null)).toBe('radius')
    expect(lackOf(draft(), row, radius())).toBeNull()
  })

  it('the stream’s name, typed to the letter, where a ban hits more than one place', () => {
    const wide = radius({ isComplete: false })
    for (const typed of ['', 'show', 'Show-1', 'show-1 ']) expect(lackOf(draft({ typed }), row, wide)).toBe('typing')
    expect(lackOf(draft({ typed: 'show-1' }), row, wide)).toBeNull()
  })

  it('a possible duration: an hour to ninety days', () => {
    for (const durationMs of [0, Number.NaN, banLengths['90d'] + 1])
      expect(lackOf(draft({ durationMs }), row, radius())).toBe('duration')
  })

  it('a second confirmation on weak trust, if it calls the cloud', () => {
    const weak = caseRow(1, { trust: 'weak' })
    expect(lackOf(draft({ decision: 'cut' }), weak, null)).toBe('weakTrust')
    expect(lackOf(draft({ decision: 'cut', isWeakConfirmed: true }), weak, null)).toBeNull()
    expect(lackOf(draft({ decision: 'warn' }), weak, null)).toBeNull()
  })
})

describe('what is sent', () => {
  it('is what the contract takes, with a duration for a ban only', () => {
    for (const decision of ['dismiss', 'warn', 'cut', 'ban', 'resume'] as const)
      expect(DecideInput.safeParse(toInput(draft({ decision }), row)).error).toBeUndefined()
    expect(toInput(draft({ decision: 'cut' }), row)).not.toHaveProperty('durationMs')
  })

  it('names the version that was seen and what was confirmed', () => {
    const input = toInput(draft({ typed: 'show-1', isWeakConfirmed: true }), caseRow(1, { version: 7 }))
    expect(input).toMatchObject({ version: 7, confirmations: { weakTrust: true, blastRadius: 'show-1' } })
  })
})

describe('a decision cannot be made', () => {
  it('while the case is being acted upon', () => {
    expect(blockOf(caseRow(1, { status: 'acting' }), 'dismiss')).toBe('acting')
  })

  it('against a stream nobody names, or of another account', () => {
    expect(blockOf(caseRow(1, { stream: null }), 'cut')).toBe('noStream')
    expect(blockOf(caseRow(1, { stream: null }), 'dismiss')).toBeNull()
    expect(blockOf(caseRow(1, { identity: 'foreign' }), 'ban')).toBe('foreign')
  })

  it('to lift a ban that is not there', () => {
    expect(blockOf(row, 'resume')).toBe('noBan')
    const banned = caseRow(1, { enforcement: enforcement({ action: 'ban', state: 'stillOnAir' }) })
    expect(blockOf(banned, 'resume')).toBeNull()
  })
})
