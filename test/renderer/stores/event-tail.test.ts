import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StreamListener } from '../../../src-main/contract/define.ts'
import { AppError } from '../../../src-main/contract/errors.ts'
import type { EventRow, TailBatch } from '../../../src-main/contract/events.ts'
import type { DeskClient } from '../../../src-main/contract/index.ts'
import { announce } from '../../../src-renderer/stores/changes.ts'
import { createEventTail } from '../../../src-renderer/stores/event-tail.ts'
import { eventRow } from '../events/event-row.ts'

type Events = Pick<DeskClient['events'], 'tail' | 'page'>
type TailInput = Parameters<Events['tail']>[0]
type Page = Awaited<ReturnType<Events['page']>>

/** The desk's side of the two calls, under the test's hand. */
function createDesk() {
  const tails: { input: TailInput; listener: StreamListener<TailInput, TailBatch>; isStopped: boolean }[] = []
  const pages: { input: Parameters<Events['page']>[0]; answer(page: Page): void; fail(error: Error): void }[] = []
  const events: Events = {
    tail(input, listener) {
      const tail = { input, listener, isStopped: false }
      tails.push(tail)
      return () => {
        tail.isStopped = true
      }
    },
    page: (input) =>
      new Promise((resolve, reject) => {
        pages.push({ input, answer: resolve, fail: reject })
      }),
  }
  const last = () => {
    const tail = tails.at(-1)
    if (!tail) throw new Error('no tail was asked for')
    return tail
  }
  const send = (ids: number[], more: Partial<TailBatch> = {}) =>
    last().listener.onItem({
      rows: rowsOf(...ids),
      cursor: ids.at(-1) ?? 0,
      received: ids.length,
      filtered: 0,
      collapsed: 0,
      redelivered: [],
      lagMs: 3,
      restarted: false,
      ...more,
    })
  return { events, tails, pages, last, send }
}

const rowsOf = (...ids: number[]): EventRow[] => ids.map((id) => eventRow({ id }))

let frames: (() => void)[] = []
const paint = () => {
  const due = frames
  frames = []
  for (const frame of due) frame()
}

beforeEach(() => {
  frames = []
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame))
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function openTail() {
  const desk = createDesk()
  const tail = createEventTail(desk.events, { types: [317] })
  tail.open()
  const ids = () => {
    paint()
    return tail.rows.value.map(({ id }) => id)
  }
  return { ...desk, tail, ids }
}

describe('a tail that opens', () => {
  it('asks for the newest rows and for earlier hits, and joins both', async () => {
    const { tail, last, pages, send, ids } = openTail()
    expect(last().input).toMatchObject({ after: null, filter: { types: [317] } })
    expect(tail.isLoading.value).toBe(true)
    send([8, 9])
    pages[0]?.answer({ rows: rowsOf(9, 8, 3), hasMore: false })
    await vi.waitFor(() => expect(tail.isLoading.value).toBe(false))
    expect(ids()).toEqual([3, 8, 9])
    expect(tail.hasOlder.value).toBe(false)
  })

  it('publishes once per frame', () => {
    const { tail, send } = openTail()
    for (let id = 1; id <= 100; id++) send([id])
    expect(frames).toHaveLength(1)
    expect(tail.rows.value).toEqual([])
    paint()
    expect(tail.rows.value).toHaveLength(100)
    expect(tail.lagMs.value).toBe(3)
  })

  it('publishes the first rows at once and a flood five times a second', () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    const { tail, send } = openTail()
    send([1])
    paint()
    expect(tail.rows.value).toHaveLength(1)
    let publishes = 0
    for (let id = 2; id <= 101; id++) {
      send([id])
      publishes += frames.length
      paint()
      vi.advanceTimersByTime(10)
    }
    expect(publishes).toBe(4)
    vi.advanceTimersByTime(200)
    paint()
    expect(tail.rows.value).toHaveLength(101)
  })
})

