/** Several domains at once, by the plan: looked at, applied, put back from Activity; drift; and a ban with what it hits. */

import { expect, type Page, test } from '@playwright/test'
import { callDesk, type Desk, expectNoViolations, listenForComplaints, startDesk, takeLook } from './desk.ts'

let desk: Desk
test.beforeAll(async () => {
  desk = await startDesk()
})
test.afterAll(() => desk.close())

const [one, two, closed] = ['push.practice.example', 'push2.practice.example', 'closed.practice.example']
const go = (page: Page, path: string) => page.goto(`${new URL(desk.url).origin}/#/${path}`)

async function furnish(page: Page): Promise<void> {
  await page.goto(desk.url)
  await callDesk(page, 'practice.start', { timeScale: 60 })
  const { urls } = (await callDesk(page, 'templates.deskUrls', {})) as { urls: object }
  const draft = { name: 'all-events', description: '', urls, recordExceptionLevels: ['error'] }
  await callDesk(page, 'templates.save', { ...draft, key: { action: 'set', key: `practice${'Key0'.repeat(4)}` } })
}

const bound = async (page: Page) => {
  const { items } = (await callDesk(page, 'bindings.list', {})) as {
    items: { domain: string; templateId: number | null }[]
  }
  return items.flatMap(({ domain, templateId }) => (templateId === null ? [] : [domain])).sort()
}

test('several domains are bound by a plan; that, and a ban, are put back', async ({ page }) => {
  const complaints = listenForComplaints(page)
  await furnish(page)
  await go(page, 'domains')
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })

  await test.step('chosen', async () => {
    for (const name of [one, two, closed]) await row(name).getByRole('checkbox').check()
    await page.keyboard.press('b')
    const dialog = page.getByRole('dialog', { name: 'Bind 3 domains' })
    await dialog.getByRole('radio', { name: /all-events/ }).check()
    await expect(dialog.getByText('3 bindings')).toBeVisible()
    await expectNoViolations(page)
    await dialog.getByRole('button', { name: 'Show plan' }).click()
  })

  const sheet = page.getByRole('dialog', { name: 'Plan' })
  await test.step('looked at: before and after, and what to know', async () => {
    await expect(sheet.getByText('3 to create')).toBeVisible()
    await sheet.getByRole('tab', { name: /Problems/ }).click()
    await sheet.getByRole('row').filter({ hasText: 'Create' }).click()
    await expect(sheet.getByText(/This domain is disabled/).last()).toBeVisible()
    await expectNoViolations(page)
    await takeLook(page, 'plan/shown')
    expect(await bound(page)).toEqual([])
  })

  await test.step('applied, with one that fails and is tried again', async () => {
    await desk.failCalls({ action: 'CreateLiveCallbackRule', kind: 'error', code: 'InternalError', times: 1 })
    await sheet.getByRole('button', { name: 'Apply 3 changes' }).click()
    await expect(sheet.getByText(/2 of 3 changes were made/)).toBeVisible({ timeout: 60_000 })
    await expectNoViolations(page)
    await takeLook(page, 'plan/problems')
    await sheet.getByRole('button', { name: 'Try 1 again' }).click()
    await sheet.getByRole('button', { name: 'Apply 1 change' }).click()
    await expect(sheet.getByText(/Done: 1 of 1 changes/)).toBeVisible({ timeout: 60_000 })
    await expectNoViolations(page)
    await sheet.getByRole('button', { name: 'Close' }).last().click()
    expect(await bound(page)).toEqual([closed, one, two].sort())
  })

  await test.step('put back from Activity', async () => {
    await go(page, 'activity')
    const made = page.getByRole('listitem').filter({ hasText: 'Bound a template to' })
    await expect(made).toHaveCount(4)
    await made.last().getByRole('button', { name: 'Show this plan only' }).click()
    await page.getByRole('button', { name: 'Put back the whole plan' }).click()
    await expect(sheet.getByText('2 to remove')).toBeVisible()
    await sheet.getByRole('button', { name: 'Apply 2 changes' }).click()
    await expect(sheet.getByText(/Done: 2 of 2 changes/)).toBeVisible({ timeout: 60_000 })
    await sheet.getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('button', { name: 'Clear filter' }).click()
    expect(await bound(page)).toHaveLength(1)
  })

  await test.step('a ban names what it hits, and is put back as well', async () => {
    const ref = { domain: one, app: 'live', stream: 'my-show' }
    await desk.emit({ type: 1, ...ref })
    await go(page, 'streams')
    await page.getByText('my-show').first().click()
    await page.getByRole('button', { name: /^Ban/ }).first().click()
    const dialog = page.getByRole('dialog', { name: /my-show/ })
    await expect(dialog.getByText('It hits this stream only.')).toBeVisible()
    await expectNoViolations(page)
    await takeLook(page, 'streams/ban')
    await dialog.getByRole('button', { name: /^Ban/ }).click()
    await expect(dialog).toHaveCount(0)

    await go(page, 'activity')
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Banned stream' })
      .getByRole('button', { name: 'Put back' })
      .click()
    await expect(sheet.getByText('1 to remove')).toBeVisible()
    await expectNoViolations(page)
    await takeLook(page, 'plan/ban')
    await sheet.getByRole('button', { name: 'Apply 1 change' }).click()
    await expect(sheet.getByText(/Done: 1 of 1 changes/)).toBeVisible({ timeout: 60_000 })
    await sheet.getByRole('button', { name: 'Close' }).last().click()
    expect(((await callDesk(page, 'streams.bans', {})) as { running: unknown[] }).running).toEqual([])
  })
  expect(complaints).toEqual([])
})
