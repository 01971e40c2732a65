/** Everything bad that may arrive under a good path: a clear row or a clear refusal, never a crash. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventRow } from '../../src-main/contract/events.ts'
import { eachOf, type ReceivingDesk, signed, startReceivingDesk } from '../support/receiving-desk.ts'

let desk: ReceivingDesk
let at: number

beforeEach(async () => {
  at = Date.UTC(2026, 0, 2)
  desk = await startReceivingDesk({ now: () => at })
})
afterEach(() => desk.close())

const t = () => Math.floor(at / 1000) + 600
const rows = async () => (await desk.events.page('acc', { filter: {}, limit: 100 })).rows
const start = { event_type: 1, app: 'push.example.com', appname: 'live', stream_id: 's', sequence: '1' }

describe('bad input', () => {
  it.each<[string, () => string | Buffer | object, Partial<EventRow>]>([
    ['malformed JSON', () => '{"event_type":1', { rejection: 'notJson' }],
    ['no body', () => '', { rejection: 'notJson' }],
    ['a list', () => '[1]', { rejection: 'notObject' }],
    ['deep nesting', () => `{"a":${'['.repeat(12_000)}`, { rejection: 'tooDeep' }],
    [
      'too many keys',
      () => `{${Array.from({ length: 6000 }, (_, key) => `"k${key}":0`)}}`,
      { rejection: 'tooManyKeys' },
    ],
    ['invalid UTF-8', () => Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), { rejection: 'notUtf8' }],
    ['no event type', () => ({ hello: 1 }), { rejection: 'noEventType' }],
    ['__proto__', () => '{"event_type":1,"__proto__":{"app":"evil"},"sequence":"9"}', { type: 1, domain: null }],
    ['19-digit numbers', () => '{"event_type":1,"sequence":2210464508206756938}', { session: '2210464508206756938' }],
    ['a wrong sign', () => signed(start, { t: t(), key: 'another' }), { trust: 'wrong', stream: 's' }],
    ['a missing sign', () => start, { trust: 'missing', stream: 's' }],
    ['an expired t', () => signed(start, { t: t() - 700 }), { trust: 'late', stream: 's' }],
    [
      'an unknown type',
      () => signed({ event_type: 4711, domain: 'd' }, { t: t() }),
      { type: 4711, domain: 'd', trust: 'ok' },
    ],
    [
      'wild types in every field',
      () => signed({ event_type: 317, img: {}, type: 'x', score: [[]], streamId: 5 }, { t: t() }),
      { type: 317, stream: '5', verdict: 'Review' },
    ],
  ])('%s is answered 200 and is one row that says so', async (_name, body, expected) => {
    const response = await desk.post(body())
    expect([response.status, await response.text()]).toEqual([200, '{"code":0}'])
    const stored = await rows()
    expect(stored).toHaveLength(1)
    expect(stored[0]).toMatchObject(expected)
    expect(desk.events.get(stored[0]?.id ?? 0).row).toEqual(stored[0])
  })

  it('above 1 MiB is refused and leaves no row', async () => {
    const response = await desk.post('x'.repeat(1024 * 1024 + 1)).catch(() => null)
    expect(response?.status ?? 413).toBe(413)
    expect(desk.receiver.counts.tooLarge).toBe(1)
    expect(await rows()).toEqual([])
  })

  it('with a wrong content type is read all the same', async () => {
    const response = await fetch(desk.urlFor('streamBegin'), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: JSON.stringify(signed(start, { t: t() })),
    })
    expect(response.status).toBe(200)
    expect((await rows())[0]).toMatchObject({ type: 1, trust: 'ok' })
  })

  it('many times the same is one row', async () => {
    const body = signed(start, { t: t() })
    const answers = await eachOf(Array.from({ length: 300 }), () => desk.post(body))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(await rows()).toMatchObject([{ deliveries: 300 }])
  })

  it('forged first does not hide the real event', async () => {
    await desk.post(signed({ ...start, app: 'evil.example.com' }, { t: t(), key: 'guessed' }))
    await desk.post(signed(start, { t: t() }))
    expect((await rows()).map(({ trust, domain }) => [trust, domain])).toEqual([
      ['ok', 'push.example.com'],
      ['wrong', 'evil.example.com'],
    ])
  })
})

describe('retries', () => {
  it('after nine minutes of outage land as the events they are', async () => {
    const body = signed(start, { t: t() })
    at += 9 * 60_000
    await desk.post(body)
    expect(await rows()).toMatchObject([{ trust: 'ok', deliveries: 1 }])
    at += 3 * 60_000
    await desk.post(body)
    expect(await rows()).toMatchObject([{ trust: 'ok', deliveries: 2 }])
  })

  it('signed with the key of before a change are still trusted', async () => {
    const body = signed(start, { t: t() })
    desk.keyring.set('acc', new Map([[17, 'the new key']]))
    await desk.post(body)
    expect(await rows()).toMatchObject([{ trust: 'ok' }])
  })
})
