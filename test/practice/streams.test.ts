import { describe, expect, it } from 'vitest'
import { openAccount } from '../../src-main/practice/account.ts'
import { createAgenda } from '../../src-main/practice/agenda.ts'
import type { CallbackEvent } from '../../src-main/practice/delivery.ts'
import { createHistory } from '../../src-main/practice/history.ts'
import { createRandom } from '../../src-main/practice/random.ts'
import { seedState } from '../../src-main/practice/seed.ts'
import { breakEnds, ownEnds, stopReasons } from '../../src-main/practice/stop-reasons.ts'
import { createStreams } from '../../src-main/practice/streams.ts'
import { createClock, onClose } from './helpers.ts'

const source = { domain: 'push.practice.example', app: 'live', stream: 'mine' }

function setUp() {
  const clock = createClock()
  const { now } = clock
  const random = createRandom(1)
  const agenda = createAgenda(now)
  onClose(agenda.close)
  const data = seedState(now())
  const account = openAccount({ data, save: () => {} }, { now, random, timeScale: 1 })
  const sent: CallbackEvent[] = []
  const history = createHistory(now(), random)
  const send = (event: CallbackEvent) => {
    sent.push(event)
    return null
  }
  const streams = createStreams({
    account,
    agenda,
    history,
    random,
    now,
    timeScale: 1,
    base: () => '',
    send,
    ignoresCuts: () => false,
  })
  /** Resolves once everything that is due by now has happened. */
  const beat = () => new Promise<void>((resolve) => agenda.at(now(), resolve))
  return { clock, beat, streams, sent, account, types: () => sent.map(({ type }) => type) }
}

describe('a push', () => {
  it('that breaks and resumes within 70 s is told of neither', async () => {
    const { clock, beat, streams, types } = setUp()
    streams.start(source)
    streams.end(source, breakEnds[0])
    clock.advance(69_000)
    await beat()
    streams.start(source)
    expect(streams.find(source)).toBeDefined()
    clock.advance(60_000)
    await beat()
    expect(types()).toEqual([1, 332])
  })

  it('that stays away is told of after 70 s, with the time at which it ended', async () => {
    const { clock, beat, streams, sent, types } = setUp()
    streams.start(source)
    clock.advance(30_000)
    const endedAt = clock.now()
    streams.end(source, ownEnds[1] ?? ownEnds[0])
    clock.advance(70_000)
    await beat()
    expect(types()).toEqual([1, 332, 0, 332])
    expect(sent[2]?.body).toMatchObject({ event_time: Math.floor(endedAt / 1000), push_duration: '30000', errcode: 2 })
    clock.advance(5 * 60_000)
    await beat()
    expect(types()).toEqual([1, 332, 0, 332, 100])
  })

  it('that the cloud ends is told of at once, and coming back is a new push', () => {
    const { streams, sent, types } = setUp()
    streams.start(source)
    streams.cut(({ stream }) => stream === 'mine', stopReasons.dropped)
    streams.start(source)
    expect(types()).toEqual([1, 332, 0, 332, 1, 332])
    expect(sent[4]?.body.sequence).not.toBe(sent[0]?.body.sequence)
    expect(sent[2]?.body.sequence).toBe(sent[0]?.body.sequence)
  })

  it.each([
    ['an unknown domain', { domain: 'other.example' }, 301],
    ['a playback domain', { domain: 'play.practice.example' }, 301],
    ['a disabled domain', { domain: 'closed.practice.example' }, 303],
  ])('to %s is refused', (_name, more, subCode) => {
    const { streams, sent } = setUp()
    expect(streams.start({ ...source, ...more })).toBe('refused')
    expect(sent).toMatchObject([{ type: 0, body: { errcode: 18, errmsg: expect.stringContaining(`(${subCode})`) } }])
    expect(streams.onAir()).toEqual([])
  })

  it('keeps the snapshot template it started with', () => {
    const { clock, streams, account } = setUp()
    streams.start(source)
    expect(streams.find(source)?.snapshots?.pornFlag).toBe(1)
    account.state.snapshotRules = []
    account.commit()
    clock.advance(10 * 60_000)
    expect(streams.find(source)?.snapshots?.pornFlag).toBe(1)
    streams.start({ ...source, stream: 'later' })
    expect(streams.find({ ...source, stream: 'later' })?.snapshots).toBeNull()
  })
})
