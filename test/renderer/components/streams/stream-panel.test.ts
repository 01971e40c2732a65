/** One stream beside the list: what tells it from others, and its pushes. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Push } from '../../../../src-main/contract/streams.ts'
import StreamHistory from '../../../../src-renderer/components/streams/StreamHistory.vue'
import StreamTable from '../../../../src-renderer/components/streams/StreamTable.vue'
import { bySince } from '../../../../src-renderer/components/streams/stream-rows.ts'
import { mountPage, page } from '../../mount-page.ts'
import { onAirStream } from './samples.ts'

const client = vi.hoisted(() => ({
  streams: { onAir: vi.fn(), bans: vi.fn(), enforcements: vi.fn(), history: vi.fn() },
}))
vi.mock('../../../../src-renderer/client/index.ts', () => ({
  client,
  connection: { client, state: 'online', onState: () => undefined },
}))
enableAutoUnmount(afterEach)
beforeEach(() => vi.resetAllMocks())

const noon = Date.UTC(2026, 4, 1, 12)
const target = { domain: 'push.example.com', app: 'live', stream: 'show-1' }

it('two streams of one name are told apart by their place, also in the narrow list', async () => {
  const rows = ['push.example.com', 'push2.example.com'].map((domain) => onAirStream({ domain, since: noon }))
  await mountPage(StreamTable, { rows, now: noon, activeKey: null, compact: true, sort: bySince })
  const said = [...page().querySelectorAll('tbody tr')].map((each) => each.textContent)
  expect(said[0]).toContain('push.example.com/live')
  expect(said[1]).toContain('push2.example.com/live')
})

describe('the pushes', () => {
  const push = (more: Partial<Push>): Push => ({
    ...target,
    startedAt: noon,
    endedAt: null,
    stopReason: '',
    clientIp: '',
    resolution: '',
    refused: false,
    source: 'both',
    startEvent: null,
    stopEvent: null,
    ...more,
  })
  const pushes = [push({ refused: true }), push({}), push({ startedAt: noon - 3_600_000 })]
  const show = async (isOnAir: boolean): Promise<string[]> => {
    client.streams.history.mockResolvedValue({ pushes, isComplete: true, fetchedAt: noon })
    await mountPage(StreamHistory, { target, isOnAir, now: noon })
    await flushPromises()
    return [...page().querySelectorAll('li p:first-child')].map((each) => each.textContent ?? '')
  }

  it('name the newest one on air while the stream is, and of others that no end was seen', async () => {
    const [refused, newest, older] = await show(true)
    expect(refused).not.toContain('on air')
    expect(newest).toContain('on air')
    expect(older).toContain('no end seen')
  })

  it('name none so while the stream is off air', async () => {
    const named = await show(false)
    expect(named).toHaveLength(3)
    expect(named.join()).not.toContain('on air')
  })
})
