/** What ends the watch over a cut or ban: the list of who is on air, read as pushes rather than as names. */
import { describe, expect, it } from 'vitest'
import type { Enforcement, StreamPlace } from '../../../src-main/contract/streams.ts'
import { follow } from '../../../src-main/core/stream/follow.ts'
import { domain, room } from './support.ts'

const acceptedAt = Date.UTC(2026, 0, 2, 12)
const place = (onAirSince: number | null): StreamPlace => ({
  domain,
  app: 'live',
  isOnAir: true,
  onAirSince,
  lastEndedAt: null,
})
const cutAt = (onAirAt: StreamPlace[]): Enforcement => ({
  ...room,
  id: 1,
  action: 'cut',
  reason: '',
  until: null,
  requestedAt: acceptedAt,
  acceptedAt,
  confirmedBy: 'answer',
  phase: 'accepted',
  onAirAt,
  doneAt: null,
  doneBy: null,
  rePushedAt: null,
})

/** The changes that follow from finding these places at every look. */
async function followed(before: StreamPlace[], found: StreamPlace[]): Promise<Partial<Enforcement>[]> {
  const changes: Partial<Enforcement>[] = []
  let time = acceptedAt
  await follow(
    {
      run: cutAt(before),
      stopped: new Set(),
      look: async () => found,
      pause: async (ms) => {
        time += ms
      },
      isClosed: () => false,
      update: (change) => void changes.push(change),
      now: () => time,
    },
    new AbortController().signal,
  )
  return changes
}

describe('a stream that was cut', () => {
  it('is off air when what is listed there is a newer push, which is told', async () => {
    const rePushedAt = acceptedAt + 500
    expect(await followed([place(acceptedAt - 60_000)], [place(rePushedAt)])).toEqual([
      { phase: 'done', doneAt: acceptedAt + 1000, doneBy: 'state', rePushedAt },
    ])
  })

  it('is on air as long as the same push is listed, or one of which no time is known', async () => {
    for (const since of [acceptedAt - 60_000, null]) {
      const changes = await followed([place(acceptedAt - 60_000)], [place(since)])
      expect(changes).toContainEqual({ phase: 'overdue' })
      expect(changes).not.toContainEqual(expect.objectContaining({ phase: 'done' }))
    }
  })
})
