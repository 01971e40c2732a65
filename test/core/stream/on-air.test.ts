import { describe, expect, it } from 'vitest'
import type { EventRow } from '../../../src-main/contract/events.ts'
import { createOnAir, joinOnAir } from '../../../src-main/core/stream/on-air.ts'
import { createSignals } from '../../../src-main/core/stream/signals.ts'
import { callsOf, domain, room, setUp } from './support.ts'

const minute = 60_000
const at = Date.UTC(2026, 0, 2, 12)
const online = (since: number | null, ref = room) => ({ ...ref, since })

let nextId = 1
const row = (type: number, occurredAt: number, more: Partial<EventRow> = {}): EventRow & { accountId: string } => ({
  id: nextId++,
  receivedAt: occurredAt + 300,
  occurredAt,
  type,
  ...room,
  session: null,
  trust: 'ok',
  templateId: 1,
  verdict: null,
  score: null,
  label: null,
  facts: {},
  deliveries: 1,
  rejection: null,
  accountId: 'a',
  ...more,
})

function told(...rows: (EventRow & { accountId: string })[]) {
  const signals = createSignals()
  signals.observe(rows)
  return signals.all('a')
}

describe('who is on air', () => {
  it('is what the cloud lists, with what events have told of it', () => {
    const start = at - 5 * minute
    const alert = row(317, at - minute, { verdict: 'Block' })
    const older = row(317, start - minute, { verdict: 'Block' })
    const joined = joinOnAir([online(start)], at, told(older, row(1, start), alert, row(317, at, { verdict: 'Pass' })))
    expect(joined).toMatchObject([{ ...room, since: start, source: 'both', alerts: 1, lastAlertAt: alert.occurredAt }])
    expect(joined[0]?.lastEvent?.type).toBe(317)
    expect(joinOnAir([online(start)], at, [])).toMatchObject([{ source: 'list', alerts: 0, lastEvent: null }])
  })

  it('has a stream whose start event came after the list was read, and says so', () => {
    const start = at + 2000
    expect(joinOnAir([], at, told(row(1, start)))).toMatchObject([{ ...room, since: start, source: 'event' }])
    expect(joinOnAir([], at, told(row(1, start), row(0, start + 500)))).toEqual([])
    // Long before the list was read: the list would have it if it were on air.
    expect(joinOnAir([], at, told(row(1, at - minute)))).toEqual([])
  })

  it('marks one whose stop event came after the list was read, unless it came back', () => {
    const start = at - 5 * minute
    const stopped = told(row(1, start), row(0, at + 1000))
    expect(joinOnAir([online(start)], at, stopped)).toMatchObject([{ endedAt: at + 1000 }])
    const back = told(row(1, start), row(0, at + 1000), row(1, at + 3000))
    expect(joinOnAir([online(start)], at, back)).toMatchObject([{ endedAt: null, since: at + 3000 }])
    // The stop of an earlier push says nothing about this one.
    expect(joinOnAir([online(start)], at, told(row(0, start - 1000)))).toMatchObject([{ endedAt: null }])
  })

  it('believes no unproven event, and no refused push', () => {
    expect(joinOnAir([], at, told(row(1, at + 1000, { trust: 'wrong' })))).toEqual([])
    const refused = told(row(0, at + 1000, { facts: { code: 18 } }))
    expect(joinOnAir([online(at - minute)], at, refused)).toMatchObject([{ endedAt: null }])
  })
})

describe('the cloud’s list', () => {
  it('is read when somebody asks, about once a minute, and again after something was ended', async () => {
    const { account, practice, push } = await setUp()
    push()
    let time = at
    const onAir = createOnAir({
      requireAccount: () => account,
      signals: createSignals(),
      bannedUntil: () => new Map([['room', 17]]),
      now: () => time,
    })
    const { signal } = new AbortController()
    const read = () => callsOf(practice, 'DescribeLiveStreamOnlineList')
    expect(read()).toBe(0)
    const [first] = await Promise.all([onAir.streams(signal), onAir.streams(signal)])
    expect(first.items.find(({ stream }) => stream === 'room')).toMatchObject({ domain, bannedUntil: 17 })
    expect(first.nextAt - first.fetchedAt).toBe(minute)
    expect(read()).toBe(1)
    time += minute - 1
    await onAir.streams(signal)
    expect(read()).toBe(1)
    time += 2
    await onAir.streams(signal)
    expect(read()).toBe(2)
    onAir.expire()
    await onAir.streams(signal)
    expect(read()).toBe(3)
  })
})
