import { afterEach, describe, expect, it, vi } from 'vitest'
import { createFormat } from '../../src-renderer/format.ts'

const en = createFormat('en')
const zh = createFormat('zh-CN')
const now = new Date(2026, 10, 22, 14, 2, 7).getTime()
const minute = 60_000

describe('a duration', () => {
  it.each([
    [12, '12 ms', '12 毫秒'],
    [400, '0.4 s', '0.4 秒'],
    [12_000, '12 s', '12 秒'],
    [128_000, '2 min 8 s', '2 分钟 8 秒'],
    [120_000, '2 min', '2 分钟'],
    [26 * 60 * minute, '1 d 2 h', '1 天 2 小时'],
  ])('of %i ms names its two largest units', (ms, english, chinese) => {
    expect(en.duration(ms)).toBe(english)
    expect(zh.duration(ms)).toBe(chinese)
  })
})

describe('a moment', () => {
  it('is relative within the last hour', () => {
    expect(en.moment(now - 12_000, now)).toBe('12 s ago')
    expect(en.moment(now - 59.9 * minute, now)).toBe('59 min ago')
    expect(zh.moment(now - 3 * minute, now)).toBe('3 分钟前')
  })

  it('is relative within the next hour', () => {
    expect(en.moment(now + 6 * minute, now)).toBe('in 6 min')
    expect(zh.moment(now + 6 * minute, now)).toBe('6 分钟后')
  })

  it('is a time of day after that, and has the date on another day', () => {
    expect(en.moment(now - 61 * minute, now)).toBe('13:01:07')
    expect(en.moment(now - 24 * 60 * minute, now)).toBe('Nov 21, 14:02')
  })
})

describe('the tooltip of a moment', () => {
  const at = Date.UTC(2026, 10, 22, 6, 2, 7)
  const linesIn = (zone: string) => {
    vi.stubEnv('TZ', zone)
    return { en: createFormat('en').worldTimes(at).split('\n'), zh: createFormat('zh-CN').worldTimes(at).split('\n') }
  }
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it('has the own time, Beijing and UTC', () => {
    expect(linesIn('Europe/Berlin').en).toEqual([
      'Nov 22, 2026, 07:02:07',
      'Beijing Nov 22, 2026, 14:02:07',
      'UTC Nov 22, 2026, 06:02:07',
    ])
  })

  it('says each zone once where the own zone is one of them', () => {
    expect(linesIn('Asia/Shanghai').zh).toEqual(['北京时间 2026年11月22日 14:02:07', 'UTC 2026年11月22日 06:02:07'])
    expect(linesIn('UTC').en).toEqual(['Beijing Nov 22, 2026, 14:02:07', 'UTC Nov 22, 2026, 06:02:07'])
  })
})

it('numbers and sizes are written in the language', () => {
  expect(en.number(1234567)).toBe('1,234,567')
  expect(en.compact(1_200_000)).toBe('1.2M')
  expect(zh.compact(1_200_000)).toBe('120万')
  expect(en.bytes(512)).toBe('512 B')
  expect(en.bytes(1536)).toBe('1.5 KiB')
})
