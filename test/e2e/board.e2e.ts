/**
 * The moderation board beside its work: read by a screen reader, enlarged to twice its size, calling its person by
 * sound and notification, on paper, and behind its lock.
 */
import { expect, type Page, test } from '@playwright/test'
import { calledOn, openCalled } from './calls.ts'
import { callDesk, expectNoViolations, takeLook } from './desk.ts'
import { casesOf, decisionsOf, domain, type Flagging, queueOf, startFlagging } from './flagging.ts'

let board: Flagging
let page: Page

test.beforeAll(async ({ browser }) => {
  board = await startFlagging(browser)
  page = board.page
  await page.goto(`${board.origin}/#/alerts`)
  for (let n = 1; n <= 12; n += 1) await board.flag(`stream-${n}`, (n % 3) + 1)
  await expect(casesOf(page)).toHaveCount(12, { timeout: 30_000 })
})
test.afterAll(() => board.close())

test('a screen reader finds a list of sentences, the case, and decisions by name', async () => {
  await expect(queueOf(page)).toMatchAriaSnapshot(`
    - listbox "Open cases, the most urgent first":
      - option /^stream-\\d+ on push2.practice.example.live. (Block|Review), .+ \\d+, since \\d\\d.\\d\\d.\\d\\d\\.$/
  `)
  await page.keyboard.press('j')
  await expect(page.getByRole('article').getByRole('heading', { level: 2 })).toHaveText(/^stream-\d+$/)
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - heading "Alerts" [level=1]
      - article /stream-\\d+/:
        - heading /stream-\\d+/ [level=2]
        - region "What was flagged":
          - figure:
            - img /^Picture, covered. The detector said. (Block|Review), .+, score \\d+\\.$/
          - button "Hold to reveal"
          - listbox "Flagged pictures and sounds, in time order"
        - heading "Stream" [level=3]
        - heading "What happened" [level=3]
      - complementary "Decision":
        - region "Decision":
          - group "Decision":
            - button "Dismiss"
            - button "Warn"
            - button "Cut"
            - button "Ban"
            - button "Resume" [disabled]
  `)
})

/** Everything that a screen reader is told without asking, from now on. */
const listenForWords = (on: Page) =>
  on.evaluate(() => {
    const said: string[] = []
    const live = () => [...document.querySelectorAll('[role="status"], [role="alert"], [aria-live]')]
    const texts = new Map(live().map((region) => [region, region.textContent]))
    new MutationObserver(() => {
      for (const region of live()) {
        const text = region.textContent?.trim() ?? ''
        if (text !== texts.get(region) && text !== '') said.push(text)
        texts.set(region, text)
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
    Object.assign(window, { said })
  })
const saidOn = (on: Page): Promise<string[]> => on.evaluate(() => Reflect.get(window, 'said') as string[])

test('new cases are announced at most once in five seconds, and more of the same not at all', async ({ browser }) => {
  const other = await board.open(browser)
  await expect(casesOf(other).first()).toBeVisible()
  await listenForWords(other)
  await board.flag('loud-1', 1)
  await expect.poll(() => saidOn(other)).toHaveLength(1)
  expect(await saidOn(other)).toEqual([expect.stringMatching(/^New case: loud-1, (Block|Review)\.$/)])
  const alerts = async () => {
    const found = (await callDesk(other, 'alerts.cases', { filter: { text: 'loud-1' } })) as {
      rows: { alerts: number }[]
    }
    return found.rows[0]?.alerts
  }
  for (let n = 0; n < 20; n += 1) await board.desk.emit({ type: 317, domain, stream: 'loud-1' })
  await expect.poll(alerts, { timeout: 60_000 }).toBe(21)
  // That it gets worse may be said, once.
  expect((await saidOn(other)).length).toBeLessThanOrEqual(2)
  await other.context().close()
})

test('at 200 % nothing is out of reach or under something else', async ({ browser }) => {
  const zoomed = await board.open(browser, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 })
  await expect(casesOf(zoomed)).not.toHaveCount(0)
  await takeLook(zoomed, 'board-200-list')
  await expectAllInReach(zoomed)
  await zoomed.keyboard.press('j')
  await expect(decisionsOf(zoomed).getByRole('button', { name: 'Dismiss' })).toBeEnabled()
  await takeLook(zoomed, 'board-200-case')
  await expectAllInReach(zoomed)
  await zoomed.keyboard.press('b')
  await expect(decisionsOf(zoomed).getByText('It hits this stream only.')).toBeVisible()
  await takeLook(zoomed, 'board-200-ban')
  await expectAllInReach(zoomed)
  await expectNoViolations(zoomed)
  await zoomed.context().close()
})

/** Each control can be scrolled to and clicked where it stands, and nothing has to be scrolled sideways. */
async function expectAllInReach(on: Page): Promise<void> {
  const sideways = await on.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(sideways).toBe(0)
  for (const control of await on
    .locator('button:visible, a[href]:visible, input:visible, select:visible, textarea:visible')
    .all()) {
    if (await control.isDisabled()) continue
    const name = await control.evaluate((each) => each.getAttribute('aria-label') ?? each.textContent?.trim())
    if (name === 'Skip to the page') continue
    await expect(control.click({ trial: true, timeout: 15_000 }), name ?? '').resolves.toBeUndefined()
  }
}

test('a case calls its person by notification and sound, also on another page; one click ends both', async ({
  browser,
}) => {
  const other = await openCalled(board, browser)
  await board.flag('loud-2', 1)
  await expect.poll(async () => (await calledOn(other)).notes.length).toBe(1)
  const [note] = (await calledOn(other)).notes
  expect(note).toMatchObject({ silent: true, picture: false })
  expect(note?.title).toContain('loud-2')
  expect(note?.body).toContain(domain)
  await expect.poll(async () => (await calledOn(other)).played.length).toBe(1)
  expect((await calledOn(other)).played[0]).toBeGreaterThan(0.1)

  await other.goto(`${board.origin}/#/alerts`)
  await other.getByRole('button', { name: 'Signals are on: turn them all off' }).click()
  const witness = await openCalled(board, browser)
  await board.flag('loud-3', 1)
  await expect(casesOf(other).filter({ hasText: 'loud-3' })).toHaveCount(1)
  // By then the window whose signals are on has been called, to the end.
  await expect
    .poll(async () => (await calledOn(witness)).notes.map(({ title }) => title))
    .toEqual([expect.stringContaining('loud-3')])
  await expect.poll(async () => (await calledOn(witness)).played.length).toBe(1)
  expect((await calledOn(other)).notes).toHaveLength(1)
  expect((await calledOn(other)).played).toHaveLength(1)
  await other.context().close()
  await witness.context().close()
})

