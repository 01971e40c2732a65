/** What a person sees of a file's mistakes, of the choices, and of drift. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConfigCheck, ConfigProblem, Drift } from '../../../../src-main/contract/config.ts'
import { configProblemCodes } from '../../../../src-main/contract/config.ts'
import type { Plan } from '../../../../src-main/contract/plans.ts'
import en from '../../../../src-renderer/i18n/en/config.ts'
import { useDeskStore } from '../../../../src-renderer/stores/desk.ts'
import { startDesk } from '../../desk.ts'
import { button, hasButton, mountPage, page } from '../../mount-page.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)
const { default: ImportDialog } = await import('../../../../src-renderer/components/config/ImportDialog.vue')
const { default: DriftDialog } = await import('../../../../src-renderer/components/config/DriftDialog.vue')
enableAutoUnmount(afterEach)

const plan: Plan = { id: 'p', accountId: 'a', madeAt: 0, basis: '', items: [] }
const mistake: ConfigProblem = {
  code: 'unknownField',
  severity: 'error',
  line: 12,
  column: 5,
  at: 'domains › #1',
  params: { field: 'enabeld', known: 'name, enabled' },
}
const drift: Drift = {
  key: 'rule:x',
  subject: 'rule',
  target: 'push.a.com/live',
  change: 'changed',
  before: { template: 'main', templateId: 1 },
  after: { template: 'other', templateId: 2 },
  lastKnownAt: new Date(2026, 10, 22, 14, 2).getTime(),
  noticedAt: new Date(2026, 10, 22, 14, 32).getTime(),
  canPutBack: true,
}

let checked: ConfigCheck
let drifts: Drift[]
let uploaded: string
const calls = { accepted: [] as string[][], checks: [] as unknown[] }

beforeEach(() => {
  checked = { problems: [], from: { site: 'cn', account: 'Main', exported: null }, keysNeeded: [], plan }
  drifts = [drift]
  uploaded = ''
  calls.accepted = []
  calls.checks = []
  startDesk({
    config: {
      upload: async ({ file, part }) => {
        uploaded = (file === null ? '' : uploaded) + part
        return { file: 'f' }
      },
      check: async (input) => {
        calls.checks.push(input)
        return checked
      },
      drift: async () => ({ items: drifts, since: 1 }),
      acceptDrift: async ({ keys }) => {
        calls.accepted.push(keys)
        drifts = []
        return {}
      },
    },
    account: {
      list: async () => ({ accounts: [], activeId: null, vault: { mode: 'session', locked: false, keychain: 'none' } }),
    },
  })
})

async function open(dialog: typeof ImportDialog | typeof DriftDialog) {
  const mounted = await mountPage(dialog, { open: true }, '/templates')
  useDeskStore().info = { version: '1', host: 'headless', role: 'operator', platform: 'linux', runtime: '24' }
  await flushPromises()
  return mounted
}

async function paste(text: string) {
  const area = page().querySelector('textarea') as HTMLTextAreaElement
  area.value = text
  area.dispatchEvent(new Event('input'))
  await flushPromises()
  button('Check the text').click()
  await vi.waitFor(() => expect(calls.checks.length).toBe(1))
  await flushPromises()
}

describe('importing', () => {
  it('says every mistake with its place, and offers no plan', async () => {
    checked = {
      ...checked,
      plan: null,
      problems: [mistake, { ...mistake, code: 'domainMissing', severity: 'warning', params: { domain: 'x.com' } }],
    }
    await open(ImportDialog)
    await paste('text')
    expect(page().textContent).toContain('1 mistake. Nothing has been changed.')
    expect(page().textContent).toContain('There is no field “enabeld” here. Known: name, enabled.')
    expect(page().textContent).toContain('Line 12, column 5 · domains › #1')
    expect(button('Show the plan').disabled).toBe(true)
  })

  it('takes a dropped file, whole, in parts', async () => {
    await open(ImportDialog)
    const text = '# 直播\n'.repeat(4000)
    const drop = new Event('drop', { bubbles: true }) as Event & { dataTransfer?: unknown }
    drop.dataTransfer = { files: [new File([text], 'main.yaml')] }
    page().querySelector('.border-dashed')?.dispatchEvent(drop)
    await vi.waitFor(() => expect(calls.checks.length).toBe(1))
    expect(uploaded).toBe(text)
    await vi.waitFor(() => expect(page().textContent).toContain('The file is right.'))
    expect(page().textContent).toContain('main.yaml')
  })

  it('asks what to do about keys and removals, and sends the choice', async () => {
    checked = { ...checked, keysNeeded: ['desk'] }
    await open(ImportDialog)
    await paste('text')
    expect(page().textContent).toContain('Callback key of desk')
    ;(page().querySelector('input[type=checkbox]') as HTMLInputElement).click()
    await flushPromises()
    button('Show the plan').click()
    await vi.waitFor(() => expect(calls.checks.length).toBe(2))
    expect(calls.checks[1]).toMatchObject({ remove: true, keys: { desk: { action: 'generate' } } })
  })

  it('has a sentence for every mistake there is', () => {
    expect(
      Object.keys(en.problem)
        .filter((code) => code !== 'unknownName')
        .sort(),
    ).toEqual([...configProblemCodes].sort())
  })
})

describe('drift', () => {
  it('says what was changed, from what to what, and between when', async () => {
    await open(DriftDialog)
    await vi.waitFor(() => expect(page().textContent).toContain('push.a.com/live'))
    expect(page().textContent).toMatch(/main\s*→\s*other/)
    expect(page().textContent).toMatch(/Not by this desk, between .*14:02.* and .*14:32/)
  })

  it('accepts what is chosen, and then there is none', async () => {
    drifts = [drift, { ...drift, key: 'rule:y', target: 'other.com' }]
    await open(DriftDialog)
    await vi.waitFor(() => expect(page().textContent).toContain('other.com'))
    ;(page().querySelector('input[aria-label="Choose other.com"]') as HTMLInputElement).click()
    await flushPromises()
    expect(page().textContent).toContain('1 of 2 chosen')
    button('Accept').click()
    await vi.waitFor(() => expect(page().textContent).toContain('Nothing has changed elsewhere'))
    expect(calls.accepted).toEqual([['rule:x']])
    expect(hasButton('Accept')).toBe(false)
  })

  it('offers no way back for what the desk cannot make', async () => {
    drifts = [
      {
        ...drift,
        subject: 'domain',
        target: 'new.com',
        change: 'added',
        before: null,
        after: { enabled: true },
        canPutBack: false,
      },
    ]
    await open(DriftDialog)
    await vi.waitFor(() => expect(page().textContent).toContain('new.com'))
    expect(button('Put back…').disabled).toBe(true)
  })
})
