import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isUnbinding,
  propagation,
  readEffect,
  sayTimeLeft,
} from '../../../../src-renderer/components/domains/effect.ts'
import { binding, minute, noon, pendingEffect, provenEffect, unknownEffect } from './samples.ts'

describe('where a binding stands', () => {
  it('is silent when the desk says so, with the stream nothing is heard of', () => {
    const silent = { app: 'live', stream: 'room', since: noon }
    expect(readEffect({ ...provenEffect(noon), state: 'silent', silent }, noon + minute)).toEqual({
      state: 'silent',
      ...silent,
    })
  })

  it('is pending until its latest moment, with the time left', () => {
    expect(readEffect(pendingEffect(noon), noon + 4 * minute)).toEqual({
      state: 'pending',
      leftMs: 6 * minute,
      from: noon + 5 * minute,
      by: noon + 10 * minute,
    })
  })

  it('turns to in effect when that moment passes, also before the desk has said so, and is not called proven', () => {
    expect(readEffect(pendingEffect(noon), noon + 10 * minute)).toEqual({
      state: 'inEffect',
      since: noon + 10 * minute,
      provenByEvent: null,
    })
  })

  it('names the event that proved it', () => {
    expect(readEffect(provenEffect(noon, 42), noon)).toEqual({ state: 'inEffect', since: noon, provenByEvent: 42 })
  })

  it('stays unknown when the desk does not know, or when a pending one has no moment', () => {
    expect(readEffect(unknownEffect, noon).state).toBe('unknown')
    expect(readEffect({ ...unknownEffect, state: 'pending' }, noon).state).toBe('unknown')
  })

  it('is drifted when somebody else has changed it, whatever time has passed', () => {
    expect(readEffect({ ...pendingEffect(noon), state: 'drifted' }, noon)).toEqual({ state: 'drifted' })
  })

  it('is an unbinding while the removal is pending, and no longer', () => {
    const removed = binding({ templateId: null, effect: pendingEffect(noon) })
    expect(isUnbinding(removed, noon)).toBe(true)
    expect(isUnbinding(removed, noon + 10 * minute)).toBe(false)
    expect(isUnbinding(binding({ effect: pendingEffect(noon) }), noon)).toBe(false)
  })
})

describe('time left in words', () => {
  it('is in whole minutes, rounded up, and in steps of five seconds within the last', () => {
    expect(sayTimeLeft(10 * minute)).toEqual({ unit: 'minutes', count: 10 })
    expect(sayTimeLeft(5 * minute + 1)).toEqual({ unit: 'minutes', count: 6 })
    expect(sayTimeLeft(minute)).toEqual({ unit: 'seconds', count: 60 })
    expect(sayTimeLeft(21_000)).toEqual({ unit: 'seconds', count: 25 })
    expect(sayTimeLeft(1)).toEqual({ unit: 'seconds', count: 5 })
  })

  it('never promises less than what is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 * minute }), (ms) => {
        const { unit, count } = sayTimeLeft(ms)
        expect(count * (unit === 'minutes' ? minute : 1000)).toBeGreaterThanOrEqual(ms)
      }),
    )
  })

  it('of a whole change is 5 to 10 minutes, and as many times less in practice', () => {
    expect(propagation(null)).toEqual({ unit: 'minutes', count: 5, upTo: 10 })
    expect(propagation(20)).toEqual({ unit: 'seconds', count: 15, upTo: 30 })
    expect(propagation(600)).toEqual({ unit: 'seconds', count: 1, upTo: 1 })
  })
})
