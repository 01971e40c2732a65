/** Every documented body, and the documented fields of the types that have none. */
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
        dedupKey: '[0,"push.example.com","live","test_stream","2210464508206756938"]',
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
        dedupKey: '[1,"push.example.com","live","test_stream","2210464508206756938"]',
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
        dedupKey: '[100,"yourapp","yourappname","stream_test","1234567890"]',
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
        dedupKey: '[315,"push.example.com","live","xxxn01","xxx594-4f4d-a5d0-99cce8b750b4"]',
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
        dedupKey: '[332,"push.example.com","live","2991615887188599295","3266441426274648065","record_ended"]',
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
        dedupKey:
          '[341,"push.example.com","live","test_stream_35b4a6e6d4261","1855245773800540059","1739934527","-201"]',
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
      dedupKey: '[328,"","","s","LowFps","1747818881123"]',
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
