import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import DomainPanel from '../../../../src-renderer/components/domains/DomainPanel.vue'
import { joinDomains } from '../../../../src-renderer/components/domains/domain-rows.ts'
import { button, field, hasButton, mountPage, page, type } from '../../mount-page.ts'
import { doneOf, fakePlans, planOf, progressOf, ruleItem } from '../plans-of-test.ts'
import { binding, domain, minute, noon, pendingEffect, provenEffect, template } from './samples.ts'

vi.mock('../../../../src-renderer/client/index.ts', () => ({
  client: {},
  connection: { state: 'online', onState: () => undefined },
}))
enableAutoUnmount(afterEach)

const name = 'push.example.com'
const templates = [template(1, 'events'), template(2, 'screenshots')]
let desk = fakePlans()
let changed = vi.fn()

beforeEach(() => {
  desk = fakePlans()
  changed = vi.fn()
})

function open(bindings = [binding({ templateId: 1 })], more: Record<string, unknown> = {}) {
  const [row] = joinDomains([domain(name)], bindings, templates)
  return mountPage(DomainPanel, {
    row,
    templates,
    client: desk.client,
    canOperate: true,
    timeScale: null,
    now: noon,
    isBusy: false,
    error: null,
    tab: 'template',
    onChanged: changed,
    ...more,
  })
}

const choose = (id: number | null) => {
  const radios = [...page().querySelectorAll<HTMLInputElement>('input[type=radio]')]
  const index = id === null ? 0 : 1 + templates.findIndex((each) => each.id === id)
  radios[index]?.click()
}

async function press(label: string) {
  button(label).click()
  await flushPromises()
}

/** Edit → choose → Next, with the desk's answer. */
async function reachPlan(to: number | null, plan = planOf(1, to)) {
  await press('Edit')
  choose(to)
  await flushPromises()
  page().querySelector('form')?.requestSubmit()
  await flushPromises()
  desk.plans.at(-1)?.answer(plan)
  await flushPromises()
}

