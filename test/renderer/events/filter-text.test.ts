import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventFilter } from '../../../src-main/contract/events.ts'
import { type SuggestSource, suggest } from '../../../src-renderer/events/filter-suggest.ts'
import { parseFilter, withoutToken, withValues } from '../../../src-renderer/events/filter-text.ts'
import en from '../../../src-renderer/i18n/en/live.ts'
import zhCN from '../../../src-renderer/i18n/zh-CN/live.ts'

const filterOf = (text: string) => parseFilter(text).filter
const wrongOf = (text: string) =>
  parseFilter(text)
    .tokens.filter(({ isWrong }) => isWrong)
    .map(({ value }) => value)

describe('the language of the filter bar', () => {
  it.each<[string, EventFilter]>([
    ['', {}],
    ['type:317', { types: [317] }],
    ['type:317,315 type:0', { types: [317, 315, 0] }],
    ['type:start,stop', { types: [1, 0] }],
    ['type:"Push exception"', { types: [321] }],
    ['domain:push.a.com app:live stream:show-', { domain: 'push.a.com', app: 'live', stream: 'show-' }],
    ['score>=90', { minScore: 90 }],
    ['score>90', { minScore: 91 }],
    ['score≥90', { minScore: 90 }],
    ['score:90', { minScore: 90 }],
    ['score >= 90', { minScore: 90 }],
    ['trust:late,wrong', { trust: ['late', 'wrong'] }],
    ['trust:unsigned trust:nokey', { trust: ['missing', 'noKey'] }],
    ['verdict:block', { verdicts: ['Block'] }],
    ['is:rejected', { rejected: true }],
    ['"two words" more', { text: 'two words more' }],
    ['“引号” 文本', { text: '引号 文本' }],
    ['类型:断流 可信度：迟到 审核结论:违规', { types: [0], trust: ['late'], verdicts: ['Block'] }],
    ['域名:push.a.com 流:直播 分值>=80', { domain: 'push.a.com', stream: '直播', minScore: 80 }],
    ['http://a.example/x.jpg', { text: 'http://a.example/x.jpg' }],
    [
      'type:317 domain:push.a.com score>=90 trust:late "text"',
      {
        types: [317],
        domain: 'push.a.com',
        minScore: 90,
        trust: ['late'],
        text: 'text',
      },
    ],
  ])('%s', (text, filter) => {
    expect(filterOf(text)).toEqual(filter)
    expect(wrongOf(text)).toEqual([])
  })

  it('does not search for a token that is still being typed', () => {
    for (const text of ['type:', '域名：', 'score>=', 'x score>=']) expect(filterOf(text).text ?? 'x').toBe('x')
    expect(filterOf('foo:')).toEqual({ text: 'foo:' })
  })

  it('reports a value that means nothing and filters by the rest', () => {
    expect(wrongOf('type:nonsense trust:maybe score>=high verdict:bad is:odd domain:a')).toEqual([
      'nonsense',
      'maybe',
      'high',
      'bad',
      'odd',
    ])
    expect(filterOf('type:nonsense domain:a')).toEqual({ domain: 'a' })
  })

  it('always gives a filter the desk accepts, whatever is typed', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.constantFrom('type:', 'score>=', '"', '“', ' ', ',', '317', 'trust:', '域名：', 'late'),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('')
        expect(EventFilter.safeParse(filterOf(text)).success).toBe(true)
      }),
    )
  })
})

describe('changing the text by buttons', () => {
  it('replaces the values of a key and leaves the rest as typed', () => {
    expect(withValues('type:1 "my text" type:0 domain:a', 'type', [317, 315])).toBe('"my text" domain:a type:317,315')
    expect(withValues('type:1 x', 'type', [])).toBe('x')
    expect(filterOf(withValues('', 'stream', ['two words']))).toEqual({ stream: 'two words' })
  })

  it('removes one token', () => {
    const text = 'type:1 "my text" domain:a'
    const tokens = parseFilter(text).tokens
    expect(tokens.map((token) => withoutToken(text, token))).toEqual([
      '"my text" domain:a',
      'type:1 domain:a',
      'type:1 "my text"',
    ])
  })
})

it('understands every key by the names the pages offer', () => {
  for (const names of [en.filter.name, zhCN.filter.name])
    for (const [key, name] of Object.entries(names)) expect(parseFilter(`${name}:1`).tokens[0]?.key).toBe(key)
})

describe('suggestions', () => {
  const source: SuggestSource = {
    nameOf: (key) => (key === 'app' ? '应用' : key),
    noteOf: (key) => `by ${key}`,
    valuesOf: (key) =>
      key === 'type'
        ? [
            { value: '1', note: 'Stream started' },
            { value: '0', note: 'Stream stopped' },
            { value: '317', note: 'Image moderation' },
          ]
        : [{ value: 'push a.com', note: '' }],
  }
  const textsOf = (text: string) => suggest(text, source).map((one) => one.text)

  it('begin with the keys, by what was typed of them in either language', () => {
    expect(textsOf('x d')).toEqual(['x domain:'])
    expect(textsOf('域')).toEqual(['域名:'])
    expect(textsOf('')).toContain('应用:')
    expect(textsOf('ap')).toEqual(['app:'])
    expect(textsOf('sc')).toEqual(['score>='])
    expect(textsOf('')).toHaveLength(10)
  })

  it('go on with values, found by number or by words', () => {
    expect(textsOf('type:3')).toEqual(['type:317 '])
    expect(textsOf('type:stream')).toEqual(['type:1 ', 'type:0 '])
    expect(textsOf('a type:317,mod')).toEqual([])
    expect(textsOf('a type:1,stop')).toEqual(['a type:1,0 '])
    expect(textsOf('domain:')).toEqual(['domain:"push a.com" '])
  })

  it('are silent for free text and for a value already complete', () => {
    expect(textsOf('"some text')).toEqual([])
    expect(textsOf('foo:bar')).toEqual([])
    expect(textsOf('type:317')).toEqual([])
  })
})
