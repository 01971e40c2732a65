/**
 * A moderator's evening, by keyboard alone, on the practice cloud: thirty alerts in ten streams are triaged,
 * one is banned and seen to go off air, one is cut and comes back, one decision is taken back. Then two
 * moderators in two browsers at once: every case is decided once, and who was late is told.
 */
import { type Browser, expect, type Page, test } from '@playwright/test'
import { callDesk, expectNoViolations, takeLook, takePicture } from './desk.ts'
import { casesOf, decisionsOf, domain, type Flagging, queueOf, startFlagging } from './flagging.ts'

const names = Array.from({ length: 10 }, (_, index) => `triage-${index + 1}`)

let board: Flagging
let page: Page

test.describe.configure({ mode: 'serial' })
test.beforeAll(async ({ browser }) => {
  board = await startFlagging(browser)
  page = board.page
})
test.afterAll(() => board.close())

const heading = (on: Page = page) => on.getByRole('article').getByRole('heading', { level: 2 })
const underWay = () => page.getByRole('region', { name: 'Under way' })

/** What the moderator of this test does with each stream; everything else is a false positive. */
const verdicts: Readonly<Record<string, () => Promise<void>>> = {
  'triage-3': async () => {
    await page.keyboard.press('b')
    await expect(decisionsOf(page).getByText('It hits this stream only.')).toBeVisible()
    await page.keyboard.press('1')
    await expectNoViolations(page)
    await takeLook(page, 'moderation-ban')
    await page.keyboard.press('Enter')
  },
  'triage-5': async () => {
    await page.keyboard.press('x')
    await page.keyboard.press('1')
  },
}

test('ten streams are triaged by keyboard alone', async () => {
  await page.goto(`${board.origin}/#/alerts`)
  await expect(page.getByRole('heading', { level: 1, name: 'Alerts' })).toBeVisible()
  await expectNoViolations(page)

  await test.step('thirty alerts become ten cases', async () => {
    await Promise.all(names.map((name) => board.flag(name, 3)))
    await expect(casesOf(page)).toHaveCount(10, { timeout: 60_000 })
    await expect(page.getByText('10 open')).toBeVisible()
    await expect(page).toHaveTitle(/^\(10\) /)
  })

  await test.step('a case opens with J, its picture stays covered until Space is held', async () => {
    await page.keyboard.press('j')
    await expect(heading()).toHaveText(/^triage-\d+$/)
    await expect(casesOf(page).filter({ hasText: 'you' })).toHaveCount(1)
    const picture = page.getByRole('figure').getByRole('img', { name: /^Picture, covered\. The detector said:/ })
    await expect(picture).toBeVisible()
    const clear = page.getByRole('figure').locator('img').nth(1)
    await expect(clear).toHaveCSS('visibility', 'hidden')
    await page.keyboard.down('Space')
    await expect(clear).toHaveCSS('visibility', 'visible')
    await page.keyboard.up('Space')
    await expect(clear).toHaveCSS('visibility', 'hidden')
    await expectNoViolations(page)
  })

  const seen: string[] = []
  await test.step('each is decided, and the next one opens', async () => {
    while (seen.length < names.length) {
      const name = await heading().innerText()
      seen.push(name)
      if (seen.length === 6) await takePicture(page, 'alerts')
      await (verdicts[name] ?? dismiss)()
      if (seen.length < names.length) await expect(heading()).not.toHaveText(name)
      await expect(queueOf(page).or(page.getByText('No open case').first())).toBeVisible()
    }
    expect(seen.toSorted()).toEqual(names.toSorted())
    await expect(casesOf(page)).toHaveCount(0)
  })

  await test.step('the last one is taken back and decided anew', async () => {
    await page.keyboard.press('u')
    await expect(casesOf(page)).toHaveCount(1)
    const last = seen.at(-1) ?? ''
    await expect(heading()).toHaveText(last)
    await (verdicts[last] ?? dismiss)()
    await expect(casesOf(page)).toHaveCount(0)
  })

  await test.step('what was banned and cut is seen to go off air', async () => {
    for (const name of ['triage-3', 'triage-5'])
      await expect(underWay().getByRole('button', { name })).toContainText('off air after', { timeout: 60_000 })
    await expectNoViolations(page)
  })

  await test.step('the stream that was cut comes back, and so does its case, with its history', async () => {
    await board.desk.emit({ type: 1, domain, stream: 'triage-5' })
    await expect(casesOf(page)).toHaveCount(1, { timeout: 60_000 })
    await expect(casesOf(page)).toContainText('Back on air after the cut')
    await page.keyboard.press('j')
    await expect(heading()).toHaveText('triage-5')
    await expect(
      page
        .getByRole('article')
        .getByText(/^Cut: /)
        .first(),
    ).toBeVisible()
    await takeLook(page, 'moderation-back')
    await dismiss()
  })

  await test.step('old cases are found by search, and the shift can be handed over', async () => {
    await page.keyboard.press('h')
    const old = page.getByRole('listbox', { name: 'Old and decided cases, newest first' })
    await page.getByRole('searchbox').fill('triage-3')
    await expect(old.getByRole('option')).toHaveCount(1)
    await expect(old.getByRole('option')).toContainText('Banned')
    await page.getByRole('button', { name: 'Shift' }).click()
    await page.getByRole('menuitem', { name: 'Hand-over sheet…' }).click()
    const sheet = page.getByRole('dialog', { name: 'Hand-over sheet' })
    await expect(sheet.getByText(/^triage-3 .* banned by/)).toBeVisible()
    await expectNoViolations(page)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Shift' }).click()
    await page.getByRole('menuitem', { name: 'Measures…' }).click()
    await expect(page.getByRole('dialog', { name: 'Measures' }).getByText('Median to off air')).toBeVisible()
    await expectNoViolations(page)
    await page.keyboard.press('Escape')
  })
  expect(board.complaints).toEqual([])
})

