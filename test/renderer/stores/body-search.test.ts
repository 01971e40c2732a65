import { describe, expect, it } from 'vitest'
import type { StreamListener } from '../../../src-main/contract/define.ts'
import { AppError } from '../../../src-main/contract/errors.ts'
import type { DeskClient } from '../../../src-main/contract/index.ts'
import { createBodySearch } from '../../../src-renderer/stores/body-search.ts'
import { eventRow } from '../events/event-row.ts'

type SearchBodies = DeskClient['events']['searchBodies']
type Input = Parameters<SearchBodies>[0]
type Item = Parameters<Parameters<SearchBodies>[1]['onItem']>[0]

function setUp() {
  const asked: { input: Input; listener: StreamListener<Input, Item>; isStopped: boolean }[] = []
  const searchBodies: SearchBodies = (input, listener) => {
    const one = { input, listener, isStopped: false }
    asked.push(one)
    return () => {
      one.isStopped = true
    }
  }
  const search = createBodySearch({ searchBodies })
  search.start({ types: [1] }, 'needle')
  const [one] = asked
  if (!one) throw new Error('nothing was asked for')
  return { search, asked, one }
}

const step = (ids: number[], scanned: number, next: number | null): Item => ({
  rows: ids.map((id) => eventRow({ id })),
  scanned,
  total: 1000,
  next,
})

describe('a search in raw bodies', () => {
  it('gathers what it finds, oldest first, and shows how far it is', () => {
    const { search, one } = setUp()
    expect(one.input).toEqual({ filter: { types: [1] }, text: 'needle', limit: 200 })
    one.listener.onItem(step([9, 8], 300, 8))
    one.listener.onItem(step([5], 600, 5))
    expect(search.rows.value.map(({ id }) => id)).toEqual([5, 8, 9])
    expect(search.progress.value).toEqual({ scanned: 600, total: 1000 })
    expect(search.isRunning.value).toBe(true)
    one.listener.onItem(step([], 1000, null))
    one.listener.onEnd?.()
    expect(search.isRunning.value).toBe(false)
    expect(search.hasMore.value).toBe(false)
  })

  it('goes on from where it was cancelled', () => {
    const { search, asked, one } = setUp()
    one.listener.onItem(step([9], 300, 9))
    search.cancel()
    expect(one.isStopped).toBe(true)
    expect(search.isRunning.value).toBe(false)
    expect(search.hasMore.value).toBe(true)
    one.listener.onEnd?.(new AppError('internal'))
    expect(search.error.value).toBeNull()
    search.goOn()
    expect(asked[1]?.input).toMatchObject({ before: 9 })
    asked[1]?.listener.onItem({ ...step([3], 100, null), total: 700 })
    expect(search.rows.value.map(({ id }) => id)).toEqual([3, 9])
    expect(search.progress.value).toEqual({ scanned: 400, total: 1000 })
  })

  it('goes on behind what it looked through after a lost connection', () => {
    const { one } = setUp()
    one.listener.onItem(step([9], 300, 9))
    expect(one.listener.resume?.()).toMatchObject({ before: 9, text: 'needle' })
  })

  it('shows why it failed beside what it found', () => {
    const { search, one } = setUp()
    one.listener.onItem(step([9], 300, 9))
    one.listener.onEnd?.(new AppError('store.failed'))
    expect(search.error.value?.code).toBe('store.failed')
    expect(search.rows.value).toHaveLength(1)
  })

  it('leaves nothing behind when it is cleared', () => {
    const { search, one } = setUp()
    one.listener.onItem(step([9], 300, 9))
    search.clear()
    expect([search.text.value, search.rows.value, search.hasMore.value, one.isStopped]).toEqual([null, [], false, true])
  })
})
