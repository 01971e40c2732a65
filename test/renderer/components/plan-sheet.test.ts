/** The plan sheet as a person uses it: look, filter to problems, apply, try again. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import PlanSheet from '../../../src-renderer/components/plans/PlanSheet.vue'
import { createPlanFlow } from '../../../src-renderer/components/plans/plan-flow.ts'
import { countRun, groupRows, itemRows } from '../../../src-renderer/components/plans/plan-rows.ts'
import { button, hasButton, mountPage, page } from '../mount-page.ts'
import { doneOf, fakePlans, planWith, progressOf, ruleItem } from './plans-of-test.ts'

enableAutoUnmount(afterEach)

const replaced = ruleItem(1, 2, 'a.example.com')
const disabled = ruleItem(null, 2, 'b.example.com', 'live', { warnings: ['domainDisabled', 'hiddenFromConsole'] })
const gone = ruleItem(null, 2, 'gone.example.com', '', { change: 'conflict', conflict: 'domainGone', steps: [] })
const same = ruleItem(2, 2, 'c.example.com')
const plan = planWith(replaced, disabled, gone, same)
let desk = fakePlans()
let flow = createPlanFlow(desk.client, vi.fn())

beforeEach(() => {
  desk = fakePlans()
  flow = createPlanFlow(desk.client, vi.fn())
  // Room for every row of the table.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(2000)
})
afterEach(() => {
  vi.restoreAllMocks()
})

async function open() {
  flow.show(plan)
  const mounted = await mountPage(PlanSheet, { flow, isInterrupted: false, timeScale: null, open: true })
  await flushPromises()
  return mounted
}

const rows = () => [...page().querySelectorAll('[data-index]')].map((row) => row.textContent?.trim() ?? '')

const details = () => page().querySelector('section[tabindex]')?.textContent ?? ''

async function press(label: string) {
  button(label).click()
  await flushPromises()
}

async function choose(tab: RegExp) {
  const found = [...page().querySelectorAll<HTMLElement>('[role=tab]')].find((each) => tab.test(each.textContent ?? ''))
  found?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }))
  found?.click()
  await flushPromises()
}

describe('before it is applied', () => {
  it('shows before → after by domain, counted by kind', async () => {
    await open()
    expect(page().textContent).toContain('1 to replace · 1 to create · 1 in conflict · 1 unchanged')
    expect(rows()[0]).toMatch(/Whole domain.*events \(1\).*screenshots \(2\).*Replace/)
    expect(rows()[1]).toMatch(/live.*None.*screenshots \(2\).*Create/)
    expect(desk.runs).toHaveLength(0)
  })

  it('begins with what changes when it was made of a whole file', async () => {
    flow.firstFilter.value = 'changes'
    await open()
    expect(rows()).toHaveLength(2)
  })

  it('shows only what may go wrong, with the reason', async () => {
    await open()
    await choose(/Problems \(2\)/)
    expect(rows()).toHaveLength(2)
    page().querySelector<HTMLElement>('[data-index]')?.focus()
    await flushPromises()
    expect(page().textContent).toContain('This domain is disabled')
  })

  it('does not offer to apply a plan that changes nothing', async () => {
    flow.show(planWith(same))
    await mountPage(PlanSheet, { flow, isInterrupted: false, timeScale: null, open: true })
    await flushPromises()
    expect(button('Apply 0 changes').disabled).toBe(true)
    expect(page().textContent).toContain('Nothing to change')
  })
})

describe('while and after it is applied', () => {
  it('shows how far it is and can be stopped, then says what was done and when it takes effect', async () => {
    await open()
    await press('Apply 2 changes')
    desk.runs[0]?.send({ state: 'running', items: [progressOf(replaced), progressOf(disabled, { state: 'running' })] })
    await flushPromises()
    expect(page().querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).toBe('1')
    await press('Stop')
    expect(desk.cancelled).toEqual([plan.id])
    desk.runs[0]?.send(doneOf(plan))
    desk.runs[0]?.end()
    await flushPromises()
    expect(page().textContent).toContain('Done: 2 of 2 changes. It takes effect in about 5–10 minutes.')
    expect(hasButton('Try 0 again')).toBe(false)
  })

  it('lists what failed with its reason and tries it again', async () => {
    await open()
    page().querySelector<HTMLElement>('[data-index]')?.focus()
    await press('Apply 2 changes')
    const failed = progressOf(disabled, { state: 'failed', error: { code: 'cloud.timeout' } })
    desk.runs[0]?.send({ state: 'finished', items: [progressOf(replaced), failed] })
    desk.runs[0]?.end()
    await flushPromises()
    expect(page().textContent).toContain('1 of 2 changes were made. 1 failed')
    expect(rows()[0]).toContain('Failed')
    expect(details()).toContain('This domain is disabled')
    await choose(/Changes/)
    page().querySelector<HTMLElement>('[data-index]')?.focus()
    await flushPromises()
    expect(details()).not.toContain('This domain is disabled')
    await choose(/Problems/)
    expect(details()).toContain('Choose')
    await press('Try 1 again')
    expect(desk.remakes[0]?.input).toEqual({ planId: plan.id, only: [disabled.key] })
  })
})

describe('the rows', () => {
  it('stand under their domain, templates ahead of them', () => {
    const shown = groupRows(itemRows(plan, new Map(), 'changes'))
    expect(shown.map((row) => (row.kind === 'group' ? row.name : row.item.key))).toEqual([
      'a.example.com',
      replaced.key,
      'b.example.com',
      disabled.key,
    ])
  })

  it('count only what was to be changed', () => {
    const progress = new Map(
      [progressOf(replaced), progressOf(gone, { state: 'skipped' })].map((each) => [each.key, each]),
    )
    expect(countRun(plan, progress)).toEqual({ total: 2, ended: 1, done: 1, failed: 0, putBack: 0, skipped: 0 })
  })
})
