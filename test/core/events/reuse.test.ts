import { describe, expect, it } from 'vitest'
import { createReuseWatch } from '../../../src-main/core/events/reuse.ts'

const body = (index: number) => Buffer.from(`body ${index}`)
const start = 1_703_732_078_000
const later = start + 10_001

describe('one signature', () => {
  it('may bring as many bodies as it likes in its first ten seconds: a busy second shares it', () => {
    const watch = createReuseWatch()
    for (let index = 0; index < 1000; index++)
      expect(watch.isSuspicious('a', body(index), start + index * 10)).toBe(false)
  })

  it('may bring 50 others later, as often as they like; the next ones are suspicious', () => {
    const watch = createReuseWatch()
    watch.isSuspicious('a', body(-1), start)
    for (let round = 0; round < 3; round++)
      for (let index = 0; index < 50; index++) expect(watch.isSuspicious('a', body(index), later)).toBe(false)
    expect(watch.isSuspicious('a', body(50), later)).toBe(true)
    expect(watch.isSuspicious('a', body(51), later)).toBe(true)
    expect(watch.isSuspicious('a', body(0), later)).toBe(false)
    expect(watch.isSuspicious('b', body(50), later)).toBe(false)
  })

  it('is forgotten once thousands of others have come', () => {
    const watch = createReuseWatch()
    watch.isSuspicious('a', body(-1), start)
    for (let index = 0; index < 50; index++) watch.isSuspicious('a', body(index), later)
    for (let index = 0; index < 2000; index++) watch.isSuspicious(`other ${index}`, body(0), later)
    expect(watch.isSuspicious('a', body(99), later)).toBe(false)
  })
})
