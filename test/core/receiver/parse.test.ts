import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ParsedCallback, parseCallback } from '../../../src-main/core/receiver/parse.ts'
import examples from '../../fixtures/callback-examples.json' with { type: 'json' }

function parse(body: unknown): ParsedCallback {
  const parsed = parseCallback(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)))
  if ('rejection' in parsed) throw new Error(parsed.rejection)
  return parsed
}

const bodies = examples as unknown as Record<string, Record<string, unknown>[]>
const example = (type: number, index = 0) => ({ ...bodies[type]?.[index] })

const placeNames = ['app', 'appname', 'domain', 'path', 'stream_id', 'streamId']

describe('the same event', () => {
  it.each(
    Object.values(bodies)
      .flat()
      .map((body) => [body.event_type, body]),
  )('%i is recognised under another t and sign', (_type, body) => {
    expect(parse({ ...body, t: 1999999999, sign: 'f'.repeat(32) }).dedupKey).toBe(parse(body).dedupKey)
  })

  it('of an unknown type is recognised by its body', () => {
    const body = { event_type: 999, a: 1, t: 1703732078, sign: 'a' }
    expect(parse({ ...body, t: 1703732079, sign: 'b' }).dedupKey).toBe(parse(body).dedupKey)
    expect(parse({ ...body, a: 2 }).dedupKey).not.toBe(parse(body).dedupKey)
  })

  it.each<[number, string, object]>([
    [0, 'sequence', { sequence: '1' }],
    [100, 'file', { record_file_id: 'another' }],
    [200, 'picture', { pic_full_url: 'http://other' }],
    [200, 'second', { create_time: 1622599926 }],
    [314, 'event', { callback_event: 'TaskExit' }],
    [314, 'message', { msg: '{}' }],
    [315, 'request', { request_id: 'another' }],
    [317, 'picture', { img: 'another' }],
    [317, 'screenshot time', { screenshotTime: 1610640001 }],
    [321, 'window', { data_time: 1670588079971 }],
    [332, 'status', { record_event: 'record_started' }],
    [341, 'exception', { exception: { type: -200 } }],
    [343, 'class', { class: 'Mosaic' }],
    [344, 'template', { transcode_template_id: 1 }],
    [347, 'sentence', { data: { subtitle_tmp_res: [{ start_pts: 1 }] } }],
    [349, 'item', { items: [{ begin_time: 1 }] }],
  ])('%i is another one with another %s', (type, _what, change) => {
    expect(parse({ ...example(type), ...change }).dedupKey).not.toBe(parse(example(type)).dedupKey)
  })

  it.each(
    Object.entries(bodies).flatMap(([type, [body]]) =>
      Object.keys(body ?? {}).flatMap((name) => (placeNames.includes(name) ? [[Number(type), name] as const] : [])),
    ),
  )('%i is another one with another %s, whatever ids they share', (type, name) => {
    expect(parse({ ...example(type), [name]: 'another' }).dedupKey).not.toBe(parse(example(type)).dedupKey)
  })

  it('of a recording without file ids goes by task and time', () => {
    const { file_id: _f, record_file_id: _r, ...body } = example(100)
    expect(parse(body).dedupKey).toMatch(/,"UpTb.*","1642089445","1642089598"\]$/)
  })

  it('of a sentence still being recognised is another one when its text or its state changes', () => {
    const sentence = (text: string, steady_state: boolean) =>
      parse({
        event_type: 338,
        task_id: '1',
        data: { subtitle_tmp_res: [{ src_txt: text, start_pts: 5, steady_state }] },
      })
    expect(sentence('Hel', false).dedupKey).not.toBe(sentence('Hello', false).dedupKey)
    expect(sentence('Hello', false).dedupKey).not.toBe(sentence('Hello', true).dedupKey)
    expect(sentence('Hello', true).facts.steady).toBe(1)
  })

  it('is told by all of a long address, not by the part a row shows', () => {
    const long = (end: string) => parse({ ...example(200), pic_full_url: `http://x/${'p'.repeat(2000)}${end}` })
    expect(long('a').dedupKey).not.toBe(long('b').dedupKey)
    expect(String(long('a').facts.picture).length).toBeLessThanOrEqual(512)
  })
})

describe('values from strangers', () => {
  it('keep every digit of an id beyond 2^53', () => {
    expect(parse('{"event_type":1,"sequence":2210464508206756938}').session).toBe('2210464508206756938')
    expect(parse('{"event_type":315,"stream_id":7,"task_id":9223372036854775807,"seq":1}').dedupKey).toBe(
      '[315,"","","7","9223372036854775807","1"]',
    )
  })

  it('of the wrong type read as absent', () => {
    const body = {
      event_type: 0,
      app: {},
      appname: [],
      stream_id: true,
      event_time: 'soon',
      errcode: 'x',
      sequence: null,
    }
    expect(parse(body)).toMatchObject({
      domain: null,
      app: null,
      stream: null,
      occurredAt: null,
      facts: { code: null },
    })
  })

  it('that are impossible times are no times', () => {
    for (const event_time of [0, -1, 1e300, '99999999999999999999'])
      expect(parse({ event_type: 1, event_time }).occurredAt).toBeNull()
  })

  it('named __proto__ do nothing', () => {
    expect(parse('{"event_type":1,"__proto__":{"app":"evil"}}').domain).toBeNull()
  })

  it('never make it throw', () => {
    const names = [
      'app',
      'data',
      'msg',
      'type',
      'items',
      'frames',
      'exception',
      'abnormal_event',
      'callback_ext',
      'to_url',
      'sign',
      't',
    ]
    const types = [0, 1, 100, 200, 314, 315, 317, 321, 328, 332, 338, 341, 343, 344, 345, 347, 348, 349, 5]
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 4 })),
        (event_type, fields) => {
          const row = parse({ ...fields, event_type })
          return Object.values(row.facts).every((fact) => fact === null || ['string', 'number'].includes(typeof fact))
        },
      ),
      { numRuns: 1500 },
    )
  })

  it('in 100,000 torn bodies never crash it', () => {
    const texts = Object.values(bodies)
      .flat()
      .map((body) => Buffer.from(JSON.stringify(body)))
    let seed = 1
    const next = (below: number) => {
      seed = (seed * 48271) % 2147483647
      return seed % below
    }
    for (let round = 0; round < 100_000; round++) {
      const body = Buffer.from(texts[next(texts.length)] ?? '')
      for (let flips = next(4); flips >= 0; flips--) body[next(body.length)] = next(256)
      const parsed = parseCallback(body.subarray(0, next(3) === 0 ? next(body.length) : undefined))
      if (!('rejection' in parsed) && !Number.isSafeInteger(parsed.type)) throw new Error(`read as ${parsed.type}`)
    }
  })
})
