/**
 * The first day of an operator, in a real Chromium on the built desk: practise, create a template with this
 * desk's address, bind a domain, see it take effect, watch, filter, open and export events, unbind, delete.
 */
import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { type Desk, expectNoViolations, listenForComplaints, startDesk, takePicture } from './desk.ts'

let desk: Desk
test.beforeAll(async () => {
  desk = await startDesk()
})
test.afterAll(() => desk.close())

const goTo = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name }).click()
const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('gridcell') })

test('from the first start to events and back', async ({ page }) => {
  const complaints = listenForComplaints(page)

  await test.step('the first start offers an account or the practice cloud', async () => {
    await page.goto(desk.url)
    await expect(page.getByRole('heading', { level: 1, name: 'Welcome to Callback Desk' })).toBeVisible()
    await expectNoViolations(page)
    await takePicture(page, 'welcome')
    await page.getByLabel('Speed').selectOption({ label: '60×: in effect after 5 s to 10 s' })
    await page.getByRole('button', { name: 'Start the practice cloud' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Domains' })).toBeVisible()
    await expect(page.getByRole('contentinfo')).toContainText('proven')
  })

  await test.step('a template with this desk’s address is created', async () => {
    await goTo(page, 'Templates')
    await page.getByRole('button', { name: 'Create template' }).first().click()
    const sheet = page.getByRole('dialog', { name: 'Create callback template' })
    await sheet.getByLabel('Template name').fill('all-events')
    await sheet.getByRole('button', { name: 'Use this desk’s address everywhere' }).click()
    await expect(sheet.getByText('This desk', { exact: true })).toHaveCount(9)
    await sheet.getByRole('button', { name: 'Generate' }).click()
    await expectNoViolations(page)
    await sheet.getByRole('button', { name: 'Create', exact: true }).click()
    await expect(sheet).toBeHidden()
  })

  await test.step('it is bound to a push domain, with the plan shown first', async () => {
    await page.getByRole('button', { name: 'Bind a domain now' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Push domain', { exact: true }).selectOption('push.practice.example')
    await dialog.getByRole('button', { name: 'Next' }).click()
    await expect(dialog.getByText(/push\.practice\.example will send its events by template all-events/)).toBeVisible()
    await expectNoViolations(page)
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    await expect(dialog.getByText(/Bound\. push\.practice\.example uses all-events/)).toBeVisible()
    await dialog.getByRole('link', { name: 'Open domain' }).click()
  })

  await test.step('it is pending, then in effect, proven by an event', async () => {
    await page.getByRole('tab', { name: 'Template configuration' }).click()
    // On a slow machine it may be past the first already.
    await expect(page.getByText(/Takes effect in at most|In effect since/).first()).toBeVisible()
    await expect(page.getByText(/In effect since .*proven by an event/)).toBeVisible({ timeout: 60_000 })
    await expectNoViolations(page)
    await takePicture(page, 'domains')
  })

  await test.step('a busy evening brings at least eight kinds of events', async () => {
    await goTo(page, 'Settings')
    await page.getByRole('link', { name: 'Practice cloud' }).click()
    await page.getByLabel('What happens').selectOption({ label: 'Busy: an ordinary evening' })
    await expectNoViolations(page)
    await goTo(page, 'Live')
    await expect
      .poll(() => kindsShown(page), { timeout: 90_000, message: 'kinds of events in the list' })
      .toBeGreaterThanOrEqual(8)
  })

  await test.step('the list can be paused, filtered, and an event opened', async () => {
    await page.getByRole('button', { name: 'Pause' }).click()
    await expectNoViolations(page)
    await takePicture(page, 'live')
    await page.getByRole('combobox', { name: 'Filter events' }).fill('type:317')
    await expect.poll(async () => new Set(await kinds(page))).toEqual(new Set(['Image moderation']))
    await rows(page).first().click()
    const panel = page.getByRole('complementary', { name: /^Event \d+/ })
    await expect(panel).toContainText('Image moderation')
    await expectNoViolations(page)
    await takePicture(page, 'event')
    for (const name of ['Fields', 'Raw', 'Deliveries']) {
      await panel.getByRole('tab', { name }).click()
      await expectNoViolations(page)
    }
    await page.keyboard.press('Escape')
    await expect(panel).toBeHidden()
  })

  await test.step('what is filtered can be exported', async () => {
    await page.getByRole('button', { name: 'Export' }).click()
    const saved = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: /JSON Lines/ }).click()
    const download = await saved
    expect(download.suggestedFilename()).toMatch(/\.jsonl$/)
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n')
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ type: 317 })
  })

  await test.step('alerts stand on a page of their own', async () => {
    await goTo(page, 'Alerts')
    await expect(
      page
        .getByRole('listbox', { name: /^Open cases/ })
        .getByRole('option')
        .first(),
    ).toBeVisible()
    await expectNoViolations(page)
  })

  await test.step('the domain is unbound and the template deleted', async () => {
    await goTo(page, 'Domains')
    await page.getByText('push.practice.example', { exact: true }).first().click()
    await page.getByRole('tab', { name: 'Template configuration' }).click()
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await page.getByRole('radio', { name: /None/ }).check()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Confirm' }).click()
    await expect(page.getByText(/Unbound\. push\.practice\.example no longer uses all-events/)).toBeVisible()
    await goTo(page, 'Templates')
    await takePicture(page, 'templates')
    await page.getByRole('button', { name: 'Actions for all-events' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(page.getByText('No callback template yet')).toBeVisible()
  })

  await test.step('every change stands in Activity', async () => {
    await goTo(page, 'Activity')
    for (const text of ['Created template', 'Bound a template to', 'Unbound', 'Deleted template', 'Exported events as'])
      await expect(page.getByText(text).first()).toBeVisible()
    await expectNoViolations(page)
    await takePicture(page, 'activity')
  })

  expect(complaints).toEqual([])
})

/** The second cell of a row says what kind of event it is. */
const kinds = (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((found) => found.map((row) => row.children[1]?.textContent?.trim() ?? ''))

async function kindsShown(page: Page): Promise<number> {
  for (const kind of await kinds(page)) seen.add(kind)
  return seen.size
}
const seen = new Set<string>()
