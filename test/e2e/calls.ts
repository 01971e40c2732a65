/** A window that is called by sound and notification, and what it was called by. */
import { type Browser, expect, type Page } from '@playwright/test'
import type { Flagging } from './flagging.ts'

interface Called {
  readonly notes: { title: string; body: string; silent: boolean; picture: boolean }[]
  /** Sounds that were played to their end. */
  readonly played: number[]
}

/** Notes what the page asks of the system, and does not look at the window. */
async function listenForCalls(on: Page): Promise<void> {
  await on.addInitScript(() => {
    const called: Called = { notes: [], played: [] }
    Object.assign(window, { called })
    document.hasFocus = () => false
    const Own = window.Notification
    window.Notification = new Proxy(Own, {
      construct(target, [title, options = {}]: [string, NotificationOptions?]) {
        const picture = 'image' in options || 'icon' in options || 'badge' in options
        called.notes.push({ title, body: options.body ?? '', silent: options.silent === true, picture })
        return new target(title, options)
      },
    })
    const start = AudioBufferSourceNode.prototype.start
    AudioBufferSourceNode.prototype.start = function (...when) {
      const from = this.context.currentTime
      this.addEventListener('ended', () => called.played.push(this.context.currentTime - from))
      start.apply(this, when)
    }
  })
}
export const calledOn = (on: Page): Promise<Called> => on.evaluate(() => Reflect.get(window, 'called') as Called)

/** A window on another page that may notify and sound. */
export async function openCalled(board: Flagging, browser: Browser): Promise<Page> {
  const opened = await board.open(browser)
  await opened.context().grantPermissions(['notifications'], { origin: board.origin })
  await listenForCalls(opened)
  await opened.goto(`${board.origin}/#/domains`)
  await opened.reload()
  await expect(opened.getByRole('heading', { level: 1, name: 'Domains' })).toBeVisible()
  // A browser lets nothing sound until the page was touched.
  await opened.getByRole('heading', { level: 1 }).click()
  return opened
}
