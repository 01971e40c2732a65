import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TailBatch } from '../../../src-main/contract/events.ts'
import { createEventList, type EventList } from '../../../src-renderer/stores/event-list.ts'
import { eventRow } from '../events/event-row.ts'

const rowsOf = (...ids: number[]) => ids.map((id) => eventRow({ id }))
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** A batch whose numbers add up, as the desk promises. */
function batch(ids: number[], more: Partial<TailBatch> = {}): TailBatch {
  const { filtered = 0, collapsed = 0 } = more
  return {
    rows: rowsOf(...ids),
    cursor: ids.at(-1) ?? 0,
    received: ids.length + filtered + collapsed,
    filtered,
    collapsed,
    redelivered: [],
    lagMs: 0,
    restarted: false,
    ...more,
  }
}

const idsOf = (list: EventList) => list.rows.map(({ id }) => id)

describe('rows that arrive', () => {
  it('are appended, the oldest leaving beyond the limit', () => {
    const list = createEventList(3)
    list.receive(batch([1, 2]), false)
    list.receive(batch([3, 4]), false)
    expect(idsOf(list)).toEqual([2, 3, 4])
  })

  it('are shown once, however often the desk repeats them', () => {
    const list = createEventList(10)
    list.receive(batch([1, 2]), false)
    list.receive(batch([2, 3]), false)
    expect(idsOf(list)).toEqual([1, 2, 3])
  })

  it('wait while held, and join without a gap', () => {
    const list = createEventList(10)
    list.receive(batch([1]), false)
    list.receive(batch([2, 3]), true)
    expect(idsOf(list)).toEqual([1])
    expect(list.numbers).toMatchObject({ shown: 1, waiting: 2 })
    list.release()
    expect(idsOf(list)).toEqual([1, 2, 3])
    expect(list.numbers).toMatchObject({ shown: 3, waiting: 0 })
  })

  it('replace what was shown when more waited than is kept, so that there is no hidden gap', () => {
    const list = createEventList(3)
    list.receive(batch([1, 2]), false)
    list.receive(batch(range(3, 9)), true)
    expect(list.numbers.waiting).toBe(7)
    list.release()
    expect(idsOf(list)).toEqual([7, 8, 9])
  })

  it('raise the deliveries of rows in their place, shown or waiting', () => {
    const list = createEventList(10)
    list.receive(batch([1]), false)
    list.receive(batch([2], { redelivered: [{ id: 1, deliveries: 3 }] }), true)
    list.receive(batch([], { redelivered: [{ id: 2, deliveries: 2 }] }), true)
    list.release()
    expect(list.rows.map(({ deliveries }) => deliveries)).toEqual([3, 2])
  })
})

describe('a replay that was cut', () => {
  const restart = { restarted: true }

  it('drops the rows that no longer join', () => {
    const list = createEventList(10)
    list.receive(batch([1, 2]), false)
    list.receive(batch([50, 51], restart), false)
    expect(idsOf(list)).toEqual([50, 51])
  })

  it('leaves a held list as it is until it is released', () => {
    const list = createEventList(10)
    list.receive(batch([1, 2]), false)
    list.receive(batch([3]), true)
    list.receive(batch([50], restart), true)
    expect(idsOf(list)).toEqual([1, 2])
    list.release()
    expect(idsOf(list)).toEqual([50])
  })

  it('takes lower ids, as a fresh store gives them', () => {
    const list = createEventList(10)
    list.receive(batch([900]), false)
    list.receive(batch([1, 2], restart), false)
    expect(idsOf(list)).toEqual([1, 2])
  })
})

describe('history', () => {
  it('comes before what is shown, beyond the limit, without doubles', () => {
    const list = createEventList(3)
    list.receive(batch([7, 8, 9]), false)
    list.addHistory(rowsOf(7, 6, 5))
    list.addHistory(rowsOf(4))
    expect(idsOf(list)).toEqual([4, 5, 6, 7, 8, 9])
  })

  it('that came before the tail is not repeated by it', () => {
    const list = createEventList(5)
    list.addHistory(rowsOf(3, 2, 1))
    list.receive(batch([2, 3, 4]), false)
    expect(idsOf(list)).toEqual([1, 2, 3, 4])
  })

  it('makes room again as rows flow', () => {
    const list = createEventList(3)
    list.receive(batch([8, 9]), false)
    list.addHistory(rowsOf(7, 6, 5, 4))
    list.receive(batch([10]), false)
    expect(idsOf(list)).toEqual([8, 9, 10])
  })
})

describe('whatever happens', () => {
  it('the numbers add up, ids rise, nothing is doubled, the memory is bounded', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('batch' as const),
        count: fc.nat(8),
        filtered: fc.nat(5),
        collapsed: fc.nat(5),
        isHeld: fc.boolean(),
        restarted: fc.boolean(),
        overlap: fc.nat(2),
      }),
      fc.record({ kind: fc.constant('release' as const) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 10 }), (steps, limit) => {
        const list = createEventList(limit)
        let last = 0
        for (const one of steps) {
          if (one.kind === 'release') list.release()
          else {
            const ids = range(Math.max(1, last + 1 - one.overlap), last + one.count)
            last += one.count
            list.receive(batch(ids, one), one.isHeld)
          }
          const { received, shown, waiting, filtered, collapsed } = list.numbers
          expect(received).toBe(shown + waiting + filtered + collapsed)
          const shownIds = idsOf(list)
          expect(shownIds).toEqual([...new Set(shownIds)].toSorted((a, b) => a - b))
          expect(shownIds.length).toBeLessThanOrEqual(limit)
        }
        list.release()
        const shownIds = idsOf(list)
        if (shownIds.length > 0) expect(shownIds).toEqual(range(shownIds[0] ?? 0, shownIds.at(-1) ?? 0))
      }),
    )
  })
})