describe('the callback configuration of a domain', () => {
  it('says what is bound and how that is known', async () => {
    await open([binding({ templateId: 1, effect: provenEffect(noon - minute, 42) })])
    expect(page().textContent).toContain('events (1)')
    expect(page().textContent).toContain('proven by an event')
    expect(page().querySelector('a[href="/live?event=42"]')?.textContent).toContain('Show event 42 in Live')
  })

  it('counts the minutes of a change down', async () => {
    await open([binding({ templateId: 1, effect: pendingEffect(noon - 4 * minute) })])
    expect(page().textContent).toContain('Pending, 6 min')
    expect(page().textContent).toContain('Takes effect in at most 6 minutes.')
  })

  it('shows before → after, the consequence and the steps, before anything is done', async () => {
    await open()
    await reachPlan(2)
    const text = page().textContent
    expect(text).toContain('push.example.com will send its events by template screenshots (2) instead of events (1).')
    expect(text).toContain('about 5–10 minutes after you confirm')
    expect(text).toContain('Delete the rule with template events (1)')
    expect(text).toContain('Create a rule with template screenshots (2)')
    expect(text).toContain('The cloud has no “change rule”')
    expect(desk.runs).toHaveLength(0)
  })

  it('applies on Confirm and says what was done', async () => {
    await open()
    await reachPlan(2)
    await press('Confirm')
    desk.runs[0]?.send(doneOf(planOf(1, 2)))
    desk.runs[0]?.end()
    await flushPromises()
    expect(page().textContent).toContain('Re-bound. push.example.com uses screenshots (2) instead of events (1).')
    expect(changed).toHaveBeenCalled()
    await press('Done')
    expect(hasButton('Edit')).toBe(true)
  })

  it('unbinds by choosing none', async () => {
    await open()
    await reachPlan(null)
    expect(desk.plans[0]?.input.templateId).toBeNull()
    expect(page().textContent).toContain('will no longer send events; events (1) is unbound.')
  })

  it('says that the old template was put back', async () => {
    await open()
    await reachPlan(2)
    await press('Confirm')
    const [one, two] = [
      { id: 1, name: 'events' },
      { id: 2, name: 'screenshots' },
    ]
    const error = { code: 'cloud.timeout' as const }
    const item = progressOf(ruleItem(1, 2), {
      state: 'putBack',
      error,
      steps: [
        { action: 'deleteRule', template: one, state: 'done' },
        { action: 'createRule', template: two, state: 'failed', error },
        { action: 'putBackRule', template: one, state: 'done' },
      ],
    })
    desk.runs[0]?.send({ state: 'finished', items: [item] })
    desk.runs[0]?.end()
    await flushPromises()
    expect(page().textContent).toContain('Not changed: the old template is back')
    expect(page().textContent).toContain('Put the old rule with template events (1) back')
  })

  it('says plainly that the domain was left without a template', async () => {
    await open()
    await reachPlan(2)
    await press('Confirm')
    const error = { code: 'binding.putBackFailed' as const }
    desk.runs[0]?.send({ state: 'finished', items: [progressOf(ruleItem(1, 2), { state: 'failed', error })] })
    desk.runs[0]?.end()
    await flushPromises()
    expect(page().textContent).toContain('The domain is left without a template')
  })

  it('explains a stale plan and shows the new one', async () => {
    await open()
    await reachPlan(2)
    await press('Confirm')
    desk.runs[0]?.end(new AppError('plan.stale'))
    await flushPromises()
    desk.plans[1]?.answer(planOf(null, 2))
    await flushPromises()
    expect(page().textContent).toContain('Somebody changed this binding after you looked, so nothing was done.')
    expect(button('Confirm').disabled).toBe(false)
  })

  it('does not let a plan without steps be confirmed', async () => {
    await open()
    await reachPlan(1, planOf(1, 1))
    expect(page().textContent).toContain('Nothing to change')
    expect(button('Confirm').disabled).toBe(true)
  })

  it('explains why a play domain cannot be bound', async () => {
    const [row] = joinDomains([domain(name, { kind: 'play' })], [], [])
    await open([], { row })
    expect(page().textContent).toContain('Play domains cannot be bound')
    expect(hasButton('Edit')).toBe(false)
  })

  it('lets a viewer look only', async () => {
    await open([binding({ templateId: 1 }), binding({ app: 'vip', templateId: 2 })], { canOperate: false })
    for (const label of ['Edit', 'Add app rule', 'Remove rule of app vip']) expect(hasButton(label), label).toBe(false)
  })
})

describe('the rules of single apps', () => {
  const withRule = [binding({ templateId: 1 }), binding({ app: 'vip', templateId: 2 })]

  it('are shown with what the console hides', async () => {
    await open(withRule)
    expect(page().textContent).toContain('The Tencent console neither shows nor removes these rules.')
  })

  it('are removed through the same plan', async () => {
    await open(withRule)
    await press('Remove rule of app vip')
    expect(desk.plans[0]?.input).toEqual({ targets: [{ domain: name, app: 'vip' }], templateId: null })
  })

  it('are added under a name no other rule has', async () => {
    await open(withRule)
    await press('Add app rule')
    type('App (AppName)', 'vip')
    await flushPromises()
    expect(page().textContent).toContain('This app has a rule already.')
    type('App (AppName)', 'live')
    await flushPromises()
    field('App (AppName)').form?.requestSubmit()
    await flushPromises()
    expect(page().textContent).toContain('Choose one callback template for app live of push.example.com.')
    expect(button('Next').disabled).toBe(true)
  })
})

describe('the domain itself', () => {
  it('is disabled only after the consequence was read', async () => {
    const setEnabled = vi.fn()
    await open([], { tab: 'basic', onSetEnabled: setEnabled })
    await press('Disable domain…')
    expect(setEnabled).not.toHaveBeenCalled()
    expect(page().textContent).toContain('Disabling interrupts every stream on push.example.com')
    await press('Disable domain')
    expect(setEnabled).toHaveBeenCalledWith(false)
  })
})
