/** The Health page on a desk under the test's hand. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import { healthLinks, healthReasons } from '../../../../src-main/contract/health.ts'
import DomainChain from '../../../../src-renderer/components/health/DomainChain.vue'
import { i18n } from '../../../../src-renderer/i18n/index.ts'
import { useDeskStore } from '../../../../src-renderer/stores/desk.ts'
import HealthView from '../../../../src-renderer/views/HealthView.vue'
import { button, hasButton, mountPage, page } from '../../mount-page.ts'
import { chain, detectionOff, noKey, noon, unbound } from './samples.ts'

const client = vi.hoisted(() => ({
  health: { check: vi.fn(), fix: vi.fn() },
  account: { list: vi.fn() },
  config: { drift: vi.fn() },
  plans: { runs: vi.fn() },
}))
vi.mock('../../../../src-renderer/client/index.ts', () => ({
  client,
  connection: { client, state: 'online', onState: () => undefined },
}))
enableAutoUnmount(afterEach)

const rows = [
  chain('fine.example'),
  chain('risky.example', { key: noKey }),
  chain('broken.example', { detection: detectionOff }),
  chain('bare.example', { binding: unbound }),
]
const answer = (domains = rows) => client.health.check.mockResolvedValue({ domains, checkedAt: noon })
const info = { version: '1.2.3', host: 'headless', role: 'operator', platform: 'linux', runtime: 'node' } as const

async function open(query = '', role: 'operator' | 'viewer' = 'operator') {
  const mounted = await mountPage(HealthView, {}, `/health${query}`)
  useDeskStore().info = { ...info, role }
  await flushPromises()
  return mounted
}
const text = () => page().textContent ?? ''
const cell = (label: string) => button(label)
const sheet = () => page().querySelector('[role="dialog"]')?.textContent ?? ''

beforeEach(() => {
  vi.resetAllMocks()
  document.body.innerHTML = ''
  answer()
  client.health.fix.mockResolvedValue({})
  client.plans.runs.mockResolvedValue({ runs: [] })
  client.config.drift.mockResolvedValue({ items: [], since: 1 })
})

describe('the grid', () => {
  it('says how many domains are broken, and shows them first', async () => {
    await open()
    expect(text()).toContain('2 of 4 domains have a broken link')
    const heads = [...page().querySelectorAll('tbody th')].map((each) => each.textContent?.trim())
    expect(heads).toEqual(['bare.example', 'broken.example', 'risky.example', 'fine.example'])
  })

  it('says every state in a word', async () => {
    await open()
    expect(cell('broken.example, Detection Broken').textContent).toContain('Broken')
    expect(cell('risky.example, Key Warning').title).toBe('Template events has no callback key.')
  })

  it('has one cell in the tab order, and arrows move to the next', async () => {
    await open()
    expect(page().querySelectorAll('[data-cell][tabindex="0"]')).toHaveLength(1)
    const first = cell('bare.example, Domain OK')
    first.focus()
    first.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
    await flushPromises()
    expect(document.activeElement).toBe(cell('broken.example, Domain OK'))
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }))
    await flushPromises()
    expect(document.activeElement).toBe(cell('broken.example, Pictures OK'))
  })

  it('keeps what was found above an error, and says that it is old', async () => {
    await open()
    client.health.check.mockRejectedValue(new AppError('cloud.timeout'))
    button('Check again').click()
    await flushPromises()
    expect(page().querySelector('[role="alert"]')?.textContent).toContain('Could not refresh')
    expect(hasButton('risky.example, Key Warning')).toBe(true)
  })

  it('says so when the account has no push domain', async () => {
    answer([])
    await open()
    expect(text()).toContain('No push domains')
  })

  it('opens the sheet of a cell, and puts it in the address', async () => {
    const { router } = await open()
    cell('broken.example, Detection Broken').click()
    await vi.waitFor(() => expect(sheet()).toContain('its porn detection is off'))
    expect(router.currentRoute.value.query).toEqual({ domain: 'broken.example', link: 'detection' })
  })
})

describe('the sheet of a link', () => {
  const broken = '?domain=broken.example&link=detection'

  it('names the reason, what it costs, whom it reaches, and mends on demand', async () => {
    await open(broken)
    expect(sheet()).toContain('no alert can come')
    expect(sheet()).toContain('It also reaches 2 other domains')
    expect(sheet()).toContain('USD 0.2294 per 1,000 moderated pictures')
    answer([chain('broken.example')])
    button('Turn on detection').click()
    await vi.waitFor(() => expect(sheet()).toContain('The change is made. Checked again: OK.'))
    expect(client.health.fix).toHaveBeenCalledExactlyOnceWith({ domain: 'broken.example', kind: 'turnOnDetection' })
  })

  it('of a link that is in order says what was found, and nothing of what to do', async () => {
    await open('?domain=fine.example&link=binding')
    expect(sheet()).toContain('is bound to the whole domain')
    expect(sheet()).not.toContain('If it is left')
  })

  it('says what it refused, and checks again', async () => {
    client.health.fix.mockRejectedValue(new AppError('health.changed', { params: { domain: 'broken.example' } }))
    await open(broken)
    button('Turn on detection').click()
    await vi.waitFor(() => expect(sheet()).toContain('Nothing was done'))
    expect(client.health.check).toHaveBeenCalledTimes(2)
    expect(sheet()).not.toContain('The change is made')
  })

  it('binds the template that was chosen', async () => {
    await open('?domain=bare.example&link=binding')
    const select = page().querySelector<HTMLSelectElement>('[role="dialog"] select')
    if (!select) throw new Error('nothing to choose from')
    expect([...select.options].map(({ text: label }) => label)).toEqual(['events (1)', 'others (2)'])
    select.selectedIndex = 1
    select.dispatchEvent(new Event('change'))
    await flushPromises()
    expect(sheet()).toContain('Template others (2) is bound')
    button('Bind the template').click()
    await flushPromises()
    expect(client.health.fix).toHaveBeenCalledExactlyOnceWith({ domain: 'bare.example', kind: 'bind', choice: 2 })
  })

  it('names the server that loses the events', async () => {
    const elsewhere = {
      state: 'warning',
      reason: 'elsewhere',
      params: { template: 'theirs', host: 'theirs.example.com' },
      fix: { kind: 'useDeskUrls', choices: [], alsoReaches: 0 },
    } as const
    answer([chain('away.example', { urls: { ...elsewhere, fix: { ...elsewhere.fix, choices: [] } } })])
    await open('?domain=away.example&link=urls')
    expect(sheet()).toContain('replaces the URLs that now lead to theirs.example.com')
  })

  it('offers a viewer nothing to press', async () => {
    await open(broken, 'viewer')
    expect(hasButton('Turn on detection')).toBe(false)
    expect(sheet()).toContain('Your role can look at this but not mend it.')
  })

  it('gives the error of what could not be read', async () => {
    const error = { code: 'cloud.refused' as const, params: {}, details: { apiCode: 'UnauthorizedOperation' } }
    answer([chain('dark.example', { snapshots: { state: 'unknown', reason: 'notRead', params: {}, error } })])
    await open('?domain=dark.example&link=snapshots')
    expect(sheet()).toContain('nothing is known of it')
    expect(page().querySelector('[role="dialog"] [role="alert"]')).not.toBeNull()
  })
})

it('the panel of a domain shows its chain, and the sheet of a link', async () => {
  await mountPage(DomainChain, { domain: 'broken.example', now: noon, canOperate: true })
  await flushPromises()
  expect(page().querySelectorAll('li')).toHaveLength(healthLinks.length)
  const links = [...page().querySelectorAll('button')]
  links.find((each) => each.textContent?.includes('Porn detection'))?.click()
  await vi.waitFor(() => expect(sheet()).toContain('If it is left'))
})

it.each(['en', 'zh-CN'] as const)('every link and reason has its sentences in %s', (locale) => {
  const { te } = i18n.global
  for (const link of healthLinks)
    for (const key of ['link', 'short', 'fine']) expect(te(`health.${key}.${link}`, locale), link).toBe(true)
  for (const reason of healthReasons)
    for (const key of ['what', 'means']) expect(te(`health.reason.${reason}.${key}`, locale), reason).toBe(true)
})
