import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, type Field, type Group, type Section } from '../../../src-renderer/events/decode.ts'
import { type Json, leafPaths, parseJson } from '../../../src-renderer/events/json.ts'
import { sayGroup, sayLabel, sayValue } from '../../../src-renderer/events/say.ts'
import published from '../../fixtures/callback-examples.json' with { type: 'json' }
import { wordsOf } from './say-with.ts'

const examples = published as Record<string, readonly Json[]>
const bodies = Object.entries(examples).flatMap(([type, list]) =>
  list.map((body, index) => ({ type: Number(type), index, body, text: JSON.stringify(body) })),
)

const fieldsOf = (part: Section | Group): Field[] => [...part.fields, ...part.groups.flatMap(fieldsOf)]
const groupsOf = (part: Section | Group): Group[] => part.groups.flatMap((group) => [group, ...groupsOf(group)])
const allFields = (text: string, type: number) => (decode(text, type) ?? []).flatMap(fieldsOf)

const en = wordsOf('en')
/** What a person reads, as label → value. */
const said = (body: unknown, type: number, words = en): Record<string, string> =>
  Object.fromEntries(
    allFields(typeof body === 'string' ? body : JSON.stringify(body), type).map((field) => [
      sayLabel(field.label, words),
      sayValue(field.value, words),
    ]),
  )

describe('the published bodies', () => {
  it.each(bodies)('type $type, body $index: every leaf is shown, once', ({ type, text, body }) => {
    const shown = allFields(text, type).flatMap(({ paths }) => paths)
    expect(shown.toSorted()).toEqual(leafPaths(body).toSorted())
  })

  it.each(bodies)('type $type, body $index: every field has a name of its own', ({ type, text }) => {
    expect(allFields(text, type).filter(({ label }) => 'key' in label)).toEqual([])
    expect((decode(text, type) ?? []).map(({ title }) => title)).not.toContain('further')
  })

  it.each(['en', 'zh-CN'] as const)('reads without a missing word in %s', (locale) => {
    const missing: string[] = []
    const words = wordsOf(locale, (key) => missing.push(key))
    for (const { text, type } of bodies) {
      for (const section of decode(text, type) ?? []) {
        words.t(`section.${section.title}`)
        for (const group of groupsOf(section)) sayGroup(group, words)
        for (const { label, value } of fieldsOf(section)) {
          expect(sayLabel(label, words)).not.toBe('')
          expect(sayValue(value, words)).not.toMatch(/^\s*$|[{}[\]]|undefined|null|NaN/)
        }
      }
    }
    expect(missing).toEqual([])
  })
})

describe('push and stop', () => {
  const stop = { event_type: 0, errcode: 1, errmsg: 'bye', push_duration: '128581', width: 0 }

  it('says why and after how long a push ended', () => {
    expect(said(stop, 0)).toMatchObject({
      'Stop reason': 'client closed (1)',
      'Pushed for': '2 min 8 s',
      Width: 'not known yet',
    })
    expect(said(stop, 0, wordsOf('zh-CN'))).toMatchObject({ 断流原因: '推流端主动断流 (1)', 推流时长: '2 分钟 8 秒' })
  })

  it.each([
    [3, 'client closed (3)'],
    [15, 'network trouble (15)'],
    [18, 'push refused (18)'],
    [21, 'cut by control (21)'],
    [99, '99'],
  ])('stop code %i is %s', (errcode, text) => {
    expect(said({ errcode }, 0)['Stop reason']).toBe(text)
  })

  it('explains a sub-code in the message where it belongs to the stop code', () => {
    expect(said({ errcode: 18, errmsg: 'reject, sub code 305' }, 0).Message).toBe(
      'reject, sub code 305 · stream banned (305)',
    )
    expect(said({ errcode: 21, errmsg: 'controlled:102' }, 0).Message).toBe(
      'controlled:102 · replaced by a newer push (102)',
    )
    expect(said({ errcode: 1, errmsg: '305' }, 0).Message).toBe('305')
    expect(said({ errcode: 18, errmsg: 'from 10.305.0.1' }, 0).Message).toBe('from 10.305.0.1')
  })

  it('names a channel only when it differs from the stream', () => {
    expect(said({ stream_id: 'a', channel_id: 'a' }, 1)).not.toHaveProperty('Channel')
    expect(said({ stream_id: 'a', channel_id: 'b' }, 1)).toMatchObject({ Stream: 'a', Channel: 'b' })
  })

  it('never shows the push secret, and reads when the link runs out', () => {
    const shown = said({ stream_param: 'txSecret=40f38f69f574fd51&txTime=5DEBEC80&a=1' }, 1)['Push parameters']
    expect(shown).toContain('txSecret=****&txTime=5DEBEC80&a=1')
    expect(shown).toMatch(/push link valid until .*2019/)
  })
})

