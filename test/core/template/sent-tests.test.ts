import { describe, expect, it } from 'vitest'
import { testLifeMs } from '../../../src-main/contract/template-tests.ts'
import { createSentTests, type SentTest } from '../../../src-main/core/template/sent-tests.ts'

const test = (id: string, madeAt = 0): SentTest => ({
  id,
  accountId: 'acc',
  template: { id: 1000, name: 'events' },
  group: 'streamBegin',
  url: 'https://cb.example.com/x',
  domain: 'push.example.com',
  body: `{"sequence":"${id}"}`,
  sign: '',
  validUntil: null,
  madeAt,
})
const bytes = (text: string) => Buffer.from(text)

describe('the tests this desk has sent', () => {
  it('knows them by every byte of their body, and nothing else', () => {
    const sent = createSentTests({ now: () => 0 })
    expect(sent.holds(bytes('{"sequence":"a"}'))).toBe(false)
    sent.add(test('a'))
    expect(sent.holds(bytes('{"sequence":"a"}'))).toBe(true)
    for (const forged of ['{"sequence":"a" }', '{"sequence":"a","x":1}', '{"sequence":"b"}', ''])
      expect(sent.holds(bytes(forged)), forged).toBe(false)
  })

  it('gives one back to the account that sent it, and counts', () => {
    const sent = createSentTests({ now: () => 0 })
    sent.add(test('a'))
    expect(sent.find('a', 'acc')?.url).toBe('https://cb.example.com/x')
    expect(sent.find('a', 'other')).toBeNull()
    expect(sent.find('b', 'acc')).toBeNull()
    expect([sent.count('a'), sent.count('a')]).toEqual([1, 2])
  })

  it('forgets them after an hour, and the oldest beyond 500', () => {
    let now = 0
    const sent = createSentTests({ now: () => now })
    sent.add(test('early'))
    now = testLifeMs - 1
    expect(sent.holds(bytes(test('early').body))).toBe(true)
    now = testLifeMs
    expect(sent.holds(bytes(test('early').body))).toBe(false)
    expect(sent.find('early', 'acc')).toBeNull()

    for (let count = 0; count <= 500; count++) sent.add(test(`n${count}`, now))
    expect(sent.find('n0', 'acc')).toBeNull()
    expect(sent.holds(bytes(test('n0').body))).toBe(false)
    expect(sent.find('n1', 'acc')).not.toBeNull()
  })
})
