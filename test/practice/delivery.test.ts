import { createHash } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createCertificate } from '../support/certificate.ts'
import { bind, call, createClock, eventually, onClose, startCloud, startReceiver } from './helpers.ts'

const minute = 60_000
const md5 = (text: string) => createHash('md5').update(text).digest('hex')

const domain = 'quiet.practice.example'

/** A cloud at real speed whose clock the test moves, with a template in effect on a domain nobody streams to. */
async function setUp({ key = 'exampleKey123' } = {}) {
  const clock = createClock()
  const receiver = await startReceiver(clock.now)
  const cloud = await startCloud({ now: clock.now, resolve: { 'desk.example': receiver.address } })
  const ask = (action: string, params: object = {}) => call(cloud, action, { ...params }, { at: clock.now() })
  await ask('AddLiveDomain', { DomainName: domain, DomainType: 0 })
  await bind(cloud, { key, domain, at: clock.now() })
  clock.advance(10 * minute)
  const emit = (type: number, more: object = {}) => cloud.emit({ type, domain, stream: 'mine', ...more })
  const mine = () => receiver.received.filter(({ raw }) => raw.includes('"mine"'))
  return { clock, receiver, cloud, mine, emit, ask }
}

describe('one delivery', () => {
  it('is a POST to the URL of its type, under the host of the URL, signed with the key', async () => {
    const { emit, mine, clock } = await setUp()
    expect(emit(321)).toEqual({ url: 'http://desk.example/PushExceptionNotifyUrl' })
    await eventually(() => expect(mine()).toHaveLength(1))
    const [{ path, headers, body } = { path: '', headers: {}, body: {} as Record<string, unknown> }] = mine()
    expect(path).toBe('/PushExceptionNotifyUrl')
    expect(headers.host).toBe('desk.example')
    expect(headers['content-type']).toBe('application/json')
    expect(body.sign).toBe(md5(`exampleKey123${body.t}`))
    expect(body.t).toBe(Math.floor((clock.now() + 10 * minute) / 1000))
  })

  it('has neither t nor sign when the template has no key', async () => {
    const { emit, mine } = await setUp({ key: '' })
    emit(317)
    await eventually(() => expect(mine()).toHaveLength(1))
    expect(mine()[0]?.body).not.toHaveProperty('sign')
    expect(mine()[0]?.body).not.toHaveProperty('t')
  })

  it('goes to the stream-begin URL for types without a field of their own', async () => {
    const { emit } = await setUp()
    for (const type of [314, 328, 338, 343, 344, 345, 347, 348, 349])
      expect(emit(type)).toEqual({ url: 'http://desk.example/StreamBeginNotifyUrl' })
    expect(emit(999)).toBeNull()
  })

  it('goes nowhere for other domains, and to the app rule rather than the domain rule', async () => {
    const { cloud, emit, clock } = await setUp()
    await bind(cloud, { base: 'http://desk.example/game', domain, app: 'game', at: clock.now() })
    expect(emit(200, { app: 'game' })?.url).toBe('http://desk.example/SnapshotNotifyUrl')
    clock.advance(10 * minute)
    expect(emit(200, { app: 'game' })?.url).toBe('http://desk.example/game/SnapshotNotifyUrl')
    expect(emit(200, { app: 'live' })?.url).toBe('http://desk.example/SnapshotNotifyUrl')
    expect(emit(200, { domain: 'push2.practice.example' })?.url).toBeNull()
  })

  it('follows an edited template only after the propagation delay', async () => {
    const { ask, emit, clock } = await setUp()
    const [template] = (await ask('DescribeLiveCallbackTemplates')).Templates as [{ TemplateId: number }]
    const { TemplateId } = template
    await ask('ModifyLiveCallbackTemplate', { TemplateId, SnapshotNotifyUrl: 'http://desk.example/new' })
    clock.advance(5 * minute - 1000)
    expect(emit(200)?.url).toBe('http://desk.example/SnapshotNotifyUrl')
    clock.advance(5 * minute + 1000)
    expect(emit(200)?.url).toBe('http://desk.example/new')
  })

  it('reports recording exceptions of the wanted levels only', async () => {
    const { ask, emit, clock } = await setUp()
    const [{ TemplateId }] = (await ask('DescribeLiveCallbackTemplates')).Templates as [{ TemplateId: number }]
    expect(emit(341)?.url).toBe('http://desk.example/RecordExceptionNotifyUrl')
    await ask('ModifyLiveCallbackTemplate', { TemplateId, RecordExceptionLevels: ['info'] })
    clock.advance(10 * minute)
    expect(emit(341)?.url).toBeNull()
  })

  it('travels over https, to a receiver whose certificate is trusted', async () => {
    const { key, cert } = createCertificate(['desk.example'])
    const server = createServer({ key, cert }, (request, response) => {
      request.resume()
      response.end('secure')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onClose(() => {
      server.closeAllConnections()
      server.close()
    })
    const resolve = { 'desk.example': `127.0.0.1:${(server.address() as AddressInfo).port}` }
    const trusting = await startCloud({ resolve, ca: cert })
    expect(await trusting.fetch('https://desk.example/', '{}')).toMatchObject({ status: 200, body: 'secure' })
    const wary = await startCloud({ resolve })
    expect(await wary.fetch('https://desk.example/', '{}')).toMatchObject({
      status: null,
      body: expect.stringMatching(/self-signed/),
    })
  })
})

describe('retries', () => {
  /** Counts the attempts and looks at the cloud's clock between them. */
  async function expectAttempts(type: number, gap: number, expected: number) {
    const { cloud, clock, mine, emit, receiver } = await setUp()
    receiver.answer = () => 500
    emit(type)
    const step = () => {
      clock.advance(10_000)
      expect(mine()).toHaveLength(expected)
    }
    await eventually(step)
    const times = mine().map(({ at }) => at)
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(gap)
    expect(Math.min(...gaps)).toBeLessThan(gap + 0.9 * minute)
    expect(new Set(mine().map(({ raw }) => raw)).size).toBe(1)
    // Another event's retry shows that time has gone on without a further one of this.
    clock.advance(60 * minute)
    emit(321, { stream: 'later' })
    await eventually(() => expect(cloud.status().failed).toBe(expected + 1))
    clock.advance(minute)
    await eventually(() => expect(cloud.status().failed).toBe(expected + 2))
    expect(mine()).toHaveLength(expected)
  }

  it('come 12 times a minute apart for image moderation', () => expectAttempts(317, minute, 13))
  it('come 5 times two minutes apart for screenshots', () => expectAttempts(200, 2 * minute, 6))
  it('come twice for subtitles', () => expectAttempts(338, minute, 3))

  it.each([201, 204, 302, 404, 500])('follow a %i, until 200', async (status) => {
    const { cloud, clock, emit, mine, receiver } = await setUp()
    receiver.answer = () => (mine().length === 1 ? status : 200)
    emit(315)
    await eventually(() => expect(cloud.status()).toMatchObject({ delivered: 0, failed: 1 }))
    clock.advance(minute)
    await eventually(() => expect(cloud.status()).toMatchObject({ delivered: 1, failed: 1 }))
    expect(mine()).toHaveLength(2)
  })

  it('follow a receiver that does not answer, and one that is not there', async () => {
    const clock = createClock()
    const receiver = await startReceiver(clock.now)
    const resolve = { 'desk.example': receiver.address, 'gone.example': '127.0.0.1:1' }
    const cloud = await startCloud({ now: clock.now, timeScale: 600, resolve })
    await call(cloud, 'AddLiveDomain', { DomainName: domain, DomainType: 0 }, { at: clock.now() })
    await bind(cloud, { domain, at: clock.now() })
    await bind(cloud, { base: 'http://gone.example', domain, app: 'game', at: clock.now() })
    clock.advance(1000)
    receiver.answer = () => (receiver.received.length === 1 ? 'hang' : 200)
    cloud.emit({ type: 338, domain })
    cloud.emit({ type: 338, domain, app: 'game' })
    await eventually(() => expect(cloud.status().failed).toBe(1))
    // Three seconds of real time are the least a receiver is given, at any time scale.
    await eventually(() => expect(cloud.status().failed).toBe(2))
    clock.advance(100)
    await eventually(() => expect(cloud.status()).toMatchObject({ delivered: 1, failed: 3 }))
    clock.advance(100)
    await eventually(() => expect(cloud.status()).toMatchObject({ delivered: 1, failed: 4 }))
  })
})

describe('the delivery log', () => {
  it('holds each attempt with what was sent and what came back', async () => {
    const { cloud, clock, emit, ask, receiver } = await setUp()
    receiver.answer = () => 503
    emit(200)
    await eventually(() => expect(cloud.status().failed).toBe(1))
    receiver.answer = () => 200
    clock.advance(2 * minute)
    await eventually(() => expect(cloud.status().delivered).toBe(1))
    const beijing = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
    const span = { StartTime: beijing(clock.now() - 10 * minute), EndTime: beijing(clock.now() + 1000) }
    const list = async (more: object = {}) => {
      const params = { ...span, StreamName: 'mine', PageNum: 1, PageSize: 10, ...more }
      return (await ask('DescribeCallbackRecordsList', params)).DataInfoList as Record<string, string | number>[]
    }
    expect(await list()).toMatchObject([{ ResultCode: 503 }, { ResultCode: 0 }])
    const [first] = await list({ ResultCode: 503 })
    expect(JSON.parse(String(first?.Request))).toMatchObject({ event_type: 200, stream_id: 'mine' })
    expect(first?.Response).toBe('{"code":0}')
    expect(first?.EventTime).toMatch(/^\d{4}-\d\d-\d\d \d\d:/)
    expect(await list({ EventType: 0 })).toEqual([])
    expect(await list({ StreamName: 'min' })).toEqual([])
  })
})
