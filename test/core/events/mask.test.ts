import { describe, expect, it } from 'vitest'
import { maskCredentials, publicHeaders } from '../../../src-main/core/events/mask.ts'

const secret = '0123456789abcdef'.repeat(2)
const mac = `${'Ab_-'.repeat(5)}xy`

describe('masking', () => {
  it.each([
    [`{"sign":"${secret}","t":1}`, '{"sign":"****","t":1}'],
    [`{"sign" : "${secret.toUpperCase()}"}`, '{"sign" : "****"}'],
    [`"msg":"{\\"sign\\":\\"${secret}\\"}"`, '"msg":"{\\"sign\\":\\"****\\"}"'],
    [`"stream_param":"a=1&txSecret=${secret}&txTime=5DEBEC80"`, '"stream_param":"a=1&txSecret=****&txTime=5DEBEC80"'],
    [`txSecret=${secret}\\u0026txTime=1`, 'txSecret=****\\u0026txTime=1'],
    [`txSecret%3D${secret}%26txTime`, 'txSecret%3D****%26txTime'],
    [`{"txSecret":"${secret}"}`, '{"txSecret":"****"}'],
    [`https://d.example.com/c/abcdefgh.${mac}/record?x=1`, 'https://d.example.com/c/abcdefgh.****/record?x=1'],
    [
      `"https:\\/\\/d.example.com\\/c\\/abcdefgh.${mac}\\/record"`,
      '"https:\\/\\/d.example.com\\/c\\/abcdefgh.****\\/record"',
    ],
    ['{"design":"blue","signal":"x","assign":"y"}', '{"design":"blue","signal":"x","assign":"y"}'],
  ])('%s', (text, masked) => {
    expect(maskCredentials(text)).toBe(masked)
  })

  it('leaves out headers that carry credentials', () => {
    const headers = [
      ['Host', 'a'],
      ['Cookie', 'b'],
      ['AUTHORIZATION', 'c'],
      ['Proxy-Authorization', 'd'],
      ['X-Original-Url', `/c/abcdefgh.${mac}/record`],
    ]
    expect(publicHeaders(headers.flat())).toEqual([
      ['Host', 'a'],
      ['X-Original-Url', '/c/abcdefgh.****/record'],
    ])
  })
})
