/**
 * Every page in both themes and languages, with real content and judged by axe; then the same pages while
 * the cloud fails and while the desk itself is gone.
 */
import { expect, type Page, test } from '@playwright/test'
import {
  callDesk,
  type Desk,
  expectNoViolations,
  listenForComplaints,
  startDesk,
  takeLook,
  takePicture,
} from './desk.ts'

let desk: Desk
test.beforeAll(async () => {
  desk = await startDesk()
})
test.afterAll(() => desk.close())

test.describe.configure({ mode: 'serial' })

/** A practice account with a template of this desk's bound to a domain, and a busy evening on it. */
async function furnish(page: Page): Promise<void> {
  await page.goto(desk.url)
  await callDesk(page, 'practice.start', { timeScale: 60 })
  const { urls } = (await callDesk(page, 'templates.deskUrls', {})) as { urls: object }
  const draft = { name: 'all-events', description: '', urls, recordExceptionLevels: ['error'] }
  const key = { action: 'set', key: `practice${'Key0'.repeat(4)}` }
  const { id } = (await callDesk(page, 'templates.save', { ...draft, key })) as { id: number }
  const targets = ['', 'game'].map((app) => ({ domain: 'push.practice.example', app }))
  const plan = (await callDesk(page, 'plans.bind', { targets, templateId: id })) as { id: string }
  await callDesk(page, 'plans.apply', { planId: plan.id })
  await callDesk(page, 'practice.setScenario', { scenario: 'busy' })
}

const paths = [
  'alerts',
  'alerts?tab=history',
  'live',
  'domains',
  'domains?domain=push.practice.example',
  'domains?domain=push.practice.example&tab=health',
  'templates',
  'streams',
  'streams?tab=bans',
  'streams?tab=recover',
  'health',
  'health?domain=push.practice.example&link=pictures',
  'activity',
  'settings/accounts',
  'settings/secrets',
  'settings/receiver',
  'settings/practice',
  'settings/storage',
  'settings/moderation',
  'settings/signals',
  'settings/look',
  'settings/about',
  'welcome',
]

/** Those of the README. */
const pictures: Readonly<Record<string, string>> = {
  'settings/receiver': 'settings',
  health: 'health',
  streams: 'streams',
}

let origin: string
let context: Awaited<ReturnType<Page['context']>>
let page: Page
let complaints: string[]
test.beforeAll(async ({ browser }) => {
  context = await browser.newContext()
  page = await context.newPage()
  complaints = listenForComplaints(page)
  await furnish(page)
  origin = new URL(desk.url).origin
  await page.goto(`${origin}/#/live`)
  await expect(page.getByRole('row').nth(5)).toBeVisible({ timeout: 60_000 })
})
test.afterAll(() => context.close())

for (const language of ['en', 'zh-CN'])
  for (const theme of ['dark', 'light'])
    test(`every page is sound in ${language}, ${theme}`, async () => {
      await callDesk(page, 'settings.set', { language, theme })
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      for (const path of paths) {
        await page.goto(`${origin}/#/${path}`)
        // A sheet over the page hides its heading from the roles.
        await expect(page.locator('h1')).toHaveCount(1)
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
        await expectNoViolations(page)
        await takeLook(page, `pages/${path.replace(/\W+/g, '-')}-${language}-${theme}`)
        const picture = pictures[path]
        if (picture && language === 'en' && theme === 'dark') await takePicture(page, picture)
      }
      expect(complaints).toEqual([])
    })

/** `times`: reads are tried three times, except where the first answer was plain. */
const faults = [
  { kind: 'error', code: 'AuthFailure.SecretIdNotFound', times: 1, says: 'does not know this SecretId' },
  { kind: 'http500', times: 3, says: '500' },
  { kind: 'html', times: 1, says: 'not an API answer' },
  { kind: 'reset', times: 3, says: 'connection' },
]

for (const { says, ...fault } of faults)
  test(`a cloud that answers with ${fault.kind} leaves the page as it was, and says so`, async () => {
    await callDesk(page, 'settings.set', { language: 'en', theme: 'dark' })
    await page.goto(`${origin}/#/domains`)
    await expect(page.getByText('push.practice.example', { exact: true })).toBeVisible()
    const alert = page.getByRole('alert')
    // The desk looks for drift by itself too, and may be the one that meets some of the failures.
    await expect(async () => {
      await desk.failCalls({ action: 'DescribeLiveDomains', ...fault })
      await page.getByRole('button', { name: 'Refresh' }).click()
      await expect(alert).toContainText(says, { timeout: 10_000 })
    }).toPass()
    await expect(page.getByText('push.practice.example', { exact: true })).toBeVisible()
    await expectNoViolations(page)
    await expect(async () => {
      if ((await alert.count()) > 0) await alert.getByRole('button', { name: /Try again/ }).click()
      await expect(alert).toHaveCount(0, { timeout: 10_000 })
    }).toPass()
  })

test('a desk that dies is missed, and found again with everything it had', async () => {
  await page.goto(`${origin}/#/domains`)
  await expect(page.getByText('push.practice.example', { exact: true })).toBeVisible()
  await desk.restart(() => expect(page.getByText('The desk does not answer.').first()).toBeVisible())
  await expect(page.getByText('The desk does not answer.')).toHaveCount(0, { timeout: 60_000 })
  await page.goto(`${origin}/#/live`)
  await expect(page.getByRole('row').nth(5)).toBeVisible()
})
