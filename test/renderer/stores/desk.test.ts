import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import type { DeskStatus, Topic } from '../../../src-main/contract/desk.ts'
import { onMissed, onTopics } from '../../../src-renderer/stores/changes.ts'
import { dropConnection, type SomeHandlers, startDesk } from '../desk.ts'

vi.mock('../../../src-renderer/client/index.ts', async () => (await import('../desk.ts')).clientOfTest)
const { useDeskStore } = await import('../../../src-renderer/stores/desk.ts')

const until = (signal: AbortSignal) => new Promise((resolve) => signal.addEventListener('abort', resolve))
const topics: Topic[] = ['account', 'templates']
let heard: Topic[]
let missed: number
let scope = effectScope()
let version: string

const status: DeskStatus = {
  receiver: {
    listening: true,
    local: 'http://127.0.0.1:8787',
    error: null,
    address: { url: null, state: 'none', checkedAt: null, provenAt: null, latencyMs: null, error: null },
    tunnel: { active: null, previous: null },
  },
  events: {
    stored: 12,
    rate: 0,
    commitMs: null,
    lastReceivedAt: null,
    duplicates: 0,
    rejected: 0,
    refused: 0,
    waiting: 0,
    waitingMs: 0,
    alerts: 0,
    index: { waiting: 0, rebuilt: null },
  },
  notices: [],
}

const desk: SomeHandlers['desk'] = {
  info: async () => ({ version, host: 'headless', role: 'operator', platform: 'linux', runtime: 'Node 24' }),
  async *status(_input, { signal }) {
    yield status
    await until(signal)
  },
  async *changes(_input, { signal }) {
    for (const topic of topics) yield { topic }
    await until(signal)
  },
}

beforeEach(() => {
  heard = []
  version = '1.0.0'
  missed = 0
  scope = effectScope()
  scope.run(() => {
    onTopics(['account', 'templates', 'settings'], (topic) => heard.push(topic))
    onMissed(() => missed++)
  })
  startDesk({ desk })
})

afterEach(() => scope.stop())

it('passes each change on to whoever follows its topic', async () => {
  useDeskStore().start()
  await vi.waitFor(() => expect(heard).toEqual(topics))
})

it('shows the status as it comes', async () => {
  const store = useDeskStore()
  store.start()
  await vi.waitFor(() => expect(store.status?.events.stored).toBe(12))
})

it('knows since when the desk is out of reach, and reads everything again when it is back', async () => {
  const store = useDeskStore()
  store.start()
  await vi.waitFor(() => expect(store.info?.version).toBe('1.0.0'))
  await vi.waitFor(() => expect(heard).toEqual(topics))
  version = '1.0.1'
  dropConnection()
  expect(store.offlineSince).toBeTypeOf('number')
  await vi.waitFor(() => expect(store.info?.version).toBe('1.0.1'))
  expect(store.offlineSince).toBeNull()
  // The stores of the tests before are told as well.
  expect(missed).toBeGreaterThan(0)
})

it('lets an operator operate, and nobody before it is known who they are', async () => {
  const store = useDeskStore()
  expect(store.canOperate).toBe(false)
  store.start()
  await vi.waitFor(() => expect(store.canOperate).toBe(true))
})
