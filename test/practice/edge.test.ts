import { describe, expect, it } from 'vitest'
import { createEdge, type EdgeChange } from '../../src-main/practice/edge.ts'
import { createRandom } from '../../src-main/practice/random.ts'
import { createClock } from './helpers.ts'

const minute = 60_000

function setUp(timeScale = 1, seed = 1) {
  const clock = createClock(1_000_000)
  const changes: EdgeChange<string>[] = []
  const edge = createEdge(changes, { now: clock.now, random: createRandom(seed), timeScale })
  return {
    clock,
    changes,
    edge,
    publish: (entries: Record<string, string>) => edge.publish(new Map(Object.entries(entries))),
  }
}

describe('what the edge uses', () => {
  it('follows the configuration after 5 to 10 minutes', () => {
    const moments = Array.from({ length: 200 }, (_, seed) => {
      const { publish, changes } = setUp(1, seed)
      publish({ a: 'one' })
      return (changes[0]?.at ?? 0) - 1_000_000
    })
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(5 * minute)
    expect(Math.max(...moments)).toBeLessThanOrEqual(10 * minute)
    expect(Math.max(...moments) - Math.min(...moments)).toBeGreaterThan(4 * minute)
  })

  it('keeps the old content until then, also after an unbind', () => {
    const { edge, publish, clock } = setUp()
    publish({ a: 'one' })
    expect(edge.inEffect('a')).toBeNull()
    clock.advance(10 * minute)
    expect(edge.inEffect('a')).toBe('one')
    publish({})
    clock.advance(5 * minute - 1)
    expect(edge.inEffect('a')).toBe('one')
    clock.advance(5 * minute + 1)
    expect(edge.inEffect('a')).toBeNull()
  })

  it('takes two quick changes in their order', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const { edge, publish, clock, changes } = setUp(1, seed)
      publish({ a: 'one' })
      publish({ a: 'two' })
      expect(changes.map(({ at }) => at)).toEqual(changes.map(({ at }) => at).sort((x, y) => x - y))
      clock.advance(10 * minute)
      expect(edge.inEffect('a')).toBe('two')
    }
  })

  it('is faster by the time scale, and forgets what is past', () => {
    const { edge, publish, clock, changes } = setUp(60)
    publish({ a: 'one', b: 'two' })
    clock.advance(10_000)
    expect(edge.inEffect('b')).toBe('two')
    for (let round = 0; round < 20; round += 1) {
      publish({ a: `round ${round}` })
      clock.advance(10_000)
    }
    publish({ a: 'round 19' })
    expect(changes).toHaveLength(1)
  })
})
