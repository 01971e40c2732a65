import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BoardBatch } from '../../../src-main/contract/alerts.ts'
import type { StreamListener } from '../../../src-main/contract/define.ts'
import { AppError } from '../../../src-main/contract/errors.ts'
import { createAlertBoard } from '../../../src-renderer/stores/alert-board.ts'
import { announce } from '../../../src-renderer/stores/changes.ts'
import { caseRow } from '../components/alerts/samples.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function create() {
  const listeners: StreamListener<unknown, BoardBatch>[] = []
  let stopped = 0
  const board = createAlertBoard({
    board: (_input, listener) => {
      listeners.push(listener)
      return () => {
        stopped += 1
      }
    },
  })
  board.start()
  const send = (batch: Partial<BoardBatch>) =>
    listeners.at(-1)?.onItem({ reset: false, cases: [], removed: [], total: 0, now: Date.now(), ...batch })
  return { board, send, listeners, stopped: () => stopped }
}
const ids = ({ cases }: ReturnType<typeof createAlertBoard>) => [...cases.value.keys()]

describe('the board', () => {
  it('is loading until its snapshot is there, and then follows what changes', () => {
    const { board, send } = create()
    expect(board.isLoading.value).toBe(true)
    send({ reset: true, cases: [caseRow(1), caseRow(2)], total: 2 })
    expect([board.isLoading.value, ids(board)]).toEqual([false, [1, 2]])
    send({ cases: [caseRow(3)], removed: [1], total: 2 })
    vi.advanceTimersByTime(200)
    expect([ids(board), board.total.value]).toEqual([[2, 3], 2])
  })

  it('shows a change at once, and those that follow closely together', () => {
    const { board, send } = create()
    send({ reset: true, cases: [caseRow(1)] })
    vi.advanceTimersByTime(1000)
    send({ cases: [caseRow(2)] })
    vi.advanceTimersByTime(0)
    expect(ids(board)).toEqual([1, 2])
    send({ cases: [caseRow(3)] })
    send({ cases: [caseRow(4)] })
    vi.advanceTimersByTime(10)
    expect(ids(board)).toEqual([1, 2])
    vi.advanceTimersByTime(40)
    expect(ids(board)).toEqual([1, 2, 3, 4])
  })

  it('tells of what is new or changed, but not of the first snapshot', () => {
    const { board, send } = create()
    const told: unknown[] = []
    board.onChange((row, before) => told.push([row.id, row.alerts, before?.alerts]))
    send({ reset: true, cases: [caseRow(1)] })
    send({ cases: [caseRow(1, { alerts: 5 }), caseRow(2)] })
    expect(told).toEqual([
      [1, 5, 1],
      [2, 1, undefined],
    ])
  })

  it('keeps what it shows when the stream ends, says why, and asks again', () => {
    const { board, send, listeners } = create()
    send({ reset: true, cases: [caseRow(1)] })
    listeners[0]?.onEnd?.(new AppError('store.busy'))
    expect([ids(board), board.error.value?.code]).toEqual([[1], 'store.busy'])
    vi.advanceTimersByTime(5000)
    expect(listeners).toHaveLength(2)
    send({ reset: true, cases: [caseRow(1)] })
    expect(board.error.value).toBeNull()
  })

  it('tells of what was closed while the connection was lost', () => {
    const { board, send } = create()
    const removed: number[] = []
    board.onRemoved((id) => removed.push(id))
    send({ reset: true, cases: [caseRow(1), caseRow(2)] })
    send({ reset: true, cases: [caseRow(2)] })
    expect([removed, ids(board)]).toEqual([[1], [2]])
  })

  it('shows nothing of the account that was left, and asks for the new one’s', () => {
    const { board, send, listeners, stopped } = create()
    send({ reset: true, cases: [caseRow(1)], total: 1 })
    announce('account')
    expect([ids(board), board.total.value, board.isLoading.value, stopped()]).toEqual([[], 0, true, 1])
    expect(listeners).toHaveLength(2)
  })

  it('takes a decision’s own answer at once, never an older one', () => {
    const { board, send } = create()
    send({ reset: true, cases: [caseRow(1, { version: 3 })] })
    board.take(caseRow(1, { version: 2, status: 'closed' }))
    expect(ids(board)).toEqual([1])
    board.take(caseRow(1, { version: 4, status: 'closed' }))
    expect(ids(board)).toEqual([])
  })
})
