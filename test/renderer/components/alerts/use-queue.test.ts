import { describe, expect, it } from 'vitest'
import { effectScope, nextTick, ref, shallowRef } from 'vue'
import type { CaseRow } from '../../../../src-main/contract/cases.ts'
import { type BoardFilter, noFilter } from '../../../../src-renderer/components/alerts/board-query.ts'
import { useQueue } from '../../../../src-renderer/components/alerts/use-queue.ts'
import { caseRow, noon } from './samples.ts'

function create(rows: readonly CaseRow[]) {
  const map = (list: readonly CaseRow[]) => new Map(list.map((row) => [row.id, row]))
  const cases = shallowRef<ReadonlyMap<number, CaseRow>>(map(rows))
  const mine = ref<ReadonlySet<number>>(new Set())
  const filter = ref<BoardFilter>(noFilter)
  const isHeld = ref(false)
  const parts = {
    cases,
    mine,
    filter: () => filter.value,
    seat: () => 'me',
    isHeld: () => isHeld.value,
    now: ref(noon),
  }
  const queue = effectScope().run(() => useQueue(parts))
  if (!queue) throw new Error('no scope')
  return { queue, filter, isHeld, mine, put: (list: readonly CaseRow[]) => (cases.value = map(list)) }
}
type Queue = ReturnType<typeof create>['queue']
const shown = (queue: Queue) => queue.lines.value.map(({ row, isGone }) => (isGone ? `(${row.id})` : String(row.id)))

const review = caseRow(1, { verdict: 'Review', score: 70 })
const block = caseRow(2)
const alarm = caseRow(3, { attention: 'stillOnAir', verdict: 'Review' })

describe('the queue', () => {
  it('has alarms first, then Block, then Review, and what is being acted upon not at all', () => {
    const { queue } = create([review, block, alarm, caseRow(4, { status: 'acting', attention: null })])
    expect(shown(queue)).toEqual(['3', '2', '1'])
  })

  it('holds still while it is used, counts what waits, and marks what others finished', async () => {
    const { queue, isHeld, put } = create([review, block])
    isHeld.value = true
    await nextTick()
    put([review, alarm])
    await nextTick()
    expect(shown(queue)).toEqual(['(2)', '1'])
    expect(queue.waiting.value.map(({ id }) => id)).toEqual([3])
    isHeld.value = false
    await nextTick()
    expect(shown(queue)).toEqual(['3', '1'])
  })

  it('holds still also when the address changes for another reason than the filter', async () => {
    const { queue, filter, isHeld, put } = create([review])
    isHeld.value = true
    await nextTick()
    put([review, block])
    filter.value = { ...filter.value }
    await nextTick()
    expect(shown(queue)).toEqual(['1'])
  })

  it('shows what waits when it is asked to, though it is held', async () => {
    const { queue, isHeld, put } = create([review])
    isHeld.value = true
    await nextTick()
    put([review, block])
    await nextTick()
    queue.release()
    expect(shown(queue)).toEqual(['2', '1'])
    expect(queue.first()).toBe(2)
  })

  it('lets go at once of what was decided here', async () => {
    const { queue, isHeld, mine } = create([review, block])
    isHeld.value = true
    await nextTick()
    mine.value = new Set([2])
    await nextTick()
    expect(shown(queue)).toEqual(['1'])
  })

  it('goes on with a case nobody else has', () => {
    const claimed = caseRow(5, { claim: { seat: 'other', name: 'Li Na', since: noon } })
    const { queue } = create([block, claimed, review])
    expect(queue.after(2)).toBe(1)
    expect(queue.after(1)).toBe(2)
  })

  it('says how many cases a filter hides', async () => {
    const { queue, filter } = create([review, block])
    filter.value = { ...noFilter, verdict: 'Block' }
    await nextTick()
    expect([shown(queue), queue.hiddenCount.value]).toEqual([['2'], 1])
    filter.value = { ...noFilter, isMine: true }
    await nextTick()
    expect([shown(queue), queue.hiddenCount.value]).toEqual([[], 2])
  })
})
