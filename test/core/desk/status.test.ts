import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { DeskStatus } from '../../../src-main/contract/desk.ts'
import { watchStatus } from '../../../src-main/core/desk/status.ts'

const status = (stored: number): DeskStatus => ({
  receiver: {
    listening: true,
    local: 'http://127.0.0.1:1',
    error: null,
    address: { url: null, state: 'none', checkedAt: null, provenAt: null, latencyMs: null, error: null },
    tunnel: { active: null, previous: null },
  },
  events: {
    ...{ stored, rate: 0, commitMs: null, lastReceivedAt: null, duplicates: 0, rejected: 0, refused: 0, alerts: 0 },
    ...{ waiting: 0, waitingMs: 0, index: { waiting: 0, rebuilt: null } },
  },
  notices: [],
})

describe('the status', () => {
  it('comes at once, then only when it differs', async () => {
    const pictures = [1, 1, 1, 2].map(status)
    const look = vi.fn(() => pictures.shift() ?? status(3))
    const controller = new AbortController()
    onTestFinished(() => controller.abort())
    const seen: number[] = []
    for await (const { events } of watchStatus(look, controller.signal, 1)) {
      seen.push(events.stored)
      if (seen.length === 3) break
    }
    expect(seen).toEqual([1, 2, 3])
    expect(look).toHaveBeenCalledTimes(5)
  })

  it('comes at most once a second', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    let stored = 0
    const look = vi.fn(() => status(stored++))
    const reader = watchStatus(look, new AbortController().signal)
    await reader.next()
    void reader.next()
    await Promise.resolve()
    expect(look).toHaveBeenCalledTimes(1)
  })

  it('ends when the reader leaves', async () => {
    const controller = new AbortController()
    const reader = watchStatus(() => status(1), controller.signal)
    await reader.next()
    const waiting = reader.next()
    controller.abort()
    expect((await waiting).done).toBe(true)
  })
})
