import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minuteMs } from '../../../src-main/contract/event-limits.ts'
import { mostBars } from '../../../src-main/contract/events.ts'
import {
  groupOf,
  rangeOf,
  roundUp,
  type SpanName,
  silences,
  spans,
  stepFor,
  sumOf,
  toBars,
  windowOf,
} from '../../../src-renderer/events/histogram.ts'

const minutes = (count: number) => count * minuteMs
const histogram = {
  from: 0,
  stepMs: minuteMs,
  series: [
    { type: 317, counts: [0, 2, 0] },
    { type: 1, counts: [1, 0, 0] },
    { type: null, counts: [0, 0, 1] },
    { type: 999, counts: [4, 0, 0] },
  ],
  listened: [],
  knownFrom: null,
  isComplete: true,
}

describe('bars', () => {
  it('stack types by what they mean to a person, one bar a step, also where nothing came', () => {
    const bars = toBars(histogram, minutes(4))
    expect(bars.map(({ total }) => total)).toEqual([5, 2, 1, 0])
    expect(bars[0]?.counts).toEqual({ alerts: 0, problems: 0, lifecycle: 1, pictures: 0, other: 4 })
    expect(bars[1]).toMatchObject({ from: minutes(1), to: minutes(2), counts: { alerts: 2 } })
    expect(sumOf(bars)).toEqual({ alerts: 2, problems: 1, lifecycle: 1, pictures: 0, other: 4 })
    expect([315, 317, 321, 341, 200, 0, null].map(groupOf)).toEqual([
      ...['alerts', 'alerts', 'problems', 'problems', 'pictures', 'lifecycle', 'problems'],
    ])
  })

  it('stand on a scale that changes rarely', () => {
    expect([0, 5, 6, 11, 21, 51, 100, 101].map(roundUp)).toEqual([5, 5, 10, 20, 50, 100, 100, 200])
  })

  it('give the time between two of them, whichever was first', () => {
    const bars = toBars(histogram, minutes(4))
    expect(rangeOf(bars, 2, 1)).toEqual({ from: minutes(1), to: minutes(3) })
    expect(rangeOf(bars, 0, 9)).toBeNull()
  })
})

describe('the time when nothing came', () => {
  it('is a gap where the desk was not listening, and unknown before anybody wrote it down', () => {
    const listened = [
      { from: minutes(10), to: minutes(20) },
      { from: minutes(30), to: minutes(40) },
    ]
    expect(silences({ listened, knownFrom: minutes(10) }, 0, minutes(60))).toEqual([
      { from: 0, to: minutes(10), kind: 'unknown' },
      { from: minutes(20), to: minutes(30), kind: 'off' },
      { from: minutes(40), to: minutes(60), kind: 'off' },
    ])
  })

  it('is unknown altogether when nothing was ever written down', () => {
    expect(silences({ listened: [], knownFrom: null }, 0, minutes(5))).toEqual([
      { from: 0, to: minutes(5), kind: 'unknown' },
    ])
  })

  it('is no gap between two beats of the record', () => {
    const listened = [{ from: 0, to: minutes(4.5) }]
    expect(silences({ listened, knownFrom: 0 }, 0, minutes(5))).toEqual([])
  })
})

describe('the time shown', () => {
  it('ends with the bar that is being filled, so that bars keep their place until it is full', () => {
    const shown = windowOf({}, '1h', minutes(100) + 59_000)
    expect(shown).toEqual({ from: minutes(41), to: minutes(101), stepMs: minuteMs })
    expect(windowOf({}, '1h', minutes(100) + 1000)).toEqual(shown)
  })

  it('is the filter’s own when that has both ends, in whole minutes', () => {
    expect(windowOf({ from: minutes(3) + 5, to: minutes(7) + 5 }, '24h', minutes(100))).toEqual({
      from: minutes(3),
      to: minutes(8),
      stepMs: minuteMs,
    })
    expect(windowOf({ from: minutes(3) }, '1h', minutes(100))).toMatchObject({ to: minutes(101) })
    expect(windowOf({ from: minutes(9), to: minutes(3) }, '1h', minutes(100))).toMatchObject({ to: minutes(101) })
  })

  it('never asks for more bars than the desk gives', () => {
    const anyRange = fc.record({ from: fc.integer({ min: 0, max: 2e12 }), to: fc.integer({ min: 0, max: 2e12 }) })
    const span = fc.constantFrom(...(Object.keys(spans) as SpanName[]))
    fc.assert(
      fc.property(anyRange, span, fc.integer({ min: 1e12, max: 2e12 }), (range, name, now) => {
        const { from, to, stepMs } = windowOf(range, name, now)
        expect(to).toBeGreaterThan(from)
        expect(stepMs % minuteMs).toBe(0)
        expect((to - from) / stepMs).toBeLessThanOrEqual(mostBars)
      }),
    )
  })

  it('has bars of a round length', () => {
    const day = 24 * 60
    expect([60, 360, day, 7 * day, 365 * day].map((length) => stepFor(minutes(length)) / minuteMs)).toEqual([
      1, 2, 10, 60, 4320,
    ])
  })
})
