import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createWindow } from '../../../src-main/hosts/electron/window.ts'
import { app, type BrowserWindow, becomeReady } from '../../fakes/electron.ts'
import { createRecordedLog } from '../../fakes/log.ts'

vi.mock('electron', () => import('../../fakes/electron.ts'))

becomeReady()
let stored: Record<string, unknown>
const write = (value: Record<string, unknown>) => {
  stored = value
}
const settings = { setAside: null, read: () => stored, write }
beforeEach(() => {
  stored = { theme: 'dark' }
  settings.write = write
})
const open = () =>
  createWindow({
    preload: '/out/preload.cjs',
    icon: '/icon.png',
    settings,
    log: createRecordedLog(),
  }) as unknown as BrowserWindow

describe('the window (E1)', () => {
  it('has every protection on and every exception off', () => {
    expect(open().options.webPreferences).toEqual({
      preload: '/out/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      experimentalFeatures: false,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    })
  })

  it('appears once it has something to show', () => {
    const window = open()
    expect([window.options.show, window.calls]).toEqual([false, []])
    window.emit('ready-to-show')
    expect(window.calls).toEqual(['show'])
  })

  it('puts the number at the beginning of the page’s title on the taskbar, and takes it off', () => {
    const window = open()
    const shown = app.badges.length
    for (const title of ['Alerts', '(3) Alerts', '(3) Live', '(12) Live', 'Live (4)'])
      window.emit('page-title-updated', {}, title)
    expect(app.badges.slice(shown)).toEqual([3, 12, 0])
  })

  it('loads the page again after it went down', async () => {
    vi.useFakeTimers()
    const window = open()
    window.webContents.emit('render-process-gone', {}, { reason: 'oom' })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(window.calls).toEqual(['reload'])
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    window.close()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(window.calls).toEqual(['reload'])
    vi.useRealTimers()
  })
})

describe('where the window was', () => {
  const where = (window: BrowserWindow) => {
    const { x, y, width, height } = window.options
    return { x, y, width, height }
  }

  it('is kept when it closes, beside everything else in the settings', () => {
    const window = open()
    window.bounds = { x: 100, y: 50, width: 1000, height: 700 }
    window.close()
    expect(stored).toEqual({ theme: 'dark', window: { x: 100, y: 50, width: 1000, height: 700, maximized: false } })
    expect(where(open())).toEqual({ x: 100, y: 50, width: 1000, height: 700 })
  })

  it('keeps no window from closing when the disk is full', () => {
    const window = open()
    settings.write = () => {
      throw new Error('no room')
    }
    expect(() => window.close()).not.toThrow()
  })

  it('is maximized again, over the bounds it goes back to', () => {
    stored = { window: { x: 100, y: 50, width: 1000, height: 700, maximized: true } }
    const window = open()
    window.emit('ready-to-show')
    expect([where(window).width, window.calls]).toEqual([1000, ['maximize']])
  })

  it.each([
    ['a screen to the right that is gone', { x: 4000, y: 0 }],
    ['a screen to the left that is gone', { x: -2000, y: 0 }],
    ['above the screen, where no title bar can be reached', { x: 0, y: -300 }],
    ['below the screen', { x: 0, y: 2000 }],
  ])('is forgotten when it was on %s; its size is kept', (_name, place) => {
    stored = { window: { ...place, width: 1000, height: 700, maximized: false } }
    expect(where(open())).toEqual({ x: undefined, y: undefined, width: 1000, height: 700 })
  })

  it.each([['nothing'], [null], [{ x: 'left' }], [{ x: 1, y: 1, width: 1, height: 1, maximized: false }]])(
    'is the usual place when %j is stored',
    (window) => {
      stored = { window }
      expect(where(open())).toEqual({ x: undefined, y: undefined, width: 1280, height: 800 })
    },
  )
})
