import { describe, expect, it } from 'vitest'
import type { AppError } from '../../../src-main/contract/errors.ts'
import { callsOf, domain, eventOf, eventually, room, secondDomain, setUp } from './support.ts'

const because = { reason: 'nudity' }
const day = 24 * 60 * 60_000
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'no error',
    (error: AppError) => error.code,
  )
const noSignal = new AbortController().signal

describe('a cut', () => {
  it('is done when the stream is off air, not when the cloud says OK', async () => {
    const { enforcer, push, entries } = await setUp()
    push()
    const run = await enforcer.cut(room, { ...because, by: 'Bob' })
    expect(run).toMatchObject({ phase: 'accepted', confirmedBy: 'answer', onAirAt: [{ domain, app: 'live' }] })
    await eventually(() => expect(enforcer.list()[0]).toMatchObject({ phase: 'done', doneBy: 'state' }))
    expect((await enforcer.state(room, noSignal)).state).toBe('inactive')
    expect(entries).toMatchObject([{ kind: 'stream.cut', target: `${domain}/live/room`, after: { reason: 'nudity' } }])
    expect(entries[0]).toHaveProperty('actor', 'Bob')
  })

  it('says that there was nothing to cut', async () => {
    const { enforcer, push } = await setUp()
    push()
    await enforcer.cut(room, because)
    await eventually(() => expect(enforcer.list()[0]?.phase).toBe('done'))
    expect(await enforcer.cut(room, because)).toMatchObject({ phase: 'notOnAir', doneAt: null })
  })

  it('raises the alarm when the stream stays on air, and ends it when it stops after all', async () => {
    const { enforcer, push, practice } = await setUp({ scenario: 'deafEdge' })
    push()
    await enforcer.cut(room, because)
    await eventually(() => expect(enforcer.list()[0]?.phase).toBe('overdue'))
    practice.emit({ type: 0, ...room })
    await eventually(() => expect(enforcer.list()[0]?.phase).toBe('done'))
  })

  it('is not called unknown because the desk closes', async () => {
    const { enforcer, push } = await setUp({ scenario: 'deafEdge' })
    push()
    await enforcer.cut(room, because)
    await eventually(() => expect(enforcer.list()[0]?.phase).toBe('overdue'))
    enforcer.close()
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    expect(enforcer.list()[0]?.phase).toBe('overdue')
  })

  it('is done when its stop event says so', async () => {
    const { enforcer, push } = await setUp({ scenario: 'deafEdge' })
    push()
    await enforcer.cut(room, because)
    enforcer.observe([eventOf(0, { stream: 'other' }), eventOf(0, { trust: 'wrong' })])
    enforcer.observe([eventOf(0, { accountId: 'another' }), eventOf(0, { facts: { code: 18 } })])
    await eventually(() => expect(enforcer.list()[0]?.phase).toBe('overdue'))
    enforcer.observe([eventOf(0)])
    await eventually(() => expect(enforcer.list()[0]).toMatchObject({ phase: 'done', doneBy: 'event' }))
  })

  it('notes that the streamer came back', async () => {
    const { enforcer, push } = await setUp()
    push()
    await enforcer.cut(room, because)
    const later = { occurredAt: Date.now() + 1500 }
    enforcer.observe([eventOf(1, { ...later, app: 'elsewhere' })])
    expect(enforcer.list()[0]?.rePushedAt).toBeNull()
    enforcer.observe([eventOf(1, later)])
    await eventually(() => expect(enforcer.list()[0]).toMatchObject({ phase: 'done', rePushedAt: expect.any(Number) }))
  })
})

describe('an answer that got lost', () => {
  const timeoutMs = 3000

  it('is looked into: a cut that took effect counts, and is not sent again', async () => {
    const { enforcer, push, practice } = await setUp({ timeoutMs })
    push()
    practice.fault({ action: 'DropLiveStream', kind: 'timeoutAfterEffect', times: 1 })
    expect((await enforcer.cut(room, because)).confirmedBy).toBe('state')
    expect(callsOf(practice, 'DropLiveStream')).toBe(1)
  })

  it('is not taken for done when the stream is still on air', async () => {
    const { enforcer, push, practice, entries } = await setUp({ timeoutMs })
    push()
    for (const kind of ['hang', 'reset', 'http500', 'html'] as const) {
      practice.fault({ action: 'DropLiveStream', kind, times: 1 })
      expect(await codeOf(enforcer.cut(room, because))).toBe('stream.unclear')
    }
    expect(callsOf(practice, 'DropLiveStream')).toBe(0)
    expect(enforcer.list()).toEqual([])
    expect(entries.map(({ error }) => error !== undefined)).toEqual([true, true, true, true])
  })

  it('of a ban and of its lifting is told by the state', async () => {
    const { enforcer, push, practice, bans } = await setUp({ timeoutMs })
    push()
    practice.fault({ action: 'ForbidLiveStream', kind: 'timeoutAfterEffect', times: 1 })
    expect((await enforcer.ban(room, { ...because, until: null })).confirmedBy).toBe('state')
    expect(bans.of('account-1', 'room')).not.toBeNull()
    practice.fault({ action: 'ResumeLiveStream', kind: 'timeoutAfterEffect', times: 1 })
    expect((await enforcer.resume(room, because)).confirmedBy).toBe('state')
    expect(bans.of('account-1', 'room')).toBeNull()
  })

  it('of a renewed ban is told by the list of bans where there is one, and is unclear where not', async () => {
    for (const [site, expected] of [
      ['intl', 'no error'],
      ['cn', 'stream.unclear'],
    ] as const) {
      const { enforcer, push, practice } = await setUp({ site, timeoutMs })
      push()
      await enforcer.ban(room, { ...because, until: Date.now() + day })
      practice.fault({ action: 'ForbidLiveStream', kind: 'timeoutAfterEffect', times: 1 })
      expect(await codeOf(enforcer.ban(room, { ...because, until: Date.now() + 3 * day }))).toBe(expected)
    }
  })
})