describe('a tail that is interrupted', () => {
  it('goes on from its cursor after a lost connection', () => {
    const { last, send } = openTail()
    send([41])
    expect(last().listener.resume?.()).toMatchObject({ after: 41 })
  })

  it('goes on from its cursor when its page opens again', () => {
    const { tail, tails, last, send, ids } = openTail()
    send([41])
    tail.close()
    expect(last().isStopped).toBe(true)
    tail.open()
    expect(tails).toHaveLength(2)
    expect(last().input.after).toBe(41)
    expect(ids()).toEqual([41])
  })

  it('shows why it ended and asks again by itself', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { tail, tails, last, send } = openTail()
    send([5])
    last().listener.onEnd?.(new AppError('store.failed'))
    expect(tail.error.value?.code).toBe('store.failed')
    vi.runAllTimers()
    expect(tails).toHaveLength(2)
    expect(last().input.after).toBe(5)
    send([6])
    expect(tail.error.value).toBeNull()
  })
})

describe('a tail that is paused or in use', () => {
  it.each(['isPaused', 'isInUse'] as const)('%s: rows wait behind the counter and come without a gap', (hold) => {
    const { tail, send, ids } = openTail()
    send([1])
    tail[hold].value = true
    send([2, 3])
    expect(ids()).toEqual([1])
    expect(tail.numbers.value).toMatchObject({ received: 3, shown: 1, waiting: 2 })
    tail[hold].value = false
    expect(ids()).toEqual([1, 2, 3])
    expect(tail.numbers.value).toMatchObject({ received: 3, shown: 3, waiting: 0 })
  })

  it('waits while either reason holds', () => {
    const { tail, send, ids } = openTail()
    tail.isPaused.value = true
    tail.isInUse.value = true
    send([1])
    tail.isInUse.value = false
    expect(ids()).toEqual([])
  })
})

describe('paging back', () => {
  it('asks before the oldest row, until there is no more', async () => {
    const { tail, pages, send, ids } = openTail()
    pages[0]?.answer({ rows: rowsOf(9, 8), hasMore: true })
    await vi.waitFor(() => expect(tail.isLoading.value).toBe(false))
    send([10])
    void tail.pageBack()
    void tail.pageBack()
    expect(pages).toHaveLength(2)
    expect(pages[1]?.input).toMatchObject({ before: 8 })
    pages[1]?.answer({ rows: rowsOf(7), hasMore: false })
    await vi.waitFor(() => expect(ids()).toEqual([7, 8, 9, 10]))
    await tail.pageBack()
    expect(pages).toHaveLength(2)
  })

  it('keeps what is shown when it fails, and can be tried again', async () => {
    const { tail, pages, send, ids } = openTail()
    send([10])
    pages[0]?.fail(new AppError('connection.lost'))
    await vi.waitFor(() => expect(tail.error.value?.code).toBe('connection.lost'))
    expect(ids()).toEqual([10])
    tail.retry()
    expect(tail.error.value).toBeNull()
    expect(pages).toHaveLength(2)
  })
})

describe('a new filter or account', () => {
  it('starts over, and drops answers to the old question', async () => {
    const { tail, tails, pages, last, send, ids } = openTail()
    send([1])
    tail.isPaused.value = true
    tail.setFilter({ domain: 'a.example' })
    expect(tails[0]?.isStopped).toBe(true)
    expect(last().input).toMatchObject({ after: null, filter: { domain: 'a.example' } })
    expect(tail.isPaused.value).toBe(false)
    pages[0]?.answer({ rows: rowsOf(1), hasMore: false })
    pages[1]?.answer({ rows: rowsOf(7), hasMore: false })
    await vi.waitFor(() => expect(ids()).toEqual([7]))
    expect(tail.numbers.value.received).toBe(0)
  })

  it('stays as it is when the filter says the same', () => {
    const { tail, tails } = openTail()
    tail.setFilter({ types: [317] })
    expect(tails).toHaveLength(1)
  })

  it('forgets the rows of the account that was left', () => {
    const { tail, tails, send, ids } = openTail()
    send([1])
    announce('account')
    expect(ids()).toEqual([])
    expect(tails.at(-1)?.input.after).toBeNull()
    tail.close()
  })
})
