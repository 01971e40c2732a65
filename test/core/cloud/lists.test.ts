import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { orIfEmpty, readAllPages, readTime } from '../../../src-main/core/cloud/lists.ts'

describe('following pages', () => {
  /** A list of `size` numbers, served in pages of 10. */
  const serve = (size: number, total: number | null) => {
    const asked: number[] = []
    const all = Array.from({ length: size }, (_, index) => index)
    const read = async (page: number) => {
      asked.push(page)
      return { rows: all.slice((page - 1) * 10, page * 10), total }
    }
    return { all, asked, read }
  }

  it.each([
    [0, [1]],
    [1, [1]],
    [10, [1]],
    [11, [1, 2]],
    [35, [1, 2, 3, 4]],
  ])('%d rows of a known total', async (size, pages) => {
    const list = serve(size, size)
    expect(await readAllPages(10, list.read)).toEqual(list.all)
    expect(list.asked).toEqual(pages)
  })

  it.each([
    [35, [1, 2, 3, 4]],
    [20, [1, 2, 3]],
  ])('%d rows without a total end at the first page that is not full', async (size, pages) => {
    const list = serve(size, null)
    expect(await readAllPages(10, list.read)).toEqual(list.all)
    expect(list.asked).toEqual(pages)
  })

  it('a total that promises too much ends at the empty page', async () => {
    const list = serve(12, 99)
    expect(await readAllPages(10, list.read)).toHaveLength(12)
    expect(list.asked).toEqual([1, 2, 3])
  })

  it('a list without an end is ended', async () => {
    expect(await readAllPages(1, async () => ({ rows: ['again'], total: null }))).toHaveLength(1000)
  })

  it('absent and null rows are none', async () => {
    expect(await readAllPages(10, async () => ({ rows: null, total: null }))).toEqual([])
    expect(await readAllPages(10, async () => ({ rows: undefined, total: 5 }))).toEqual([])
  })
})

describe('no data', () => {
  const refused = (apiCode: string) => Promise.reject(new AppError('cloud.refused', { details: { apiCode } }))

  it('is an empty list, other refusals are not', async () => {
    expect(await orIfEmpty(refused('ResourceNotFound.EmptyData'), 'nothing')).toBe('nothing')
    await expect(orIfEmpty(refused('ResourceNotFound.UserNotExist'), 'nothing')).rejects.toThrow(AppError)
  })
})

describe('times', () => {
  it.each([
    ['2018-09-12 15:52:01', '2018-09-12T07:52:01Z'],
    ['2018-01-01 00:00:00', '2017-12-31T16:00:00Z'],
    ['2019-01-04T11:59:58Z', '2019-01-04T11:59:58Z'],
    ['2020-10-12T00:00:00+08:00', '2020-10-11T16:00:00Z'],
  ])('%s is %s', (text, iso) => expect(readTime(text)).toBe(Date.parse(iso)))

  it.each(['', null, undefined, '0000-00-00 00:00:00', 'soon', '2018-13-40 15:52:01', '2018-09-12', '1536738721'])(
    '%s is none',
    (text) => expect(readTime(text)).toBeNull(),
  )
})
