/** Entering a way and trying it, against a desk that answers with what a test says. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import type { CheckItem, Way, WayDraft } from '../../../../src-main/contract/tunnel.ts'
import WaySheet from '../../../../src-renderer/components/tunnel/WaySheet.vue'
import { startDesk } from '../../desk.ts'
import { mountIn } from '../../mount.ts'
import { button, field, hasButton, page, type } from '../../mount-page.ts'
import { fingerprint, frp, server, tellDesk } from './samples.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)
enableAutoUnmount(afterEach)

const save = vi.fn()
const tried = vi.fn()
let answers: (draft: WayDraft, signal: AbortSignal) => AsyncIterable<CheckItem>

beforeEach(() => {
  vi.resetAllMocks()
  save.mockImplementation(async ({ name, config, id = 'new' }: WayDraft) => ({ id, name, config, secrets: [] }))
  answers = steps({ step: 'listen', state: 'ok' }, { step: 'proof', state: 'ok', note: 'https://frp.example.com' })
})

function steps(...items: CheckItem[]) {
  return async function* () {
    yield* items
  }
}
const settle = async () => {
  await flushPromises()
  await new Promise((resolve) => setTimeout(resolve))
  await flushPromises()
}

async function open(existing: Way | null = null) {
  startDesk({
    tunnel: {
      list: async () => ({ ways: [], activeId: null }),
      save,
      check(draft, { signal }) {
        tried(draft)
        return answers(draft, signal)
      },
    },
  })
  tellDesk()
  const wrapper = mountIn('en', WaySheet, { props: { open: true, existing } })
  await settle()
  return wrapper
}
const press = async (name: string) => {
  button(name).click()
  await settle()
}
const enter = async (entries: Record<string, string>) => {
  for (const [label, text] of Object.entries(entries)) type(label, text)
  await settle()
}
async function choose(label: string, option: string): Promise<void> {
  const select = [...page().querySelectorAll('select')].find((each) => each.labels[0]?.textContent?.trim() === label)
  const found = [...(select?.options ?? [])].find(({ text }) => text === option)
  if (!select || !found) throw new Error(`There is no "${option}" in "${label}"`)
  select.value = found.value
  found.selected = true
  select.dispatchEvent(new Event('change'))
  await settle()
}
const submit = async () => {
  page().querySelector('form')?.requestSubmit()
  await settle()
}
const text = () => page().textContent ?? ''

describe('entering a way', () => {
  it('says nothing of fields that are still empty, and names them once it is to be saved', async () => {
    await open()
    expect(text()).not.toContain('The name to log in with.')
    await submit()
    expect(text()).toContain('The name to log in with.')
    expect(text()).toContain('A host name or IP address.')
    expect(text()).toContain('An http or https address without query, fragment or login.')
    expect(save).not.toHaveBeenCalled()
  })

  it.each([
    ['Server', 'two words', 'A host name or IP address.'],
    ['SSH port', '99999', 'A whole number from 1 to 65535.'],
    ['Port on the server', '8787x', 'A whole number from 1 to 65535.'],
    ['Public address', 'cb.example.com', 'An http or https address'],
    ['Public address', 'https://cb.example.com/?a=1', 'An http or https address'],
    ['Name', 'n'.repeat(61), 'A name of up to 60 characters.'],
  ])('explains %s %j beside its field', async (label, wrong, words) => {
    await open(server)
    await enter({ [label]: wrong })
    expect(field(label).getAttribute('aria-invalid')).toBe('true')
    expect(text()).toContain(words)
  })

  it('warns of an address nobody on the internet can reach, and of a receiver open to a network', async () => {
    await open()
    await choose('Kind', 'An address of your own')
    await enter({ 'Public address': 'http://192.168.1.7' })
    expect(text()).toContain('an address of a private network')
    expect(page().querySelector('[role=status]')).toBeNull()
    await choose('The receiver listens on', 'Every network of this machine (0.0.0.0)')
    expect(page().querySelector('[role=status]')?.textContent).toContain('Everybody on that network')
  })

  it('never shows a secret that is stored, and sends none unless one is entered', async () => {
    await open(server)
    expect(field('Password').value).toBe('')
    expect(field('Password').placeholder).toBe('stored; leave empty to keep it')
    expect(field('Password').type).toBe('password')
    await submit()
    expect(save.mock.calls[0]?.[0]).toMatchObject({ id: 'server', secrets: {} })
  })

  it('sends a secret that is entered, once', async () => {
    await open(server)
    await enter({ Password: 'opensesame' })
    await submit()
    expect(save.mock.calls).toEqual([
      [expect.objectContaining({ secrets: { password: 'opensesame' } }), expect.anything()],
    ])
  })

  it('keeps what was entered when it could not be saved', async () => {
    save.mockRejectedValueOnce(new AppError('tunnel.unknown'))
    await open(frp)
    await enter({ Name: 'Router' })
    await submit()
    expect(page().querySelector('[role=alert]')?.textContent).toContain('no longer kept')
    expect(field('Name').value).toBe('Router')
  })

  it('offers the proxy’s configuration where one stands in front', async () => {
    await open(server)
    expect(hasButton('Copy for nginx')).toBe(true)
    await choose('The server listens on', 'Every address: reachable from outside')
    expect(hasButton('Copy for nginx')).toBe(false)
    expect(text()).toContain('Needs “GatewayPorts clientspecified”')
  })
})

describe('trying a way', () => {
  it('does not begin with something wrong in a field', async () => {
    await open()
    await press('Try it')
    expect(tried).not.toHaveBeenCalled()
    expect(text()).toContain('A host name or IP address.')
  })

  it('shows each step, and calls saving by its name only once it is proven', async () => {
    await open(frp)
    expect(hasButton('Save without trying')).toBe(true)
    await press('Try it')
    const shown = [...page().querySelectorAll('[aria-live] li')].map((step) => step.textContent?.replace(/\s+/g, ' '))
    expect(shown).toEqual([
      expect.stringContaining('The receiver listens there yes'),
      expect.stringContaining('public address yes https://frp.example.com'),
    ])
    expect(hasButton('Save')).toBe(true)
  })

  it('is forgotten as soon as something else stands in the fields, but not for another name', async () => {
    await open(frp)
    await press('Try it')
    await enter({ Name: 'Router' })
    expect(hasButton('Save')).toBe(true)
    await enter({ 'Public address': 'https://other.example.com' })
    expect(hasButton('Save without trying')).toBe(true)
    expect(page().querySelector('[aria-live] li')).toBeNull()
  })

  it('counts for one opening of the form only', async () => {
    const wrapper = await open(frp)
    await press('Try it')
    expect(hasButton('Save')).toBe(true)
    await wrapper.setProps({ open: false })
    await wrapper.setProps({ open: true })
    await settle()
    expect(hasButton('Save without trying')).toBe(true)
  })

  it('says of the step that failed why, and what to do; the steps behind it stay unknown', async () => {
    const error = { code: 'tunnel.connectRefused' as const, params: { host: 'server.example.com', port: 22 } }
    answers = steps({ step: 'reach', state: 'running' }, { step: 'reach', state: 'failed', error })
    await open(server)
    await press('Try it')
    expect(text()).toContain('nothing accepts connections at port 22.')
    expect(text()).toContain('Check the port, and that the SSH server runs there.')
    expect(text()).toMatch(/It lets the desk in\s+not known yet/)
    expect(hasButton('Save without trying')).toBe(true)
  })

  it('shows a key nobody has confirmed, and goes on with it once it is compared', async () => {
    const hostKey = { type: 'ssh-ed25519', fingerprint: fingerprint('B') }
    const error = { code: 'tunnel.hostKeyUnknown' as const, params: { host: 'server.example.com', ...hostKey } }
    answers = steps({ step: 'hostKey', state: 'failed', hostKey, error })
    await open({ ...server, config: { ...server.config, hostKey: null } as Way['config'] })
    await press('Try it')
    expect(text()).toContain(fingerprint('B'))
    answers = steps({ step: 'hostKey', state: 'ok', hostKey }, { step: 'proof', state: 'ok' })
    await press('I have compared it: go on')
    expect(tried.mock.calls[1]?.[0].config).toMatchObject({ hostKey })
    await submit()
    expect(save.mock.calls[0]?.[0].config).toMatchObject({ hostKey })
  })

  it('does not carry a confirmed key over to another server', async () => {
    await open(server)
    await enter({ Server: 'other.example.com' })
    await press('Try it')
    expect(tried.mock.calls[0]?.[0].config).toMatchObject({ host: 'other.example.com', hostKey: null })
  })

  it('can be cancelled, and leaves no step turning', async () => {
    let isGone = false
    answers = async function* (_draft, signal) {
      yield { step: 'reach', state: 'ok' }
      yield { step: 'hostKey', state: 'running' }
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      isGone = true
    }
    await open(server)
    await press('Try it')
    expect(text()).toMatch(/Its key is the confirmed one\s+being tried/)
    await press('Cancel')
    await vi.waitFor(() => expect(isGone).toBe(true))
    expect(text()).toMatch(/Its key is the confirmed one\s+not known yet/)
    expect(text()).toMatch(/The server can be reached\s+yes/)
  })

  it('ends with the form', async () => {
    const gone = vi.fn()
    answers = async function* (_draft, signal) {
      yield { step: 'reach', state: 'running' }
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      gone()
    }
    const wrapper = await open(server)
    await press('Try it')
    wrapper.unmount()
    await vi.waitFor(() => expect(gone).toHaveBeenCalledOnce())
  })

  it('says so when the desk itself could not try', async () => {
    // biome-ignore lint/correctness/useYield: a stream that ends before its first item
    answers = async function* () {
      throw new AppError('internal')
    }
    await open(frp)
    await press('Try it')
    expect(page().querySelector('[role=alert]')).not.toBeNull()
    expect(hasButton('Save without trying')).toBe(true)
  })
})
