import { describe, expect, it } from 'vitest'
import type { StoredBan } from '../../../src-main/core/store/stream-bans.ts'
import { joinBans, liftedElsewhere } from '../../../src-main/core/stream/ban-list.ts'
import { joinHistory } from '../../../src-main/core/stream/history.ts'
import { eventRow } from '../../renderer/events/event-row.ts'
import { room } from './support.ts'

const at = Date.UTC(2026, 0, 2, 12)
const past = (startedAt: number, endedAt: number) => ({
  ...room,
  startedAt,
  endedAt,
  stopReason: '客户端主动断流',
  clientIp: '203.0.113.1',
  resolution: '1280*720',
})
const row = (type: number, occurredAt: number, more: object = {}) =>
  eventRow({ ...room, type, occurredAt, receivedAt: occurredAt, trust: 'ok', session: 's1', facts: {}, ...more })

describe('the history of a stream', () => {
  it('joins the cloud’s pushes with their events', () => {
    const rows = [row(1, at, { id: 1 }), row(0, at + 60_900, { id: 2, facts: { code: 1, message: 'left' } })]
    expect(joinHistory(room, [past(at, at + 60_000)], rows)).toMatchObject([
      {
        startedAt: at,
        endedAt: at + 60_000,
        source: 'both',
        startEvent: 1,
        stopEvent: 2,
        stopReason: '客户端主动断流',
      },
    ])
  })

  it('says which pushes no event told of, and which only events did', () => {
    const rows = [row(0, at + 500_000, { id: 5, session: 's2', facts: { code: 18, message: 'banned' } })]
    expect(joinHistory(room, [past(at, at + 60_000)], rows)).toMatchObject([
      { source: 'event', refused: true, stopReason: 'banned', stopEvent: 5 },
      { source: 'history', refused: false, stopEvent: null },
    ])
  })

  it('takes a start from the duration of a stop, and no push from an unproven event', () => {
    const stop = row(0, at, { facts: { code: 1, durationMs: 90_000 } })
    expect(joinHistory(room, [], [stop])).toMatchObject([{ startedAt: at - 90_000, endedAt: at }])
    expect(joinHistory(room, [], [row(0, at, { trust: 'missing' })])).toEqual([])
  })
})

const ban = (stream: string, createdAt = at): StoredBan => ({
  id: 1,
  accountId: 'a',
  domain: room.domain,
  app: 'live',
  stream,
  reason: 'nudity',
  actor: 'Ann',
  createdAt,
  expiresAt: at + 1000,
  liftedAt: null,
  attempts: 2,
  lastAttemptAt: at,
  brokenAt: null,
})

describe('the list of bans', () => {
  it('is the desk’s own where the site has none', () => {
    expect(joinBans([ban('room')], null)).toMatchObject([{ stream: 'room', source: 'desk', actor: 'Ann' }])
  })

  it('is the cloud’s where it has one, with what the desk noted', () => {
    const cloud = { stream: 'room', domain: null, app: null, createdAt: at, expiresAt: at + 5000 }
    expect(joinBans([ban('room')], [cloud, { ...cloud, stream: 'other', expiresAt: at + 1 }])).toMatchObject([
      { stream: 'other', source: 'cloud', id: null, actor: '' },
      { stream: 'room', source: 'both', expiresAt: at + 5000, attempts: 2, reason: 'nudity' },
    ])
  })

  it('knows a ban lifted elsewhere from one too young for the list', () => {
    expect(liftedElsewhere([ban('room')], [], at + 61_000)).toHaveLength(1)
    expect(liftedElsewhere([ban('room')], [], at + 1000)).toEqual([])
  })
})
