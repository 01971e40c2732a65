import { describe, expect, it } from 'vitest'
import { createReuseWatch } from '../../../src-main/core/events/reuse.ts'

const body = (index: number) => Buffer.from(`body ${index}`)

describe('one signature', () => {
  it('may bring 50 different bodies, as often as they like; the next ones are suspicious', () => {
    const watch = createReuseWatch()
    for (let round = 0; round < 3; round++)
      for (let index = 0; index < 50; index++) expect(watch.isSuspicious('a', body(index))).toBe(false)
    expect(watch.isSuspicious('a', body(50))).toBe(true)
    expect(watch.isSuspicious('a', body(51))).toBe(true)
    expect(watch.isSuspicious('a', body(0))).toBe(false)
    expect(watch.isSuspicious('b', body(50))).toBe(false)
  })

  it('is forgotten once thousands of others have come', () => {
    const watch = createReuseWatch()
    for (let index = 0; index < 50; index++) watch.isSuspicious('a', body(index))
    for (let index = 0; index < 2000; index++) watch.isSuspicious(`other ${index}`, body(0))
    expect(watch.isSuspicious('a', body(99))).toBe(false)
  })
})