describe('a ban', () => {
  it('ends the stream wherever its name is on air, and refuses it from then on', async () => {
    const { enforcer, push, practice, bans } = await setUp()
    const elsewhere = { ...room, domain: secondDomain, app: 'show' }
    push()
    push(elsewhere)
    const run = await enforcer.ban(room, { ...because, until: null })
    expect(run.onAirAt).toHaveLength(2)
    expect(run.until).toBeGreaterThan(Date.now() + 6.9 * day)
    await eventually(() => expect(enforcer.list()[0]?.phase).toBe('done'))
    expect((await enforcer.state(elsewhere, noSignal)).state).toBe('forbid')
    push()
    expect((await enforcer.blastRadius('room', noSignal)).places.map(({ isOnAir }) => isOnAir)).toEqual([false, false])
    expect(bans.of('account-1', 'room')).toMatchObject({ reason: 'nudity', actor: 'Ann' })
    expect(practice.status().onAir).toBeGreaterThanOrEqual(0)
  })

  it('is not done while the name is on air anywhere, though the state says forbid', async () => {
    const { enforcer, push } = await setUp({ scenario: 'deafEdge' })
    push()
    await enforcer.ban(room, { ...because, until: null })
    expect((await enforcer.state(room, noSignal)).state).toBe('forbid')
    await eventually(() => expect(enforcer.list()[0]?.phase).toBe('overdue'))
  })

  it('lasts 90 days at most and ends in the future', async () => {
    const { enforcer, push } = await setUp()
    push()
    const until = (ms: number) => codeOf(enforcer.ban(room, { ...because, until: Date.now() + ms }))
    expect(await until(90.1 * day)).toBe('stream.banLength')
    expect(await until(-1000)).toBe('stream.banLength')
    expect(await until(89.9 * day)).toBe('no error')
  })

  it('notes refused pushes, and one that got on air all the same', async () => {
    const { enforcer, push, bans, now } = await setUp()
    push()
    await enforcer.ban(room, { ...because, until: null })
    const later = { occurredAt: now() + 10_000 }
    bans.observe([eventOf(0, { ...later, facts: { code: 18 } }), eventOf(0, { ...later, facts: { code: 1 } })])
    bans.observe([eventOf(1, { ...later, trust: 'missing' })])
    expect(bans.of('account-1', 'room')).toMatchObject({ attempts: 1, brokenAt: null })
    bans.observe([eventOf(1, later)])
    expect(bans.of('account-1', 'room')).toMatchObject({ attempts: 1, brokenAt: later.occurredAt })
  })
})

describe('a resume', () => {
  it('is done when the stream may be pushed again', async () => {
    const { enforcer, push } = await setUp()
    push()
    await enforcer.ban(room, { ...because, until: null })
    await enforcer.resume(room, because)
    await eventually(() => expect(enforcer.list()[0]).toMatchObject({ action: 'resume', phase: 'done' }))
    push()
    expect((await enforcer.state(room, noSignal)).state).toBe('active')
  })
})

describe('the stream', () => {
  it('must be the account’s: a domain and a name made up do nothing', async () => {
    const { enforcer, practice } = await setUp()
    expect(await codeOf(enforcer.ban({ ...room, domain: 'other.example' }, { ...because, until: null }))).toBe(
      'domain.notFound',
    )
    expect(await codeOf(enforcer.cut({ ...room, domain: 'play.practice.example' }, because))).toBe('stream.playDomain')
    expect(await codeOf(enforcer.ban({ ...room, stream: 'made-up' }, { ...because, until: null }))).toBe(
      'stream.unknown',
    )
    expect(callsOf(practice, 'ForbidLiveStream') + callsOf(practice, 'DropLiveStream')).toBe(0)
  })

  it('counts as known when it was pushed within the last month', async () => {
    const { enforcer, push } = await setUp()
    push()
    await enforcer.cut(room, because)
    await eventually(() => expect(enforcer.list()[0]?.phase).toBe('done'))
    expect((await enforcer.ban(room, { ...because, until: null })).phase).toBe('notOnAir')
  })
})

describe('the blast radius', () => {
  it('has every place the name is on air on, then those it was pushed to', async () => {
    const { enforcer, push, practice } = await setUp()
    push({ ...room, app: 'gone' })
    practice.emit({ type: 0, ...room, app: 'gone' })
    push()
    push({ ...room, domain: secondDomain })
    push({ ...room, stream: 'room-2' })
    const { places, isComplete } = await enforcer.blastRadius('room', noSignal)
    expect(places.map(({ app, isOnAir }) => [app, isOnAir])).toEqual([
      ['live', true],
      ['live', true],
      ['gone', false],
    ])
    expect(places[2]?.lastEndedAt).toBeGreaterThan(Date.now() - 60_000)
    expect(isComplete).toBe(true)
  })
})