test('the hand-over sheet is on paper what it is on screen, over as many pages as it takes', async ({ browser }) => {
  const other = await board.open(browser)
  await expect(casesOf(other).first()).toBeVisible()
  await other.getByRole('button', { name: 'Shift' }).click()
  await other.getByRole('menuitem', { name: 'Hand-over sheet…' }).click()
  const sheet = other.getByRole('dialog', { name: 'Hand-over sheet' })
  await expect(sheet.getByRole('listitem').first()).toBeVisible()
  await other.emulateMedia({ media: 'print' })
  await expect(other.getByRole('heading', { level: 1 })).toBeHidden()
  await expect(sheet.getByRole('button', { name: 'Print' })).toBeHidden()
  for (const line of await sheet.getByRole('listitem').all()) await expect(line).toBeVisible()
  expect(await sheet.locator('.printed').evaluate((printed) => getComputedStyle(printed).color)).toBe('rgb(0, 0, 0)')
  const paper = await other.pdf({ width: '12cm', height: '6cm', path: 'test-results/handover.pdf' })
  expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(2)
  await other.context().close()
})

test('in a small window the decisions stay where they are, and the queue keeps its height', async ({ browser }) => {
  const other = await board.open(browser, { viewport: { width: 800, height: 600 } })
  await expect(casesOf(other).first()).toBeVisible()
  await other.keyboard.press('j')
  const warn = decisionsOf(other).getByRole('button', { name: 'Warn', exact: true })
  await expect(warn).toBeEnabled()
  const place = await warn.boundingBox()
  const height = (await queueOf(other).boundingBox())?.height ?? 0
  await other.keyboard.press('w')
  await expect(decisionsOf(other).getByRole('textbox', { name: 'Note' })).toBeVisible()
  expect((await queueOf(other).boundingBox())?.height).toBe(height)
  expect(await warn.boundingBox()).toEqual(place)
  await other.keyboard.press('Enter')
  await expect(other.getByRole('button', { name: 'Undo' })).toBeVisible()
  await expect(warn).toBeEnabled()
  expect(await warn.boundingBox()).toEqual(place)
  await other.context().close()
})

