import { describe, expect, it } from 'vitest'
import { bind, control, createClock, eventually, startCloud, startReceiver } from './helpers.ts'

describe('the practice controls', () => {
  it('answer to the key only', async () => {
    const cloud = await startCloud()
    expect(await control({ ...cloud, secretKey: 'guess' }, 'status')).toEqual({
      status: 401,
      answer: { error: 'wrong key' },
    })
    expect((await fetch(`${cloud.endpoint}/practice/status`)).status).toBe(401)
    expect((await control(cloud, 'nothing')).status).toBe(404)
  })

  it('tell how things stand', async () => {
    const cloud = await startCloud({ site: 'intl', timeScale: 20 })
    const { answer } = await control(cloud, 'status')
    expect(answer).toMatchObject({
      running: true,
      scenario: 'calm',
      site: 'intl',
      timeScale: 20,
      delivered: 0,
      failed: 0,
    })
  })

  it('refuse what they do not understand', async () => {
    const cloud = await startCloud()
    const status = async (path: string, input: unknown) => (await control(cloud, path, input)).status
    expect(await status('scenario', { scenario: 'panic' })).toBe(400)
    expect(await status('resolve', { 'desk.example': 'example.com:80' })).toBe(400)
    expect(await status('fetch', { url: 'file:///etc/passwd' })).toBe(400)
    expect(await status('emit', { type: '317' })).toBe(400)
    expect(await status('emit', { type: 999 })).toBe(400)
    expect(await status('fault', { action: 'DescribeLiveDomains', kind: 'explode', times: 1 })).toBe(400)
    expect(await status('fault', [])).toBe(400)
  })

  it('post as the cloud would, to names they were told', async () => {
    const receiver = await startReceiver()
    const cloud = await startCloud()
    const url = 'http://heart.example/c/heartbeat?x=1'
    const { answer: lost } = await control(cloud, 'fetch', { url, body: '{"event_type":1}' })
    expect(lost).toMatchObject({ status: null, body: 'heart.example does not resolve' })
    await control(cloud, 'resolve', { 'heart.example': receiver.address })
    const { answer } = await control(cloud, 'fetch', { url, body: '{"event_type":1}' })
    expect(answer).toMatchObject({ status: 200, body: '{"code":0}', ms: expect.any(Number) })
    expect(receiver.received[0]).toMatchObject({ path: '/c/heartbeat?x=1', headers: { host: 'heart.example' } })
    await control(cloud, 'fetch', { url, body: { event_type: 2 } })
    expect(receiver.received[1]?.raw).toBe('{"event_type":2}')
  })

  it('make an event happen, and a stream begin and end', async () => {
    const clock = createClock()
    const receiver = await startReceiver()
    const cloud = await startCloud({ now: clock.now, resolve: { 'desk.example': receiver.address } })
    await bind(cloud, { at: clock.now() })
    expect((await control(cloud, 'emit', { type: 317 })).answer).toEqual({ url: null })
    clock.advance(10 * 60_000)
    const emit = (type: number) => control(cloud, 'emit', { type, stream: 'mine' })
    expect((await emit(317)).answer).toEqual({ url: 'http://desk.example/PornCensorshipNotifyUrl' })
    expect((await emit(1)).answer).toEqual({ url: 'http://desk.example/StreamBeginNotifyUrl' })
    expect((await emit(0)).answer).toEqual({ url: 'http://desk.example/StreamEndNotifyUrl' })
    const mine = () => receiver.received.filter(({ raw }) => raw.includes('"mine"')).map(({ body }) => body.event_type)
    await eventually(() => expect(mine()).toEqual(expect.arrayContaining([317, 1, 0])))
    const [start, stop] = [receiver.of(1), receiver.of(0)].map((list) => list.find(({ raw }) => raw.includes('"mine"')))
    expect(stop?.body.sequence).toBe(start?.body.sequence)
  })
})
