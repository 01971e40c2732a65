/** What happens when the disk is slower than the cloud. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createIngest,
  type Ingest,
  mostWaiting,
  mostWaitingBytes,
  patienceMs,
} from '../../../src-main/core/events/ingest.ts'
import type { Committed } from '../../../src-main/core/store/event-commit.ts'
import { incoming } from '../../support/event-samples.ts'

let ingest: Ingest
let finish: (() => void)[]
let refused: number

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
  finish = []
  refused = 0
  ingest = createIngest({
    commit: (batch) =>
      new Promise<Committed[]>((resolve) => {
        finish.push(() => resolve(batch.map((_event, index) => ({ id: index + 1, deliveries: 1 }))))
      }),
    onCommitted: () => {},
    onRefused: (count) => {
      refused += count
    },
  })
})
afterEach(() => vi.useRealTimers())

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const statusOf = (accepted: Promise<void>) =>
  accepted.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

/** A first delivery whose commit is under way. */
async function commitUnderWay() {
  const first = statusOf(ingest.accept(incoming()))
  while (finish.length === 0) await turn()
  return first
}

async function finishAll(): Promise<void> {
  const closed = ingest.close()
  let isClosed = false
  void closed.then(() => (isClosed = true))
  while (!isClosed) {
    for (const each of finish.splice(0)) each()
    await turn()
  }
}

describe('a slow disk', () => {
  it('makes answers slower, and says how many wait and for how long', async () => {
    expect(ingest.queue()).toEqual({ waiting: 0, waitingMs: 0 })
    const first = commitUnderWay()
    await turn()
    await turn()
    vi.advanceTimersByTime(400)
    const second = statusOf(ingest.accept(incoming()))
    expect(ingest.queue()).toEqual({ waiting: 2, waitingMs: 400 })
    await finishAll()
    expect(await Promise.all([first, second])).toEqual(['accepted', 'accepted'])
    expect(ingest.queue()).toEqual({ waiting: 0, waitingMs: 0 })
    expect(refused).toBe(0)
  })

  it('refuses deliveries beyond a number, and takes new ones when there is room', async () => {
    await commitUnderWayStarted()
    const waiting = Array.from({ length: mostWaiting }, () => statusOf(ingest.accept(incoming())))
    expect(await statusOf(ingest.accept(incoming()))).toBe('store.busy')
    expect(refused).toBe(1)
    for (const each of finish.splice(0)) each()
    while (finish.length === 0) await turn()
    const later = statusOf(ingest.accept(incoming()))
    await finishAll()
    expect(new Set(await Promise.all([...waiting, later]))).toEqual(new Set(['accepted']))
  })

  it('refuses deliveries beyond a number of bytes', async () => {
    await commitUnderWayStarted()
    const body = Buffer.alloc(mostWaitingBytes / 4)
    const waiting = Array.from({ length: 3 }, () => statusOf(ingest.accept(incoming({ body }))))
    expect(await statusOf(ingest.accept(incoming({ body })))).toBe('store.busy')
    await finishAll()
    expect(await Promise.all(waiting)).toEqual(['accepted', 'accepted', 'accepted'])
  })

  it('refuses what has waited longer than the cloud would, and goes on when the disk does', async () => {
    const first = commitUnderWay()
    while (finish.length === 0) await turn()
    const second = statusOf(ingest.accept(incoming()))
    vi.advanceTimersByTime(patienceMs + 1500)
    expect(await Promise.all([first, second])).toEqual(['store.busy', 'store.busy'])
    expect(refused).toBe(2)
    const third = statusOf(ingest.accept(incoming()))
    await finishAll()
    expect(await third).toBe('accepted')
  })
})

async function commitUnderWayStarted(): Promise<void> {
  void commitUnderWay()
  while (finish.length === 0) await turn()
}
