import { describe, expect, it } from 'vitest'
import { isQuiet } from '../../../src-renderer/signals/quiet-hours.ts'
import { severityOfChange } from '../../../src-renderer/signals/severity.ts'
import { caseRow } from '../components/alerts/samples.ts'

describe('a person is called', () => {
  it('for a new case, by its verdict', () => {
    expect(severityOfChange(caseRow(1), undefined)).toBe('block')
    expect(severityOfChange(caseRow(1, { verdict: 'Review' }), undefined)).toBe('review')
  })

  it('when a case gets worse, or is raised again', () => {
    expect(severityOfChange(caseRow(1), caseRow(1, { verdict: 'Review' }))).toBe('block')
    const acting = caseRow(1, { status: 'acting', attention: null })
    expect(severityOfChange(caseRow(1, { attention: 'stillOnAir' }), acting)).toBe('alarm')
    expect(severityOfChange(caseRow(1, { attention: 'newSession' }), undefined)).toBe('returned')
  })

  it('not for more of the same, a claim, a decision, or what was taken back', () => {
    expect(severityOfChange(caseRow(1, { alerts: 9 }), caseRow(1))).toBeNull()
    expect(severityOfChange(caseRow(1, { claim: { seat: 'a', name: 'A', since: 0 } }), caseRow(1))).toBeNull()
    expect(severityOfChange(caseRow(1, { status: 'acting', attention: null }), caseRow(1))).toBeNull()
    expect(severityOfChange(caseRow(1, { attention: 'undone' }), undefined)).toBeNull()
  })
})

describe('quiet hours', () => {
  const at = (time: string) => new Date(`2026-11-22T${time}:00`)

  it('go past midnight', () => {
    const night = { from: '22:00', to: '07:00' }
    expect(['21:59', '22:00', '03:00', '06:59', '07:00'].map((time) => isQuiet(night, at(time)))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
  })

  it('are none when they are not set, or not times', () => {
    expect(isQuiet(null, at('03:00'))).toBe(false)
    expect(isQuiet({ from: 'x', to: '07:00' }, at('03:00'))).toBe(false)
    expect(isQuiet({ from: '07:00', to: '07:00' }, at('07:00'))).toBe(false)
  })
})
