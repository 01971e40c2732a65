import { beforeEach, describe, expect, it, vi } from 'vitest'
import { isLinked, lockNavigation } from '../../../src-main/hosts/electron/navigation.ts'
import { app, createEvent, seen, WebContents } from '../../fakes/electron.ts'

vi.mock('electron', () => import('../../fakes/electron.ts'))

let contents: WebContents
const locked = (reloadable: string | null) => {
  app.removeAllListeners('web-contents-created')
  lockNavigation(app as never, { reloadable })
  contents = new WebContents()
  app.emit('web-contents-created', {}, contents)
}
beforeEach(() => {
  seen.opened.length = 0
  locked(null)
})

const tries = (event: string, url: string): boolean => {
  const details = createEvent({ url })
  contents.emit(event, details)
  return !details.defaultPrevented
}

describe('leaving the page (E4)', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'is blocked by %s, wherever to',
    (event) => {
      for (const url of ['https://evil.example/', 'file:///etc/passwd', 'javascript:alert(1)', 'app://desk/other', ''])
        expect(tries(event, url)).toBe(false)
    },
  )

  it('is allowed to the bundler’s page while developing, so that it can reload itself', () => {
    locked('http://localhost:5173')
    expect(tries('will-navigate', 'http://localhost:5173/#/live')).toBe(true)
    expect(tries('will-navigate', 'http://localhost:5174/')).toBe(false)
    expect(tries('will-navigate', 'about:blank')).toBe(false)
  })

  it('never opens a second window', () => {
    for (const url of ['https://cloud.tencent.com/', 'app://desk/', 'about:blank'])
      expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' })
  })
})

describe('links out of the page', () => {
  it.each(['https://console.cloud.tencent.com/live', 'https://www.tencentcloud.com/document/product/267?lang=en#x'])(
    'open in the person’s browser: %s',
    (url) => {
      contents.openHandler?.({ url })
      expect(seen.opened).toEqual([url])
    },
  )

  it.each([
    'http://cloud.tencent.com/',
    'https://cloud.tencent.com.evil.example/',
    'https://evil.example/cloud.tencent.com',
    'https://cloud.tencent.com@evil.example/',
    'https://user:pass@cloud.tencent.com/',
    'https://cloud.tencent.com:8443/',
    'https://evil-cloud.tencent.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-msdt:/id',
    'not a url',
    '',
  ])('do not: %s', (url) => {
    contents.openHandler?.({ url })
    expect(seen.opened).toEqual([])
    expect(isLinked(url)).toBe(false)
  })

  it('do no harm where there is no browser', async () => {
    const { shell } = await import('../../fakes/electron.ts')
    const opening = vi.spyOn(shell, 'openExternal').mockRejectedValueOnce(new Error('no browser'))
    contents.openHandler?.({ url: 'https://cloud.tencent.com/' })
    await expect(opening.mock.results[0]?.value).rejects.toThrow('no browser')
  })
})
