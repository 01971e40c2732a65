import { describe, expect, it } from 'vitest'
import { createMeter } from '../../../src-main/core/events/meter.ts'

describe('the meter', () => {
  it('forgets what is older than ten seconds', () => {
    let at = 0
    const meter = createMeter(() => at)
    for (let second = 0; second < 30; second++) {
      at = second * 1000
      meter.add('acc', second)
    }
    expect(meter.read('acc')).toEqual({ rate: 1, commitMs: 25 })
  })

  it('counts an account and what belongs to none', () => {
    const meter = createMeter(() => 0)
    for (const account of ['a', 'b', null, 'a']) meter.add(account, 1)
    expect(meter.read('a').rate).toBe(0.3)
    expect(meter.read(null).rate).toBe(0.1)
  })

  it('stands a clock that is set back', () => {
    let at = 100_000
    const meter = createMeter(() => at)
    meter.add('a', 1)
    at = 0
    meter.add('a', 2)
    expect(meter.read('a')).toEqual({ rate: 0.1, commitMs: 2 })
  })
})
