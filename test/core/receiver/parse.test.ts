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

describe('the documents’ bodies', () => {
  const place = { domain: 'push.example.com', app: 'live' }
  it.each<[number, number, Partial<ParsedCallback>]>([
    [
      0,
      0,
      {
        ...place,
        stream: 'test_stream',
        session: '2210464508206756938',
        occurredAt: 1703731606_000,
        facts: { code: 1, message: 'The push client actively stopped the push', durationMs: 128581 },
        dedupKey: '[0,"2210464508206756938"]',
        t: '1703732206',
        verdict: null,
        score: null,
        label: null,
      },
    ],
    [
      1,
      0,
      {
        ...place,
        stream: 'test_stream',
        session: '2210464508206756938',
        occurredAt: 1703731478_000,
        facts: { width: 0, height: 0 },
        dedupKey: '[1,"2210464508206756938"]',
      },
    ],
    [
      100,
      0,
      {
        domain: 'yourapp',
        app: 'yourappname',
        stream: 'stream_test',
        session: null,
        occurredAt: 1642089598_000,
        facts: { format: 'hls', durationS: 154, bytes: 277941079, url: 'http://vod.example.com/xxxx/yyyy/zzzz.m3u8' },
        dedupKey: '[100,"1234567890"]',
      },
    ],
    [
      200,
      0,
      {
        ...place,
        stream: 'your_streamid',
        occurredAt: 1622599925_000,
        facts: {
          picture: 'http://bucket.cos.example.com/channelid/channelid-screenshot-10-12-05-1280x720.jpg',
          width: 1280,
          height: 720,
          bytes: 30670,
        },
      },
    ],
    [
      314,
      0,
      {
        ...place,
        stream: 'testvod',
        session: '118148',
        occurredAt: null,
        facts: { event: 'TaskStart', url: null, durationS: null, code: null, message: null, alarm: null },
        t: null,
        sign: null,
      },
    ],
    [
      314,
      1,
      {
        ...place,
        facts: expect.objectContaining({ event: 'VodSourceFileStart', durationS: 14920 }),
      },
    ],
    [
      315,
      0,
      {
        ...place,
        stream: 'xxxn01',
        occurredAt: 1685929588_000,
        verdict: 'Block',
        score: 96,
        label: 'Ad',
        facts: {
          subLabel: 'Contact',
          text: 'provide mobile phone number for easy contact',
          audio: 'https://audio.example.com/Audit-09-46-27.wav',
          durationS: 10,
        },
        dedupKey: '[315,"xxx594-4f4d-a5d0-99cce8b750b4"]',
      },
    ],
    [
      317,
      0,
      {
        ...place,
        stream: 'teststream',
        occurredAt: 1610640000_000,
        verdict: 'Block',
        score: 99,
        label: 'Porn',
        facts: {
          subLabel: 'PornHigh',
          picture: 'http://img.example.com/download/porn/test.jpg',
          text: null,
          sentAt: 1615859827_000,
        },
      },
    ],
    [317, 1, { ...place, stream: 'teststream', verdict: 'Review', score: 97, label: 'Sexy' }],
    [
      321,
      0,
      {
        ...place,
        stream: 'teststream',
        session: '000000000000000000',
        occurredAt: 1670588074971,
        facts: {
          kinds: 2,
          type: 6,
          count: 2,
          message: 'video frame arrive interval bigger than 1000(ms)',
          total: 4,
        },
      },
    ],
    [
      332,
      0,
      {
        ...place,
        stream: '2991615887188599295',
        session: '2918085116267032069',
        occurredAt: 1700207929_000,
        facts: { event: 'record_ended', format: 2, taskId: null },
        dedupKey: '[332,"3266441426274648065","record_ended"]',
      },
    ],
    [
      338,
      0,
      {
        domain: null,
        app: null,
        stream: 'teststream',
        facts: { text: 'Sample recognised sentence.', translation: null, sentences: 1, steady: 1 },
      },
    ],
    [
      341,
      0,
      {
        ...place,
        stream: 'test_stream_35b4a6e6d4261',
        session: '1855245773800540059',
        occurredAt: 1739934527_000,
        facts: { type: -201, level: 'info', occurs: 4, message: 'video ts deviation: 100.000000', format: 'ts' },
        dedupKey: '[341,"1855245773800540059","1739934527","-201"]',
      },
    ],
    [
      343,
      0,
      { ...place, stream: 'test', occurredAt: 1747818881_000, facts: { class: 'Blur', score: 44.15314104741461 } },
    ],
    [344, 0, { ...place, stream: 'livestream1', facts: { class: 'PSNR', frames: 2, worst: 22.78, best: 32.75 } }],
    // Printed as 344: the average tells it apart.
    [345, 0, { type: 345, facts: { class: 'PSNR', average: 27.765, worst: 22.78, best: 32.75 } }],
    [
      347,
      0,
      {
        stream: 'teststream',
        occurredAt: 1750402588_000,
        facts: {
          text: 'Sample sentence with a filtered word in it.',
          sentences: 1,
          words: 1,
          word: 'filtered word',
        },
      },
    ],
    [
      349,
      0,
      {
        domain: 'push.example.com',
        app: 'highlight',
        stream: 'test1820',
        occurredAt: 1761128834_000,
        facts: { items: 1, title: 'Sample highlight title', video: expect.stringContaining('.mp4') },
      },
    ],
  ])('%i (%i) is read', (type, index, expected) => {
    expect(parse(example(type, index))).toMatchObject({ type, ...expected })
  })

  it('are all told apart', () => {
    const keys = Object.values(bodies)
      .flat()
      .map((body) => parse(body).dedupKey)
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('types without a sample', () => {
  it('328 is read by its documented fields', () => {
    const body = {
      event_type: 328,
      stream_id: 's',
      event_name: 'LowFps',
      event_msg: 'too slow',
      event_time: 1747818881123,
    }
    expect(parse(body)).toMatchObject({
      stream: 's',
      occurredAt: 1747818881123,
      facts: { event: 'LowFps', message: 'too slow' },
      dedupKey: '[328,"s","LowFps","1747818881123"]',
    })
  })

  it('348 is read by its documented fields', () => {
    const body = {
      event_type: 348,
      domain: 'd',
      path: 'p',
      stream_id: 's',
      begin_time: 1761128808,
      end_time: 1761128834,
      title: 'T',
      summary: 'S',
    }
    expect(parse(body)).toMatchObject({
      domain: 'd',
      app: 'p',
      occurredAt: 1761128834_000,
      facts: { title: 'T', summary: 'S' },
    })
  })

  it('an exit of a relay task has its code and reason', () => {
    const body = {
      event_type: 314,
      callback_event: 'TaskExit',
      msg: '{"task_exit_time":1747818881123,"code":-1,"message":"gone"}',
    }
    expect(parse(body)).toMatchObject({
      occurredAt: 1747818881123,
      facts: { event: 'TaskExit', code: -1, message: 'gone' },
    })
  })

  it('an unknown type is read generically', () => {
    const body = {
      event_type: 999,
      domain: 'd',
      path: 'p',
      stream_id: 's',
      event_time: 1747818881,
      event_name: 'E',
      sequence: 12,
    }
    expect(parse(body)).toMatchObject({
      type: 999,
      domain: 'd',
      app: 'p',
      stream: 's',
      session: '12',
      occurredAt: 1747818881_000,
      facts: { event: 'E' },
    })
    expect(parse({ event_type: 999, app: 'd', appname: 'p' })).toMatchObject({ domain: 'd', app: 'p' })
    expect(parse({ event_type: -7 })).toMatchObject({ type: -7, domain: null, stream: null })
  })

  it('a type in digits is that type; anything else is none', () => {
    expect(parse({ event_type: '317', img: 'x' }).type).toBe(317)
    for (const event_type of [undefined, null, 'porn', '', ' 1', 1.5, [1], true, 1e300])
      expect(parseCallback(Buffer.from(JSON.stringify({ event_type })))).toEqual({ rejection: 'noEventType' })
  })
})

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
    [317, 'stream', { streamId: 'another' }],
    [321, 'window', { data_time: 1670588079971 }],
    [332, 'status', { record_event: 'record_started' }],
    [341, 'exception', { exception: { type: -200 } }],
    [343, 'class', { class: 'Mosaic' }],
    [343, 'domain', { domain: 'other.example.com' }],
    [344, 'template', { transcode_template_id: 1 }],
    [347, 'sentence', { data: { subtitle_tmp_res: [{ start_pts: 1 }] } }],
    [349, 'item', { items: [{ begin_time: 1 }] }],
  ])('%i is another one with another %s', (type, _what, change) => {
    expect(parse({ ...example(type), ...change }).dedupKey).not.toBe(parse(example(type)).dedupKey)
  })

  it('of a recording without file ids goes by task and time', () => {
    const { file_id: _f, record_file_id: _r, ...body } = example(100)
    expect(parse(body).dedupKey).toMatch(/^\[100,"UpTb.*","1642089445","1642089598"\]$/)
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
    expect(parse('{"event_type":315,"task_id":9223372036854775807,"seq":1}').dedupKey).toBe(
      '[315,"9223372036854775807","1"]',
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
      { numRuns: 5000 },
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
  }, 30_000)
})
