import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLimiter } from '../../../src-main/core/cloud/limiter.ts'

it('lets a burst of the rate through and gives the next ones their places', () => {
  const limiter = createLimiter(() => 50_000)
  const waits = Array.from({ length: 7 }, () => limiter.reserve('Any', 3))
  expect(waits).toEqual([0, 0, 0, 1000, 1000, 1000, 2000])
})

it('counts each action for itself', () => {
  const limiter = createLimiter(() => 0)
  expect([limiter.reserve('A', 1), limiter.reserve('A', 1), limiter.reserve('B', 1)]).toEqual([0, 1000, 0])
})

it('never has more than the rate within any second, and never waits without need', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 80 })
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 10 }), (steps, rate) => {
      let now = 0
      const limiter = createLimiter(() => now)
      const sent = steps.map((step) => {
        now += step
        return now + limiter.reserve('Any', rate)
      })
      sent.forEach((at, index) => {
        const before = sent[index - rate]
        if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(1000)
      })
      if (steps.length <= rate) expect(sent.at(-1)).toBe(now)
    }),
  )
})
