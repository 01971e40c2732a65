/** The curve of the heartbeats as data. */
import { describe, expect, it } from 'vitest'
import { latencyCurve } from '../../../../src-renderer/components/address/latency-curve.ts'

const minute = 60_000
const beats = (...latencies: (number | null)[]) =>
  latencies.map((latencyMs, index) => ({ at: index * minute, latencyMs }))

describe('the curve', () => {
  it('spans the width, the slowest beat at the top', () => {
    const { lines, misses, fastestMs, slowestMs } = latencyCurve(beats(0, 100, 50), 100, 20)
    expect(lines).toEqual(['0,19 50,1 100,10'])
    expect([misses, fastestMs, slowestMs]).toEqual([[], 0, 100])
  })

  it('breaks at a miss and marks it', () => {
    const { lines, misses } = latencyCurve(beats(100, 100, null, 100, 100), 100, 20)
    expect(lines).toEqual(['0,1 25,1', '75,1 100,1'])
    expect(misses).toEqual([50])
  })

  it('breaks where no beat was sent for a while, since nothing is known of it', () => {
    const { lines } = latencyCurve([...beats(100, 100), { at: 10 * minute, latencyMs: 100 }], 100, 20)
    expect(lines).toHaveLength(2)
  })

  it('keeps a quiet line quiet', () => {
    expect(latencyCurve(beats(3, 4), 100, 20).lines[0]).toBe('0,17.9 100,17.6')
  })

  it('shows a single beat, and nothing where there is none', () => {
    expect(latencyCurve(beats(100), 100, 20).lines).toEqual(['100,1 98,1'])
    expect(latencyCurve([], 100, 20)).toMatchObject({ lines: [], misses: [], slowestMs: null, count: 0 })
    expect(latencyCurve(beats(null), 100, 20)).toMatchObject({ lines: [], misses: [100], slowestMs: null })
  })
})