// The last one: from here on this desk has a PIN.
test('behind its lock a window holds nothing, can do nothing, and opens with the right PIN only', async ({
  browser,
}) => {
  await page.goto(`${board.origin}/#/alerts`)
  await page.keyboard.press('j')
  await expect(decisionsOf(page).getByRole('button', { name: 'Dismiss' })).toBeEnabled()
  const lock = page.getByRole('dialog', { name: 'This window is locked' })
  const locked = async (on: Page) => {
    await expect(on.getByRole('dialog', { name: 'This window is locked' })).toBeVisible()
    await expect(on.locator('[data-case], [data-case-id], figure, main, nav')).toHaveCount(0)
    expect(await on.locator('body').innerText()).not.toMatch(/stream-\d|loud-\d/)
  }

  await test.step('the first PIN locks every window where nobody has entered', async () => {
    await callDesk(page, 'moderators.save', { name: 'Li Na', role: 'operator', pin: '2468' })
    await locked(page)
    await expectNoViolations(page)
    await takeLook(page, 'board-locked')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await locked(page)
  })

  await test.step('the desk itself refuses what a locked window asks', async () => {
    for (const [call, input] of [
      ['alerts.decide', { caseId: 1, version: 1, decision: 'dismiss', reason: 'other' }],
      ['alerts.claim', { caseId: 1 }],
      ['alerts.case', { id: 1 }],
      ['alerts.undo', { caseId: 1, version: 1 }],
      ['moderators.save', { name: 'Eve', role: 'operator' }],
    ] as const)
      await expect(callDesk(page, call, input), call).rejects.toThrow('call.role')
    const picture = await page.evaluate(async () => (await fetch('/img/14')).status)
    expect(picture).toBe(404)
  })

  await test.step('a wrong PIN is refused, the right one opens, and a reload keeps the seat', async () => {
    await lock.getByLabel('PIN').fill('1357')
    await lock.getByRole('button', { name: 'Enter' }).click()
    await expect(lock.getByRole('alert')).toContainText('PIN')
    await locked(page)
    await lock.getByLabel('PIN').fill('2468')
    await page.keyboard.press('Enter')
    await expect(lock).toBeHidden()
    await expect(casesOf(page).first()).toBeVisible()
    await page.reload()
    await expect(casesOf(page).first()).toBeVisible()
    await expect(lock).toBeHidden()
  })

  await test.step('locked again, the seat is gone, and the wrong ones are paced', async () => {
    await page.getByRole('button', { name: 'Shift' }).click()
    await page.getByRole('menuitem', { name: 'Lock' }).click()
    await locked(page)
    await page.reload()
    await locked(page)
    for (let n = 0; n < 6; n += 1) {
      await lock.getByLabel('PIN').fill(`000${n}`)
      await lock.getByRole('button', { name: 'Enter' }).click()
      await expect(lock.getByRole('button', { name: 'Enter' })).toBeEnabled()
    }
    await expect(lock.getByRole('alert')).toContainText('minute')
    await lock.getByLabel('PIN').fill('2468')
    await lock.getByRole('button', { name: 'Enter' }).click()
    await expect(lock.getByRole('alert')).toContainText('minute')
    await locked(page)
  })

  await test.step('another browser of the same person is locked as well', async () => {
    const other = await board.open(browser)
    await locked(other)
    await other.context().close()
  })
  expect(board.complaints.filter((text) => !text.includes('404'))).toEqual([])
})
