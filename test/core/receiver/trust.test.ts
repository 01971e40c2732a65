import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseCallback } from '../../../src-main/core/receiver/parse.ts'
import { gradeTrust } from '../../../src-main/core/receiver/trust.ts'

const key = ['example', 'Key', '123'].join('')
const t = '1703732078'
/** Computed in css-callbacks, section 2. */
const sign = 'b81ad665ea1c38ad49aed1831b74d535'
const inTime = 1703732077_000

describe('the trust in a delivery', () => {
  it('is ok for the documents’ vectors', () => {
    expect(gradeTrust({ t, sign }, [key], inTime)).toBe('ok')
    expect(gradeTrust({ t: '1703732206', sign: '6506e563e4fde637f60ba48852b10975' }, [key], inTime)).toBe('ok')
  })

  it('does not depend on the case of the sign', () => {
    expect(gradeTrust({ t, sign: sign.toUpperCase() }, [key], inTime)).toBe('ok')
  })

  it('is late from the moment t has passed', () => {
    expect(gradeTrust({ t, sign }, [key], 1703732078_000)).toBe('ok')
    expect(gradeTrust({ t, sign }, [key], 1703732078_001)).toBe('late')
  })

  it('holds for either key of a rotation', () => {
    expect(gradeTrust({ t, sign }, ['newer', key], inTime)).toBe('ok')
    expect(gradeTrust({ t, sign }, ['newer', 'newest'], inTime)).toBe('wrong')
  })

  it.each([
    ['of another time', { t: '1703732079', sign }],
    ['cut short', { t, sign: sign.slice(0, 31) }],
    ['masked', { t, sign: `${sign.slice(0, 4)}************************${sign.slice(28)}` }],
    ['that is no text', { t, sign: 'not a text' }],
    ['without a readable t', { t: null, sign }],
  ])('is wrong for a sign %s', (_name, given) => {
    expect(gradeTrust(given, [key], inTime)).toBe('wrong')
  })

  it('is missing without a sign, and unknown without a key', () => {
    expect(gradeTrust({ t, sign: null }, [key], inTime)).toBe('missing')
    expect(gradeTrust({ t, sign }, [], inTime)).toBe('noKey')
  })

  it('stays right for many keys and times (the digests are remembered)', () => {
    for (let index = 0; index < 5000; index++) {
      const time = String(1703732078 + index)
      const right = createHash('md5').update(`${key}${time}`).digest('hex')
      expect(gradeTrust({ t: time, sign: right }, [key], inTime)).toBe('ok')
      expect(gradeTrust({ t: time, sign: right }, [`${key}x`], inTime)).toBe('wrong')
    }
  })
})

describe('t', () => {
  const read = (value: unknown) => {
    const parsed = parseCallback(Buffer.from(JSON.stringify({ event_type: 1, t: value })))
    return 'rejection' in parsed ? parsed : parsed.t
  }
  it.each([
    [1703732078, '1703732078'],
    ['1703732078', '1703732078'],
    // What an MD5 length extension of a seen signature would have to look like.
    ['1703732078\u0080\u0000', null],
    ['1703732078 ', null],
    ['1.703732078e9', null],
    [1703732078.5, null],
    [170373207, null],
    [[1703732078], null],
    [null, null],
  ])('%j is read as %j', (value, expected) => {
    expect(read(value)).toBe(expected)
  })
})
