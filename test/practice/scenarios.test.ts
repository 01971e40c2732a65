import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Scenario } from '../../src-main/contract/practice.ts'
import { isPathUp, scenarios } from '../../src-main/practice/scenarios.ts'
import { bind, call, control, eventually, startCloud, startReceiver } from './helpers.ts'

const everyType = [0, 1, 100, 200, 314, 315, 317, 321, 328, 332, 338, 341, 343, 344, 345, 347, 348, 349]
const key = 'exampleKey123'

/** A cloud at 600 cloud minutes a minute: changes take effect within a second, streams run ten times faster. */
async function setUp(scenario: Scenario) {
  const receiver = await startReceiver()
  const cloud = await startCloud({ scenario, timeScale: 600, resolve: { 'desk.example': receiver.address } })
  await bind(cloud, { key })
  await bind(cloud, { key, base: 'http://desk.example', domain: 'push2.practice.example' })
  return { receiver, cloud }
}

const isSigned = ({ sign, t }: Record<string, unknown>) => sign === createHash('md5').update(`${key}${t}`).digest('hex')

describe('the scenarios', () => {
  it('busy: all 18 event types arrive, signed, some more than once, from several streams', async () => {
    const { receiver, cloud } = await setUp('busy')
    await eventually(() => expect([...new Set(receiver.types())].sort((a, b) => a - b)).toEqual(everyType))
    expect(receiver.received.every(({ body }) => isSigned(body))).toBe(true)
    await eventually(() => {
      const bodies = receiver.received.map(({ raw }) => raw)
      expect(new Set(bodies).size).toBeLessThan(bodies.length)
    })
    await eventually(() => expect(new Set(receiver.of(1).map(({ body }) => body.stream_id)).size).toBeGreaterThan(3))
    await eventually(() => expect(new Set(receiver.of(0).map(({ body }) => body.errcode)).size).toBeGreaterThan(2))
    expect(cloud.status()).toMatchObject({ running: true, scenario: 'busy', site: 'cn', timeScale: 600 })
    expect(cloud.status().onAir).toBeGreaterThan(0)
  })

  it('start and stop of one push share their sequence; a recording follows', async () => {
    const { receiver } = await setUp('busy')
    await eventually(() => {
      const starts = new Map(receiver.of(1).map(({ body }) => [body.sequence, body]))
      const stop = receiver.of(0).find(({ body }) => starts.has(body.sequence))
      expect(stop?.body.stream_id).toBe(starts.get(stop?.body.sequence)?.stream_id)
      expect(receiver.of(100).some(({ body }) => body.stream_id === stop?.body.stream_id)).toBe(true)
    })
  })

  it('alerts come from moderated domains only, with a picture that can be fetched', async () => {
    const { receiver } = await setUp('busy')
    await eventually(() => expect(receiver.of(317).length).toBeGreaterThan(3))
    expect(new Set(receiver.of(317).map(({ body }) => body.app))).toEqual(new Set(['push.practice.example']))
    const { img, suggestion } = receiver.of(317)[0]?.body ?? {}
    expect(['Block', 'Review']).toContain(suggestion)
    expect((await fetch(String(img))).headers.get('content-type')).toBe('image/png')
  })

  it('calm: little happens', async () => {
    const calm = scenarios.calm
    expect(calm.streamers).toBeLessThan(5)
    expect(scenarios.busy.streamers).toBeGreaterThan(calm.streamers)
    const { receiver } = await setUp('calm')
    await eventually(() => expect(receiver.types()).toContain(200))
  })

  it('flood: hundreds of screenshots a second', async () => {
    const { receiver } = await setUp('flood')
    await eventually(() => expect(receiver.of(200).length).toBeGreaterThan(300))
    const pictures = receiver.of(200)
    expect((pictures.at(-1)?.at ?? 0) - (pictures.at(-300)?.at ?? 0)).toBeLessThan(40_000)
  })

  it('wrongKey: nothing verifies', async () => {
    const { receiver } = await setUp('wrongKey')
    await eventually(() => expect(receiver.received.length).toBeGreaterThan(5))
    expect(receiver.received.some(({ body }) => isSigned(body))).toBe(false)
    expect(receiver.received.every(({ body }) => /^[0-9a-f]{32}$/.test(String(body.sign)))).toBe(true)
  })

  it('outage: nothing passes for nine cloud minutes, then for fifteen', () => {
    const passes = (cloudMinutes: number) => isPathUp(scenarios.outage, cloudMinutes)
    expect([0, 8.9, 9, 14.9, 15, 29.9, 30, 35.9, 36].map(passes)).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
      true,
      true,
      false,
    ])
    expect(isPathUp(scenarios.busy, 5)).toBe(true)
  })

  it('outage: what failed arrives late, and the heartbeat fails as well', async () => {
    const { receiver, cloud } = await setUp('busy')
    await eventually(() => expect(receiver.received.length).toBeGreaterThan(0))
    cloud.setScenario('outage')
    expect(await cloud.fetch('http://desk.example/', '{"event_type":0}')).toMatchObject({ status: null })
    cloud.emit({ type: 317, stream: 'late' })
    await eventually(() => expect(cloud.status().failed).toBeGreaterThan(0))
    await eventually(() => expect(receiver.received.some(({ raw }) => raw.includes('"late"'))).toBe(true))
  })

  it('flapping: pushes break and begin anew all the time', async () => {
    const { receiver } = await setUp('flapping')
    await eventually(() => {
      expect(receiver.of(0).length).toBeGreaterThan(10)
      expect(new Set(receiver.of(1).map(({ body }) => body.sequence)).size).toBeGreaterThan(10)
    })
    // They break, they never end of themselves.
    for (const { body } of receiver.of(0)) expect(body.errcode).not.toBe(1)
  })

  it('rePush: who was cut comes back, who was banned is refused and comes under a new name', async () => {
    const { receiver, cloud } = await setUp('calm')
    const domains = () => new Set(receiver.received.map(({ body }) => body.app ?? body.domain))
    await eventually(() => expect(domains().size).toBe(2))
    // Who begins only now stays on air for six seconds at least: nobody ends by himself before he is cut.
    const alreadyTold = receiver.of(1).length
    cloud.setScenario('rePush')
    const target = ({ stream_id, appname, app }: Record<string, unknown>) => ({
      StreamName: String(stream_id),
      AppName: appname,
      DomainName: app,
    })
    const [first, second] = await eventually(() => {
      const starts = receiver.of(1).slice(alreadyTold)
      const [one, other] = new Map(starts.map(({ body }) => [body.stream_id, body])).values()
      if (!one || !other) throw new Error('two are to begin')
      return [target(one), target(other)] as const
    })
    await call(cloud, 'DropLiveStream', first)
    await eventually(() => {
      const stop = receiver.of(0).find(({ body }) => body.stream_id === first.StreamName && body.errcode === 21)
      const returns = receiver.of(1).filter(({ body }) => body.stream_id === first.StreamName)
      expect(stop && returns.some(({ body }) => body.sequence !== stop.body.sequence)).toBe(true)
    })
    await call(cloud, 'ForbidLiveStream', second)
    await eventually(() => {
      const stops = receiver.of(0).filter(({ body }) => body.stream_id === second.StreamName)
      expect(stops.map(({ body }) => body.errcode)).toEqual(expect.arrayContaining([21, 18]))
      expect(stops.map(({ body }) => body.errmsg)).toContain('Push refused: the stream is banned (305)')
      expect(receiver.of(1).some(({ body }) => String(body.stream_id).startsWith(`${second.StreamName}-again`))).toBe(
        true,
      )
    })
  })

  it('change at run time', async () => {
    const { cloud } = await setUp('calm')
    expect((await control(cloud, 'scenario', { scenario: 'busy' })).answer).toMatchObject({ scenario: 'busy' })
    await eventually(() => expect(cloud.status().onAir).toBeGreaterThan(4))
    cloud.setScenario('calm')
    expect(cloud.status().onAir).toBeLessThanOrEqual(3)
  })
})
