import { describe, expect, it } from 'vitest'
import { createPace, floodPerSecond, mostBehind } from '../../../src-main/core/events/search-pace.ts'

describe('the pace of the index', () => {
  it('is one step a round while events pour in, and full again when they calm down', () => {
    const pace = createPace()
    const flood = floodPerSecond / 2
    expect(pace({ watermark: 0, waiting: 500_000 }, 0)).toBe(Number.POSITIVE_INFINITY)
    expect(pace({ watermark: 490_000, waiting: 10_000 + flood }, 250)).toBe(1)
    expect(pace({ watermark: 490_600, waiting: 10_000 + flood }, 500)).toBe(Number.POSITIVE_INFINITY)
  })

  it('is full even in a flood once the index is too far behind', () => {
    const pace = createPace()
    pace({ watermark: 0, waiting: 0 }, 0)
    expect(pace({ watermark: 0, waiting: mostBehind }, 250)).toBe(1)
    expect(pace({ watermark: 600, waiting: mostBehind + 5000 }, 500)).toBe(Number.POSITIVE_INFINITY)
  })

  it('does not take an old store for a flood', () => {
    expect(createPace()({ watermark: 0, waiting: 50_000 }, 1000)).toBe(Number.POSITIVE_INFINITY)
  })
})