async function dismiss(on: Page = page): Promise<void> {
  await on.keyboard.press('d')
  await expect(decisionsOf(on).getByRole('button', { name: 'False positive' })).toBeVisible()
  await on.keyboard.press('1')
  await expect(decisionsOf(on).getByRole('button', { name: 'False positive' })).toHaveCount(0)
}

/** Another browser that is let in as this one was. */
async function openAs(browser: Browser, name: string): Promise<Page> {
  const other = await board.open(browser)
  await other.getByRole('button', { name: 'Shift' }).click()
  await other.getByRole('menuitem', { name: /Somebody else/ }).click()
  const dialog = other.getByRole('dialog', { name: 'Who is here?' })
  await dialog.getByLabel('Moderator').selectOption(name)
  await dialog.getByRole('button', { name: 'Enter' }).click()
  await expect(dialog).toBeHidden()
  return other
}

test('two moderators race for fifty cases: each is decided once, and who was late is told', async ({ browser }) => {
  // None is the beginning of another.
  const fifty = Array.from({ length: 50 }, (_, index) => `race-${index + 11}`)
  for (const name of ['Li Na', 'Sam']) await callDesk(page, 'moderators.save', { name, role: 'moderator' })
  const [first, second] = [await openAs(browser, 'Li Na'), await openAs(browser, 'Sam')]
  await Promise.all(fifty.map((name) => board.flag(name, 1)))
  await expect(first.getByText('50 open')).toBeVisible({ timeout: 60_000 })
  await expect(second.getByText('50 open')).toBeVisible()

  await test.step('what one has opened, the other sees taken', async () => {
    await first.keyboard.press('j')
    const name = await heading(first).innerText()
    await expect(casesOf(second).filter({ hasText: name }).filter({ hasText: 'Li Na' })).toHaveCount(1)
    await casesOf(second).filter({ hasText: name }).click()
    await expect(second.getByText(/Li Na has it since/)).toBeVisible()
    await expect(decisionsOf(second).getByRole('button', { name: 'Dismiss' })).toBeDisabled()
    await expectNoViolations(second)
    await second.keyboard.press('Escape')
  })

  await test.step('who decides on what was decided meanwhile is told by whom', async () => {
    const name = await heading(first).innerText()
    await first.keyboard.press('w')
    await expect(decisionsOf(first).getByRole('textbox', { name: 'Note' })).toBeVisible()
    await casesOf(second).filter({ hasText: name }).click()
    await second.keyboard.press('t')
    await expect(casesOf(second).filter({ hasText: name })).toContainText('you')
    await dismiss(second)
    await first.keyboard.press('Enter')
    await expect(decisionsOf(first).getByRole('alert')).toContainText('Sam')
    await takeLook(first, 'moderation-stale')
    await first.keyboard.press('Escape')
    await second.keyboard.press('Escape')
    for (const on of [first, second]) await expect(casesOf(on).filter({ hasText: 'you' })).toHaveCount(0)
  })

  await test.step('both decide on everything at once', async () => {
    const won = await Promise.all([first, second].map((on) => decideAll(on)))
    const wins = won.flat()
    expect(new Set(wins).size).toBe(wins.length)
    expect(wins.length).toBe(49)
    await expect(casesOf(first)).toHaveCount(0)
    await expect(casesOf(second)).toHaveCount(0)
  })
  await first.context().close()
  await second.context().close()
})

/**
 * Every open case, through a seat of this browser's own, as fast as it can; answers with those it won. All
 * others must have been refused with a word on why.
 */
const decideAll = (on: Page): Promise<number[]> =>
  on.evaluate(
    () =>
      new Promise<number[]>((resolve, reject) => {
        const socket = new WebSocket('/desk')
        const asked = new Map<number, number>()
        const won: number[] = []
        socket.onerror = () => reject(new Error('no connection'))
        socket.onopen = () => socket.send(JSON.stringify({ id: 0, call: 'alerts.board', input: {} }))
        socket.onmessage = ({ data }) => {
          const { id, item, result, error } = JSON.parse(String(data))
          if (id === 0 && item?.reset) {
            if (item.cases.length === 0) resolve(won)
            for (const { id: caseId, version } of item.cases) {
              asked.set(caseId, caseId)
              const input = { caseId, version, decision: 'dismiss', reason: 'falsePositive' }
              socket.send(JSON.stringify({ id: caseId, call: 'alerts.decide', input }))
            }
          } else if (asked.delete(id)) {
            if (result) won.push(id)
            else if (!['case.stale', 'case.claimed'].includes(error?.code)) reject(new Error(JSON.stringify(error)))
            if (asked.size === 0) resolve(won)
          }
        }
      }),
  )
