import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrange, nextAfter, nothingShown } from '../../../../src-renderer/components/alerts/held-order.ts'

describe('the order of the queue', () => {
  it('is the desk’s while nobody uses the list', () => {
    const first = arrange(nothingShown, [1, 2], false)
    expect(arrange(first, [3, 2, 1], false)).toEqual({ shown: [3, 2, 1], waiting: [] })
  })

  it('keeps every place while it is in use: the new wait, the gone stay', () => {
    const held = arrange({ shown: [1, 2, 3], waiting: [] }, [9, 3, 1], true)
    expect(held).toEqual({ shown: [1, 2, 3], waiting: [9] })
  })

  it('lets go at once of what was decided in this window', () => {
    expect(arrange({ shown: [1, 2, 3], waiting: [] }, [1, 3], true, new Set([2])).shown).toEqual([1, 3])
  })

  it('holds nothing back from an empty list', () => {
    expect(arrange(nothingShown, [1], true)).toEqual({ shown: [1], waiting: [] })
  })

  it('never moves a held row and never loses an open case', () => {
    const ids = fc.uniqueArray(fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), { minLength: 1 })
    fc.assert(
      fc.property(ids, ids, (shown, sorted) => {
        const held = arrange({ shown, waiting: [] }, sorted, true)
        expect(held.shown).toEqual(shown)
        expect(new Set([...held.shown, ...held.waiting])).toEqual(new Set([...shown, ...sorted]))
      }),
    )
  })
})

describe('the case after a decision', () => {
  const everyOne = () => true

  it('is the one below, and after the last the first', () => {
    expect(nextAfter([1, 2, 3], 2, everyOne)).toBe(3)
    expect(nextAfter([1, 2, 3], 3, everyOne)).toBe(1)
  })

  it('is none that others have finished, and null when none is left', () => {
    expect(nextAfter([1, 2, 3], 1, (id) => id === 3)).toBe(3)
    expect(nextAfter([1], 1, everyOne)).toBeNull()
    expect(nextAfter([], 1, everyOne)).toBeNull()
  })
})
