/** A colleague's set-up as a file: exported, spoilt, mended, imported after everything is gone, compared. */
import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { callDesk, type Desk, expectNoViolations, listenForComplaints, startDesk, takeLook } from './desk.ts'

let desk: Desk
test.beforeAll(async () => {
  desk = await startDesk()
})
test.afterAll(() => desk.close())

async function furnish(page: Page): Promise<void> {
  await callDesk(page, 'practice.start', { timeScale: 60 })
  const { urls } = (await callDesk(page, 'templates.deskUrls', {})) as { urls: object }
  const draft = { name: 'all-events', description: '', urls, recordExceptionLevels: ['error'] }
  const key = { action: 'set', key: `practice${'Key0'.repeat(4)}` }
  const { id } = (await callDesk(page, 'templates.save', { ...draft, key })) as { id: number }
  const targets = ['', 'game'].map((app) => ({ domain: 'push.practice.example', app }))
  const plan = (await callDesk(page, 'plans.bind', { targets, templateId: id })) as { id: string }
  await callDesk(page, 'plans.apply', { planId: plan.id })
}

const openMenu = (page: Page, item: RegExp) =>
  page
    .getByRole('button', { name: /^Configuration file/ })
    .click()
    .then(() => page.getByRole('menuitem', { name: item }).click())

const choose = (page: Page, text: string) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name: 'main.yaml', mimeType: 'application/yaml', buffer: Buffer.from(text) })

test('a configuration goes out as a file and comes back as a plan', async ({ page }) => {
  const complaints = listenForComplaints(page)
  await page.goto(desk.url)
  await expect(page.getByRole('button', { name: 'Connect and choose the file' })).toBeVisible()
  await furnish(page)
  await page.goto(`${new URL(desk.url).origin}/#/templates`)
  await expect(page.getByText('all-events')).toBeVisible()

  const [download] = await Promise.all([page.waitForEvent('download'), openMenu(page, /Export as YAML/)])
  const text = await readFile(await download.path(), 'utf8')
  expect(text).toContain('streamBegin: desk')

  await test.step('a mistake is told with its line, and nothing happens', async () => {
    await openMenu(page, /Import/)
    const dialog = page.getByRole('dialog')
    await expectNoViolations(page)
    await choose(page, text.replace('    enabled: true', '    enabeld: true'))
    await expect(dialog.getByText(/There is no field “enabeld” here/)).toBeVisible()
    await expect(dialog.getByText(/Line \d+, column 5/)).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Show the plan' })).toBeDisabled()
    await expectNoViolations(page)
    await takeLook(page, 'config/mistakes')
    await page.keyboard.press('Escape')
  })

  await test.step('after everything is gone it is brought back', async () => {
    const { items } = (await callDesk(page, 'templates.list', {})) as { items: { id: number }[] }
    for (const { id } of items) await callDesk(page, 'templates.remove', { id, unbind: true })
    await expect(page.getByText('all-events')).toHaveCount(0)
    await openMenu(page, /Import/)
    await choose(page, text)
    await expect(page.getByLabel('Callback key of all-events')).toHaveValue('generate')
    await expectNoViolations(page)
    await takeLook(page, 'config/keys')
    await page.getByRole('button', { name: 'Show the plan' }).click()
    await expect(page.getByRole('button', { name: 'Apply 3 changes' })).toBeVisible()
    await page.getByRole('button', { name: 'Apply 3 changes' }).click()
    await expect(page.getByText(/Done: 3 of 3 changes/)).toBeVisible({ timeout: 60_000 })
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await expect(page.getByText('all-events')).toBeVisible()
  })

  await test.step('what this desk did is no drift', async () => {
    await openMenu(page, /Compare/)
    await expect(page.getByText('Nothing has changed elsewhere')).toBeVisible()
    await expectNoViolations(page)
  })
  expect(complaints).toEqual([])
})
