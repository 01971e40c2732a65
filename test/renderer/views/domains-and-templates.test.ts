/** Both pages on a desk under the test's hand: what they read, how they follow it, and what they keep. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { useToast } from '../../../src-renderer/composables/use-toast.ts'
import { useAccountStore } from '../../../src-renderer/stores/account.ts'
import { announce } from '../../../src-renderer/stores/changes.ts'
import { useDeskStore } from '../../../src-renderer/stores/desk.ts'
import DomainsView from '../../../src-renderer/views/DomainsView.vue'
import TemplatesView from '../../../src-renderer/views/TemplatesView.vue'
import { binding, domain, noon, template } from '../components/domains/samples.ts'
import { button, field, hasButton, mountPage, page, type } from '../mount-page.ts'

const client = vi.hoisted(() => ({
  domains: { list: vi.fn(), setEnabled: vi.fn(), tags: vi.fn(), changeTags: vi.fn() },
  templates: { list: vi.fn(), save: vi.fn(), remove: vi.fn(), deskUrls: vi.fn(), rotations: vi.fn() },
  bindings: { list: vi.fn() },
  plans: { bind: vi.fn(), apply: vi.fn(), runs: vi.fn() },
  account: { list: vi.fn(), activate: vi.fn() },
  desk: { info: vi.fn() },
  config: { drift: vi.fn() },
}))
vi.mock('../../../src-renderer/client/index.ts', () => ({
  client,
  connection: { client, state: 'online', onState: () => undefined },
}))
enableAutoUnmount(afterEach)

const account = {
  id: 'a',
  name: 'A',
  site: 'cn' as const,
  secretIdTail: '0000',
  hasKey: true,
  hasToken: false,
  tokenExpiresAt: null,
  endpoint: null,
  practiceTimeScale: null,
}

beforeEach(() => {
  vi.resetAllMocks()
  client.domains.list.mockResolvedValue({
    items: [domain('push.example.com'), domain('play.example.com', { kind: 'play' })],
    fetchedAt: noon,
  })
  client.domains.tags.mockResolvedValue({ items: [] })
  client.plans.runs.mockResolvedValue({ runs: [] })
  client.templates.rotations.mockResolvedValue({ items: [] })
  client.bindings.list.mockResolvedValue({ items: [binding({ templateId: 1 })], fetchedAt: noon })
  client.templates.list.mockResolvedValue({
    items: [template(1, 'events', { usedBy: [{ domain: 'push.example.com', app: '' }] }), template(2, 'screenshots')],
    limit: 50,
    fetchedAt: noon,
  })
  client.templates.deskUrls.mockResolvedValue({ base: null, urls: {} })
  client.config.drift.mockResolvedValue({ items: [], since: 1 })
  client.account.list.mockResolvedValue({
    accounts: [account],
    activeId: 'a',
    vault: { mode: 'session', locked: false, keychain: 'none' },
  })
})

async function open(view: typeof DomainsView | typeof TemplatesView, at: string) {
  const mounted = await mountPage(view, {}, at)
  useDeskStore().info = { version: '1', host: 'headless', role: 'operator', platform: 'linux', runtime: '24' }
  await useAccountStore().list.open()
  await flushPromises()
  return mounted
}

const rows = () => [...page().querySelectorAll('tbody tr')].map((row) => row.textContent ?? '')

describe('the Domains page', () => {
  it('shows every domain with the template it uses', async () => {
    await open(DomainsView, '/domains')
    expect(rows()).toHaveLength(2)
    expect(rows()[1]).toMatch(/push\.example\.com.*Push.*Enabled.*events.*Unknown/)
    expect(page().textContent).toContain('1 push · 1 play · 1 bound')
  })

  it('remembers filter and open domain in its address', async () => {
    const { router } = await open(DomainsView, '/domains?kind=play')
    expect(rows()).toHaveLength(1)
    page().querySelector<HTMLElement>('tbody tr')?.click()
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ kind: 'play', domain: 'play.example.com' })
    expect(page().querySelector('aside')?.textContent).toContain('Play domains cannot be bound')
  })

  it('offers to clear a filter that hides everything', async () => {
    const { router } = await open(DomainsView, '/domains?q=nowhere')
    expect(page().textContent).toContain('No domain matches')
    button('Clear filter').click()
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({})
    expect(rows()).toHaveLength(2)
  })

  it('keeps what it had when reading again fails, and says so', async () => {
    await open(DomainsView, '/domains')
    client.domains.list.mockRejectedValue(new AppError('cloud.timeout'))
    announce('domains')
    await flushPromises()
    expect(rows()).toHaveLength(2)
    expect(page().querySelector('[role=alert]')?.textContent).toContain('Could not refresh')
  })

  it('reads the bindings again when they change', async () => {
    await open(DomainsView, '/domains')
    client.bindings.list.mockResolvedValue({ items: [], fetchedAt: noon })
    announce('bindings')
    await flushPromises()
    expect(rows()[1]).toContain('Not bound')
  })

  it('shows nothing of the account that was left', async () => {
    await open(DomainsView, '/domains')
    client.domains.list.mockReturnValue(new Promise(() => undefined))
    announce('account')
    await flushPromises()
    expect(rows()).toEqual([])
  })
})

describe('the Templates page', () => {
  it('shows what each template covers, where it points and who uses it', async () => {
    await open(TemplatesView, '/templates')
    expect(rows()[0]).toMatch(/events.*1.*1 binding.*Elsewhere.*Set/)
    expect(rows()[1]).toContain('Not used')
  })

  it('opens the editor from its address', async () => {
    await open(TemplatesView, '/templates?edit=2')
    expect(page().querySelector('[role=dialog]')?.textContent).toContain('screenshots · id 2')
  })

  it('deletes a template in use only together with its bindings', async () => {
    client.templates.remove.mockResolvedValue({})
    await open(TemplatesView, '/templates?edit=1')
    button('Delete').click()
    await flushPromises()
    expect(page().textContent).toContain('The cloud does not delete a template that is in use.')
    button('Unbind 1 and delete').click()
    await flushPromises()
    expect(client.templates.remove).toHaveBeenCalledWith({ id: 1, unbind: true })
  })

  describe('whose template is deleted elsewhere while it is edited', () => {
    const own = { streamBegin: 'https://desk.example/c/old.m/streamBegin' }
    const fresh = { streamBegin: 'https://desk.example/c/new.m/streamBegin' }
    const list = (...items: ReturnType<typeof template>[]) =>
      client.templates.list.mockResolvedValue({ items, limit: 50, fetchedAt: noon })

    beforeEach(async () => {
      list(template(1, 'events', { urls: own, toThisDesk: ['streamBegin'] }), template(2, 'screenshots'))
      client.templates.deskUrls.mockImplementation(async ({ templateId }: { templateId?: number }) => ({
        base: 'https://desk.example',
        urls: templateId === 1 ? own : fresh,
      }))
      await open(TemplatesView, '/templates?edit=1')
      type('Template name', 'events-of-tonight')
      list(template(2, 'screenshots'))
      announce('templates')
      await flushPromises()
    })

    it('keeps what was typed, says so and does not save to what is gone', async () => {
      expect(page().querySelector('[role=alert]')?.textContent).toContain('This template was deleted meanwhile.')
      expect(field('Template name').value).toBe('events-of-tonight')
      expect(button('Save').disabled).toBe(true)
    })

    it('creates it anew, with a key and addresses of its own', async () => {
      client.templates.save.mockResolvedValue(template(3, 'events-of-tonight'))
      button('Create it anew').click()
      await flushPromises()
      const key = field('New key').value
      document.querySelector<HTMLFormElement>('#template-form')?.requestSubmit()
      await flushPromises()
      expect(client.templates.save.mock.calls).toEqual([
        [expect.objectContaining({ name: 'events-of-tonight', key: { action: 'set', key } })],
      ])
      expect(client.templates.save.mock.calls[0]?.[0]).not.toHaveProperty('id')
      expect(client.templates.save.mock.calls[0]?.[0].urls).toMatchObject(fresh)
      expect(page().querySelector('[role=dialog]')).toBeNull()
      expect(useToast().toasts.value.at(-1)?.action?.label).toBe('Bind a domain now')
    })
  })

  describe('while another window brings another account into use', () => {
    const inUse = (activeId: string) =>
      client.account.list.mockResolvedValue({
        accounts: [account, { ...account, id: 'b', name: 'B' }],
        activeId,
        vault: { mode: 'session', locked: false, keychain: 'none' },
      })
    const switchTo = async (activeId: string) => {
      inUse(activeId)
      announce('account')
      await flushPromises()
    }

    beforeEach(() => {
      inUse('a')
      client.account.activate.mockImplementation(({ id }: { id: string }) => switchTo(id))
    })

    it('keeps what was typed, saves it to no other account, and leads back', async () => {
      await open(TemplatesView, '/templates?edit=1')
      type('Template name', 'events-of-tonight')
      await switchTo('b')
      expect(page().querySelector('[role=alert]')?.textContent).toContain('The desk uses another account now.')
      expect(field('Template name').value).toBe('events-of-tonight')
      expect(button('Save').disabled).toBe(true)
      expect(hasButton('Rotate key…')).toBe(false)
      document.querySelector<HTMLFormElement>('#template-form')?.requestSubmit()
      await flushPromises()
      expect(client.templates.save).not.toHaveBeenCalled()

      button('Use A again').click()
      await flushPromises()
      expect(page().querySelector('[role=alert]')).toBeNull()
      expect(field('Template name').value).toBe('events-of-tonight')
      expect(button('Save').disabled).toBe(false)
    })

    it('keeps a new template likewise', async () => {
      await open(TemplatesView, '/templates?edit=new')
      type('Template name', 'events-of-tonight')
      await switchTo('b')
      expect(field('Template name').value).toBe('events-of-tonight')
      expect(page().querySelector<HTMLButtonElement>('button[form=template-form]')?.disabled).toBe(true)
    })

    it('closes an editor in which nothing was typed', async () => {
      const { router } = await open(TemplatesView, '/templates?edit=1')
      await switchTo('b')
      expect(page().querySelector('[role=dialog]')).toBeNull()
      expect(router.currentRoute.value.query).toEqual({})
    })
  })

  it('keeps the dialog and shows the reason when deleting fails', async () => {
    client.templates.remove.mockRejectedValue(new AppError('template.bound'))
    await open(TemplatesView, '/templates?edit=2')
    button('Delete').click()
    await flushPromises()
    const buttons = [...page().querySelectorAll<HTMLButtonElement>('[role=dialog] footer button')]
    buttons.at(-1)?.click()
    await flushPromises()
    expect(page().querySelector('[role=alert]')).not.toBeNull()
    expect(page().textContent).toContain('Delete template screenshots')
  })

  it('leads from a template to a push domain', async () => {
    client.plans.bind.mockReturnValue(new Promise(() => undefined))
    await open(TemplatesView, '/templates?bind=2')
    const select = page().querySelector<HTMLSelectElement>('[role=dialog] select')
    expect([...(select?.options ?? [])].map(({ text }) => text)).toEqual([
      'Choose a push domain',
      'push.example.com (now: events)',
    ])
    if (!select) return
    select.value = 'push.example.com'
    select.dispatchEvent(new Event('change'))
    await flushPromises()
    select.form?.requestSubmit()
    await flushPromises()
    expect(client.plans.bind).toHaveBeenCalledWith({
      targets: [{ domain: 'push.example.com', app: '' }],
      templateId: 2,
    })
  })

  it('offers a viewer nothing to change', async () => {
    await open(TemplatesView, '/templates')
    useDeskStore().info = { version: '1', host: 'headless', role: 'viewer', platform: 'linux', runtime: '24' }
    await flushPromises()
    expect(hasButton('Create template')).toBe(false)
    expect(hasButton('Actions for events')).toBe(false)
  })
})

describe('without an account', () => {
  it.each([
    ['Domains', DomainsView, '/domains'],
    ['Templates', TemplatesView, '/templates'],
  ])('the %s page offers to add one, not to try again', async (_name, view, at) => {
    for (const list of [client.domains.list, client.bindings.list, client.templates.list])
      list.mockRejectedValue(new AppError('account.none'))
    const { router } = await open(view, at)
    expect(page().querySelector('[role="alert"]')).toBeNull()
    button('Add an account').click()
    await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe('/settings/accounts?edit=new'))
  })
})
