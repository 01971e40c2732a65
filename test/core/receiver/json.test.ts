import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonObject, parseInner, readJsonObject } from '../../../src-main/core/receiver/json.ts'

const read = (text: string) => readJsonObject(Buffer.from(text))
const object = (text: string) => {
  const result = read(text)
  if ('rejection' in result) throw new Error(result.rejection)
  return result.object
}

describe('reading a body', () => {
  it('tolerates a byte-order mark and white space', () => {
    expect({ ...object('\ufeff \n{"a":1}\n') }).toEqual({ a: 1 })
  })

  it('keeps every digit of integers beyond 2^53, wherever they stand', () => {
    const body = object(
      '{"seq":2210464508206756938,"list":[-9007199254740993, 9007199254740991],"s":"2210464508206756938"}',
    )
    expect(body.seq).toBe('2210464508206756938')
    expect(body.list).toEqual(['-9007199254740993', 9007199254740991])
    expect(body.s).toBe('2210464508206756938')
  })

  it('leaves fractions and small numbers alone', () => {
    expect({ ...object('{"a":44.15314104741461,"b":1703732078,"c":1e3}') }).toEqual({
      a: 44.15314104741461,
      b: 1703732078,
      c: 1000,
    })
  })

  it.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['-9007199254740992', '-9007199254740992'],
    ['1e300', 1e300],
    ['"9007199254740993"', '9007199254740993'],
  ])('reads %s at any depth, still without prototypes', (source, value) => {
    const body = object(`{"a":[{"b":${source}}],"__proto__":{"c":${source}},"d":{}}`)
    const [first] = body.a as JsonObject[]
    const proto = Object.getOwnPropertyDescriptor(body, '__proto__')?.value as JsonObject
    expect([first?.b, proto.c]).toEqual([value, value])
    for (const each of [body, first, proto, body.d]) expect(Object.getPrototypeOf(each)).toBeNull()
  })

  it('gives no object a prototype, and __proto__ no power', () => {
    const body = object('{"__proto__":{"isAdmin":true},"inner":{"constructor":1,"__proto__":null},"list":[{}]}')
    expect(Object.getPrototypeOf(body)).toBeNull()
    expect(body.isAdmin).toBeUndefined()
    expect(body.toString).toBeUndefined()
    expect(Object.getPrototypeOf(body.inner)).toBeNull()
    expect(Object.getPrototypeOf((body.list as object[])[0])).toBeNull()
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })
})

describe('what cannot be read', () => {
  it.each([
    ['nothing', '', 'notJson'],
    ['half an object', '{"event_type":1', 'notJson'],
    ['a form', 'event_type=1&t=2', 'notJson'],
    ['HTML', '<html></html>', 'notJson'],
    ['a list', '[{"event_type":1}]', 'notObject'],
    ['a number', '1', 'notObject'],
    ['null', 'null', 'notObject'],
    ['33 levels', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, 'tooDeep'],
    ['12 KB of brackets', '['.repeat(12_000), 'tooDeep'],
    ['5,001 keys', `{${Array.from({ length: 5001 }, (_, key) => `"k${key}":0`)}}`, 'tooManyKeys'],
  ])('%s is rejected', (_name, text, rejection) => {
    expect(read(text)).toEqual({ rejection })
  })

  it.each([[[0x7b, 0xff, 0x7d]], [[0xc3, 0x28]], [[0x22, 0xed, 0xa0, 0x80, 0x22]]])(
    'bytes %j are no UTF-8',
    (bytes) => {
      expect(readJsonObject(Buffer.from(bytes))).toEqual({ rejection: 'notUtf8' })
    },
  )

  it('counts what is too much also where it is no JSON, and in short or long texts alike', () => {
    expect(read(`${':'.repeat(5001)}`)).toEqual({ rejection: 'tooManyKeys' })
    expect(read(`${':'.repeat(5000)}`)).toEqual({ rejection: 'notJson' })
    expect(read(`{"a":"${'['.repeat(40)}","b":${'['.repeat(32)}`)).toEqual({ rejection: 'tooDeep' })
  })

  it('does not count brackets and colons inside strings', () => {
    expect(object(JSON.stringify({ a: '[{:'.repeat(6000), b: '\\"[[[' }))).toBeTruthy()
  })

  it('takes exactly 32 levels and 5,000 keys', () => {
    expect(read(`${'{"a":'.repeat(32)}1${'}'.repeat(32)}`)).toHaveProperty('object')
    expect(read(`{${Array.from({ length: 5000 }, (_, key) => `"k${key}":0`)}}`)).toHaveProperty('object')
  })
})

describe('JSON inside a string', () => {
  it('is read under the same limits', () => {
    expect(parseInner('["http://a"]\n')).toEqual(['http://a'])
    expect(parseInner('{broken')).toBeUndefined()
    expect(parseInner('['.repeat(100_000))).toBeUndefined()
  })
})

describe('any bytes', () => {
  it('are read or rejected, never thrown on', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const result = readJsonObject(bytes)
        return 'object' in result || typeof result.rejection === 'string'
      }),
      { numRuns: 3000 },
    )
  })

  it('that are JSON come out as JSON.parse reads them, but for long integers', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), (value) => {
        const text = JSON.stringify(value)
        const result = read(text)
        return (
          'object' in result &&
          (/\d{16}/.test(text) || JSON.stringify(result.object) === JSON.stringify(JSON.parse(text)))
        )
      }),
      { numRuns: 1000 },
    )
  })
})
