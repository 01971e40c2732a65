import { describe, expect, it } from 'vitest'
import { createNotices } from '../../../src-main/core/desk/notices.ts'

describe('a notice', () => {
  it('stands until it is dismissed', () => {
    const notices = createNotices({ now: () => 5 })
    notices.raise('store.setAside', { file: '/a' })
    const [notice] = notices.list()
    expect(notice).toMatchObject({ code: 'store.setAside', params: { file: '/a' }, at: 5 })
    notices.dismiss('something else')
    expect(notices.list()).toHaveLength(1)
    notices.dismiss(notice?.id ?? '')
    expect(notices.list()).toEqual([])
  })

  it('goes when its cause is gone', () => {
    const notices = createNotices({ now: () => 5 })
    notices.raise('vault.locked')
    notices.clear('vault.locked')
    expect(notices.list()).toEqual([])
  })

  it('stays the one it was when raised again, and is a new one after it was dismissed', () => {
    const notices = createNotices({ now: () => 5 })
    notices.raise('store.full')
    const first = notices.list()
    notices.raise('store.full')
    expect(notices.list()).toEqual(first)
    notices.dismiss(first[0]?.id ?? '')
    notices.raise('store.full')
    expect(notices.list()[0]?.id).not.toBe(first[0]?.id)
  })
})
