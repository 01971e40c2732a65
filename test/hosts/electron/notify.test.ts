/** Notifications of the system while no window is open. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createNotify, noteText } from '../../../src-main/hosts/electron/notify.ts'
import { BrowserWindow, becomeReady, seen } from '../../fakes/electron.ts'

vi.mock('electron', () => import('../../fakes/electron.ts'))

becomeReady()
const lost = { kind: 'address.lost', params: { address: 'https://cb.example.com', from: 0 }, language: 'auto' } as const

beforeEach(() => {
  seen.windows.length = 0
  seen.notifications.length = 0
})

describe('a notification of the system', () => {
  it('comes while no window is open, and a click brings the desk', () => {
    const show = vi.fn()
    createNotify(show)(lost)
    expect(seen.notifications.map(({ options }) => options)).toEqual([
      { title: 'The public address does not lead here', body: 'Events are not arriving at https://cb.example.com.' },
    ])
    seen.notifications[0]?.emit('click')
    expect(show).toHaveBeenCalledOnce()
  })

  it('is left to the page while there is one', () => {
    new BrowserWindow({ webPreferences: {} })
    createNotify(() => {})(lost)
    expect(seen.notifications).toEqual([])
  })

  it('speaks the person’s language and names the length of the gap', () => {
    const back = { kind: 'address.back', params: { address: 'a', from: 0, to: 7 * 60_000 }, language: 'zh-CN' } as const
    expect(noteText(back, 'en-GB')).toEqual({ title: '公网地址已恢复', body: 'a 中断 7 分钟。' })
    expect(noteText({ ...back, language: 'auto' }, 'en-GB').body).toBe('a was not proven for 7 min.')
    expect(noteText({ ...back, language: 'auto' }, 'zh-TW').title).toBe('公网地址已恢复')
  })
})
