import { beforeEach, expect, it, vi } from 'vitest'
import type { ActivityEntry } from '../../../src-main/contract/activity.ts'
import { announce } from '../../../src-renderer/stores/changes.ts'
import { startDesk } from '../desk.ts'

vi.mock('../../../src-renderer/client/index.ts', async () => (await import('../desk.ts')).clientOfTest)
const { useActivityStore } = await import('../../../src-renderer/stores/activity.ts')

const entry = (id: number): ActivityEntry => ({
  id,
  at: id * 1000,
  actor: 'mei',
  account: null,
  kind: 'domain.enabled',
  target: `push${id}.example.com`,
  before: null,
  after: null,
  outcome: 'ok',
  error: null,
  planId: null,
  wayBack: null,
})

let stored: ActivityEntry[]
let asked: unknown[]

beforeEach(() => {
  stored = Array.from({ length: 250 }, (_, index) => entry(index + 1))
  asked = []
  startDesk({
    activity: {
      async page({ filter, before = Number.POSITIVE_INFINITY, limit }) {
        asked.push(filter)
        const matching = stored.filter(({ id, target }) => id < before && target.includes(filter.text ?? '')).reverse()
        return { entries: matching.slice(0, limit), hasMore: matching.length > limit }
      },
    },
  })
})

const ids = (entries: readonly ActivityEntry[]) => entries.map(({ id }) => id)
const range = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index)

it('reads back page by page to the first entry', async () => {
  const store = useActivityStore()
  await store.newest.open()
  await store.loadOlder()
  await store.loadOlder()
  expect(ids(store.entries)).toEqual(range(250, 1))
  expect(store.hasMore).toBe(false)
})

it('a new entry joins at the top, and neither a gap nor a double appears', async () => {
  const store = useActivityStore()
  await store.newest.open()
  await store.loadOlder()
  stored.push(entry(251), entry(252))
  announce('activity')
  await vi.waitFor(() => expect(store.entries[0]?.id).toBe(252))
  expect(ids(store.entries)).toEqual(range(252, 51))
  expect(store.hasMore).toBe(true)
})

it('more new entries than a page hold: the older ones are let go instead of leaving a gap', async () => {
  const store = useActivityStore()
  await store.newest.open()
  stored.push(...Array.from({ length: 150 }, (_, index) => entry(251 + index)))
  announce('activity')
  await vi.waitFor(() => expect(store.entries[0]?.id).toBe(400))
  expect(ids(store.entries)).toEqual(range(400, 301))
})

it('a filter starts over and asks only for what is set', async () => {
  const store = useActivityStore()
  await store.newest.open()
  await store.loadOlder()
  await store.setFilter({ kinds: [], outcome: null, text: ' push24 ', planId: null })
  expect(asked.at(-1)).toEqual({ text: 'push24' })
  expect(ids(store.entries)).toEqual([249, 248, 247, 246, 245, 244, 243, 242, 241, 240, 24])
  expect(store.isFiltered).toBe(true)
})

it('another account begins with an empty list', async () => {
  const store = useActivityStore()
  await store.newest.open()
  await store.loadOlder()
  stored = [entry(1)]
  announce('account')
  await vi.waitFor(() => expect(ids(store.entries)).toEqual([1]))
})
