/** The public address as an operator meets it: a way is entered, and templates move when the address becomes another. */
import { expect, type Page, test } from '@playwright/test'
import { callDesk, type Desk, expectNoViolations, listenForComplaints, startDesk, takeLook } from './desk.ts'

let desk: Desk
// Its link opens it once, so each test has one of its own.
test.beforeEach(async () => {
  desk = await startDesk()
})
test.afterEach(() => desk.close())

const looks = [
  { language: 'en', theme: 'dark' },
  { language: 'zh-CN', theme: 'light' },
] as const

async function inBothLooks(page: Page, name: string): Promise<void> {
  for (const { language, theme } of looks) {
    await callDesk(page, 'settings.set', { language, theme })
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await expectNoViolations(page)
    await takeLook(page, `address/${name}-${language}-${theme}`)
  }
  await callDesk(page, 'settings.set', looks[0])
}

test('a way is entered with everything wrong, tried in vain, and saved all the same', async ({ page }) => {
  const complaints = listenForComplaints(page)
  await page.goto(desk.url)
  // A desk without an account leads there once.
  await expect(page).toHaveURL(/welcome/)
  await page.goto(`${new URL(desk.url).origin}/#/settings/receiver`)
  await page.getByRole('button', { name: 'Add a way' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: 'Save without trying' }).click()
  await expect(form.getByText('A host name or IP address.')).toBeVisible()
  await inBothLooks(page, 'ssh-wrong')
  await form.getByLabel('Kind').selectOption({ label: 'ngrok' })
  await inBothLooks(page, 'ngrok')
  await form.getByLabel('Kind').selectOption({ label: 'An address of your own' })
  await form.getByLabel('Public address').fill('http://127.0.0.1:9')
  await form.getByLabel('The receiver listens on').selectOption({ label: 'Every network of this machine (0.0.0.0)' })
  await form.getByRole('button', { name: 'Try it' }).click()
  await expect(form.getByText('nothing listens there')).toBeVisible()
  await inBothLooks(page, 'own-tried')
  await form.getByRole('button', { name: 'Save without trying' }).click()
  await expect(form).toHaveCount(0)
  await expect(page.getByRole('listitem').filter({ hasText: '127.0.0.1:9' })).toContainText('Run by you')
  await expect(page.getByRole('contentinfo')).toContainText('not reachable', { timeout: 60_000 })
  await inBothLooks(page, 'red')
  expect(complaints).toEqual([])
})

test('the address becomes another one, and its template moves there', async ({ page }) => {
  const complaints = listenForComplaints(page)
  await page.goto(desk.url)
  await callDesk(page, 'practice.start', { timeScale: 60 })
  const { urls } = (await callDesk(page, 'templates.deskUrls', {})) as { urls: object }
  const draft = { name: 'evening-show', description: '', urls, recordExceptionLevels: [] }
  await callDesk(page, 'templates.save', { ...draft, key: { action: 'set', key: `practice${'Key0'.repeat(4)}` } })
  await callDesk(page, 'practice.changeAddress', {})
  const banner = page.getByRole('region', { name: 'Move templates to the new address' })
  await expect(banner).toContainText('1 template still points at')
  await banner.getByRole('button', { name: 'Details' }).click()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByText('Its events still go to the former address.')).toBeVisible()
  await inBothLooks(page, 'move-needed')
  await sheet.getByRole('button', { name: 'Move 1' }).click()
  await expect(sheet.getByText('Nothing uses it, so no event is waited for.')).toBeVisible()
  await inBothLooks(page, 'move-pending')
  await sheet.getByRole('button', { name: 'Put everything back' }).click()
  await expect(sheet.getByText('It has its former URLs again')).toBeVisible()
  expect(complaints).toEqual([])
})