describe('JSON inside strings', () => {
  it('is opened and decoded like the rest', () => {
    const body = { record_detail: '{"file_format":2,"start_model":5,"codec_temp_id":0}', record_event: 'record_ended' }
    expect(said(body, 332)).toMatchObject({
      'Recording state': 'recording ended (record_ended)',
      Format: 'HLS',
      'Started by': 'an API task (5)',
      'Transcoding template': 'none',
    })
  })

  it('lists the sources of a relay, whose text ends in a newline', () => {
    expect(said({ source_urls: '["http://a.example/1","http://a.example/2"]\n' }, 314).Sources).toBe(
      'http://a.example/1 · http://a.example/2',
    )
  })

  it('says when the message of a relay is plain text', () => {
    expect(said({ msg: 'it broke {' }, 314).Message).toBe('it broke {')
  })
})

describe('image moderation', () => {
  it('reads both spellings of the score, as a number or a list', () => {
    for (const body of [{ score: [97] }, { socre: [97] }, { score: 97 }, { socre: 97 }])
      expect(said(body, 317).Score).toBe('97')
  })

  it('reads a category by the age of the body', () => {
    expect(said({ type: [2], confidence: 0 }, 317).Category).toBe('Sexy (2)')
    expect(said({ type: [1], suggestion: 'Block' }, 317).Category).toBe('Porn (1)')
    expect(said({ type: [2], suggestion: 'Block' }, 317).Category).toBe('category 2, meaning not documented')
  })

  it('names together what was not found, and never a result that says anything', () => {
    const quiet = {
      Scene: 'Sexy',
      HitFlag: 0,
      Suggestion: 'Pass',
      Label: 'Normal',
      SubLabel: '',
      Score: 0,
      Details: [],
    }
    const sections = decode(JSON.stringify({ labelResults: [quiet, { ...quiet, Scene: 'Ad', Score: 3 }] }), 317)
    const results = sections?.find(({ title }) => title === 'results')
    expect(results?.fields.map(({ value }) => sayValue(value, en))).toEqual(['Sexy'])
    expect(results?.groups).toHaveLength(1)
  })

  it('shows a label nobody has documented as it came', () => {
    expect(said({ label: 'Moan', subLabel: 'NewThing' }, 317)).toMatchObject({ Label: 'Moan', 'Sub-label': 'NewThing' })
  })

  it('reads lower-case spellings inside results', () => {
    expect(
      said({ labelResults: [{ scene: 'Porn', label: 'Porn', subLabel: 'PornHigh', score: 99 }] }, 317),
    ).toMatchObject({ Scene: 'Porn', 'Sub-label': 'strongly pornographic (PornHigh)' })
  })
})

describe('whatever comes', () => {
  it('keeps integers beyond 2^53 to the last digit', () => {
    const body = '{"event_type":315,"seq":3266441426274648065,"task_id":-9223372036854775808,"deep":[1e400]}'
    expect(said(body, 315)).toMatchObject({ 'Message number': '3266441426274648065', Task: '-9223372036854775808' })
  })

  it('shows an unknown type by its own keys', () => {
    const body = {
      event_type: 4711,
      domain: 'push.example.com',
      noise_level_db: 12.5,
      isLive: true,
      seenTime: 1703731478,
    }
    expect(said(body, 4711)).toMatchObject({
      'Push domain': 'push.example.com',
      'Noise level db': '12.5',
      'Is Live': 'yes',
      'Event type': '4711',
    })
    expect(said(body, 4711)['Seen Time']).toContain('2023')
  })

  it('treats __proto__ as any other key', () => {
    const fields = allFields('{"__proto__":{"polluted":1},"constructor":"x"}', 1)
    expect(fields.flatMap(({ paths }) => paths)).toEqual(['/constructor', '/__proto__/polluted'])
    expect({}).not.toHaveProperty('polluted')
  })

  it('cannot read what is no object or nests without end, and does not fail on it', () => {
    for (const text of ['', '[1]', '"x"', '{"a":', '<html>', `${'[{"a":'.repeat(50_000)}`])
      expect(decode(text, 1)).toBeNull()
    const inner = JSON.stringify({ msg: '['.repeat(50_000) + ']'.repeat(50_000) })
    expect(allFields(inner, 314)).toHaveLength(1)
  })

  it('loses no leaf of any body, whatever its type', () => {
    const keys = fc.constantFrom(
      'labelResults',
      'data',
      'msg',
      'type',
      'score',
      'app',
      'stream_id',
      'channel_id',
      'x',
      '',
    )
    const bodiesOfAnyShape = fc.dictionary(fc.oneof(keys, fc.string()), fc.jsonValue({ maxDepth: 4 }))
    const types = fc.constantFrom(...Object.keys(examples).map(Number), 4711)
    fc.assert(
      fc.property(bodiesOfAnyShape, types, (body, type) => {
        const text = JSON.stringify(body)
        const shown = new Set(allFields(text, type).flatMap(({ paths }) => paths))
        const leaves = Object.keys(body).length === 0 ? [] : leafPaths(parseJson(text) ?? {})
        expect([...shown].toSorted()).toEqual([...new Set(leaves)].toSorted())
      }),
    )
  })
})
