import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFilter, withValues } from '../../../src-renderer/events/filter-text.ts'
import { readTime, writeTime } from '../../../src-renderer/events/filter-time.ts'

const now = new Date(2026, 10, 22, 15, 0, 0)
const at = (...parts: [number, number, number, number?, number?, number?]) =>
  new Date(parts[0], parts[1] - 1, parts[2], parts[3] ?? 0, parts[4] ?? 0, parts[5] ?? 0).getTime()

describe('a time in the filter', () => {
  it.each([
    ['2026-11-22', at(2026, 11, 22)],
    ['2026-1-2T3:04', at(2026, 1, 2, 3, 4)],
    ['2026-11-22 14:05:30', at(2026, 11, 22, 14, 5, 30)],
    ['14:05', at(2026, 11, 22, 14, 5)],
    ['2026-02-30', null],
    ['25:00', null],
    ['14:60', null],
    ['yesterday', null],
    ['', null],
  ])('%j is read', (text, expected) => {
    expect(readTime(text, now)).toBe(expected)
  })

  it('is written so that it reads back as the same second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), (seconds) => {
        const text = writeTime(seconds * 1000)
        expect(parseFilter(`from:${text}`).tokens).toMatchObject([{ key: 'from', isWrong: false }])
        // The hour that a change of the clocks repeats is written alike twice.
        expect(writeTime(readTime(text) ?? 0)).toBe(text)
      }),
    )
  })

  it('stands beside everything else, in both languages, and is replaced as one', () => {
    const { filter } = parseFilter('type:317 from:2026-11-22T14:05 到:2026-11-22T15:00 广告')
    expect(filter).toEqual({ types: [317], from: at(2026, 11, 22, 14, 5), to: at(2026, 11, 22, 15), text: '广告' })
    expect(withValues('to:14:00 type:1', 'to', [writeTime(at(2026, 11, 22, 16))])).toBe('type:1 to:2026-11-22T16:00')
    expect(parseFilter('from:soon').tokens).toMatchObject([{ key: 'from', isWrong: true }])
  })
})
