/** A desk on the practice cloud whose alerts are the test's alone, and a page that is let in. */
import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test'
import { callDesk, type Desk, listenForComplaints, startDesk } from './desk.ts'

/** Nothing is screenshotted for porn here, so every alert is the test's. */
export const domain = 'push2.practice.example'

export interface Flagging {
  readonly desk: Desk
  readonly page: Page
  readonly origin: string
  readonly complaints: string[]
  /** On air, then flagged so often. */
  flag(stream: string, alerts: number): Promise<void>
  /** Another window of the same person. */
  open(browser: Browser, options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

export async function startFlagging(browser: Browser): Promise<Flagging> {
  const desk = await startDesk()
  const context = await browser.newContext()
  const page = await context.newPage()
  const complaints = listenForComplaints(page)
  await page.goto(desk.url)
  await callDesk(page, 'practice.start', { timeScale: 60 })
  const { urls: all } = (await callDesk(page, 'templates.deskUrls', {})) as { urls: Record<string, string> }
  // The practice cloud's own sound alerts would join in at any time.
  const { audioAudit: _left, ...urls } = all
  const key = { action: 'set', key: `practice${'Key0'.repeat(4)}` }
  const draft = { name: 'alerts', description: '', urls, recordExceptionLevels: ['error'] }
  const { id } = (await callDesk(page, 'templates.save', { ...draft, key })) as { id: number }
  const plan = (await callDesk(page, 'plans.bind', { targets: [{ domain, app: '' }], templateId: id })) as {
    id: string
  }
  await callDesk(page, 'plans.apply', { planId: plan.id })
  await expect.poll(() => desk.emit({ type: 200, domain, stream: 'probe' }), { timeout: 60_000 }).toBe(true)
  const { origin } = new URL(desk.url)
  return {
    desk,
    page,
    origin,
    complaints,
    async flag(stream, alerts) {
      await desk.emit({ type: 1, domain, stream })
      for (let n = 0; n < alerts; n += 1) await desk.emit({ type: 317, domain, stream })
    },
    async open(other, options = {}) {
      const opened = await other.newContext({ ...options, storageState: await context.storageState() })
      const next = await opened.newPage()
      await next.goto(`${origin}/#/alerts`)
      return next
    },
    async close() {
      await context.close()
      await desk.close()
    },
  }
}

export const queueOf = (page: Page) => page.getByRole('listbox', { name: 'Open cases, the most urgent first' })
export const casesOf = (page: Page) => queueOf(page).getByRole('option')
export const decisionsOf = (page: Page) => page.getByRole('complementary', { name: 'Decision' })
