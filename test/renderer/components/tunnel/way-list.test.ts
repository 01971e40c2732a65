/** The list of ways as a person uses it, against a desk that answers with what a test says. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Role } from '../../../../src-main/contract/define.ts'
import { AppError } from '../../../../src-main/contract/errors.ts'
import type { TunnelStatus, Way } from '../../../../src-main/contract/tunnel.ts'
import WayList from '../../../../src-renderer/components/tunnel/WayList.vue'
import { startDesk } from '../../desk.ts'
import { mountIn } from '../../mount.ts'
import { button, hasButton, page } from '../../mount-page.ts'
import { fingerprint, frp, server, tellDesk, wayState } from './samples.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)
enableAutoUnmount(afterEach)

let ways: Way[]
let activeId: string | null
const calls = { activate: vi.fn(), release: vi.fn(), retry: vi.fn(), remove: vi.fn(), trustKey: vi.fn() }

beforeEach(() => {
  vi.resetAllMocks()
  for (const call of Object.values(calls)) call.mockResolvedValue({})
  ways = [server, frp]
  activeId = 'server'
})

async function show(tunnel: Partial<TunnelStatus> = { active: wayState() }, role?: Role) {
  startDesk({ tunnel: { list: async () => ({ ways, activeId }), ...calls } })
  tellDesk(tunnel, role)
  const wrapper = mountIn('en', WayList)
  await settle()
  return wrapper
}
const settle = async () => {
  await flushPromises()
  await new Promise((resolve) => setTimeout(resolve))
  await flushPromises()
}
const press = async (name: string) => {
  button(name).click()
  await settle()
}
const rows = () => [...page().querySelectorAll('li')].map((row) => row.textContent?.replace(/\s+/g, ' ') ?? '')

describe('the list of ways', () => {
  it('says what to do while there is none', async () => {
    ways = []
    activeId = null
    await show({})
    expect(page().textContent).toContain('No way yet')
    await press('Add a way')
    expect(page().querySelector('[role=dialog]')?.textContent).toContain('Try it before saving')
  })

  it('shows which one is in use, since when it is up, and where it is reached', async () => {
    await show()
    expect(rows()[0]).toMatch(
      /Office server · SSH to your own server ?https:\/\/cb\.example\.com ?In use ?Up since 1 min ago/,
    )
    expect(rows()[1]).toContain('Kept')
    expect(rows()[1]).not.toContain('In use')
  })

  it('never calls an address of one’s own up: the desk runs nothing there', async () => {
    activeId = 'frp'
    await show({ active: wayState({ id: 'frp', kind: 'own', state: 'listening', since: null }) })
    expect(rows()[1]).toContain('Run by you')
    expect(rows()[1]).not.toContain('Up')
  })

  it('switches with one click', async () => {
    await show()
    await press('Use this one')
    expect(calls.activate).toHaveBeenCalledWith({ id: 'frp' }, expect.anything())
  })

  it('says beside the way why it could not be switched to', async () => {
    calls.activate.mockRejectedValue(new AppError('tunnel.unknown'))
    await show()
    await press('Use this one')
    expect(rows()[1]).toContain('This way to the desk is no longer kept')
  })

  it('lets the way used before go only when a person says so', async () => {
    await show({ active: wayState(), previous: wayState({ id: 'frp', name: 'frp', url: 'https://frp.example.com' }) })
    expect(page().textContent).toContain('frp goes on at https://frp.example.com')
    expect(calls.release).not.toHaveBeenCalled()
    await press('Let it go')
    expect(calls.release).toHaveBeenCalledOnce()
  })

  it('does not say that the way used before answers when it is down', async () => {
    const previous = wayState({ id: 'frp', name: 'frp', state: 'stopped', url: 'https://frp.example.com' })
    await show({ active: wayState(), previous })
    expect(page().textContent).toContain('The way used before is down')
    expect(page().textContent).not.toContain('goes on at')
    expect(hasButton('Let it go')).toBe(true)
  })

  it('lets a viewer look only', async () => {
    await show({ active: wayState({ state: 'waiting' }), previous: wayState({ id: 'frp' }) }, 'viewer')
    for (const name of ['Add a way', 'Use this one', 'Edit', 'Remove', 'Try now', 'Let it go'])
      expect(hasButton(name), name).toBe(false)
  })

  it('says that the list could not be read, and reads it again', async () => {
    startDesk({
      tunnel: { list: vi.fn().mockRejectedValueOnce(new AppError('internal')).mockResolvedValue({ ways, activeId }) },
    })
    tellDesk()
    mountIn('en', WayList)
    await settle()
    expect(page().querySelector('[role=alert]')).not.toBeNull()
    await press('Try again')
    expect(rows()).toHaveLength(2)
  })
})

describe('a way that is down', () => {
  const waiting = (nextTryAt: number) =>
    wayState({
      state: 'waiting',
      attempt: 4,
      nextTryAt,
      error: { code: 'tunnel.connectRefused', params: { host: 'server.example.com', port: 22 } },
    })

  it('says why, what to do, and when it is tried again; or at once', async () => {
    await show({ active: waiting(Date.now() + 20_500) })
    expect(rows()[0]).toContain('Down, next try in 20 s')
    expect(rows()[0]).toContain('server.example.com answers, but nothing accepts connections at port 22.')
    expect(rows()[0]).toContain('Check the port, and that the SSH server runs there.')
    await press('Try now')
    expect(calls.retry).toHaveBeenCalledWith({ id: 'server' }, expect.anything())
  })

  it('keeps what is known of a tunnel in trouble: it is up', async () => {
    await show({ active: wayState({ error: { code: 'tunnel.cloudflaredNetwork' } }) })
    expect(rows()[0]).toContain('Up, with trouble')
    expect(hasButton('Try now')).toBe(false)
  })
})

describe('a server with another key', () => {
  const params = {
    host: 'server.example.com',
    type: 'ssh-ed25519',
    fingerprint: fingerprint('B'),
    confirmed: fingerprint('A'),
  }
  const stopped = (more: object = params) =>
    wayState({ state: 'stopped', error: { code: 'tunnel.hostKeyChanged', params: more as Record<string, string> } })

  it('shows both keys, and trusts the new one only in a step of its own', async () => {
    await show({ active: stopped() })
    expect(rows()[0]).toContain(`Shown: ssh-ed25519 ${fingerprint('B')}. Confirmed: ${fingerprint('A')}.`)
    await press('Trust the new key…')
    expect(page().querySelector('[role=dialog]')?.textContent).toContain('Trust this key of server.example.com?')
    expect(calls.trustKey).not.toHaveBeenCalled()
    await press('It is the right key')
    const hostKey = { type: 'ssh-ed25519', fingerprint: fingerprint('B') }
    expect(calls.trustKey).toHaveBeenCalledWith({ id: 'server', hostKey }, expect.anything())
  })

  it('can be left untrusted', async () => {
    await show({ active: stopped() })
    await press('Trust the new key…')
    await press('Cancel')
    expect(calls.trustKey).not.toHaveBeenCalled()
    expect(rows()[0]).toContain('Stopped, waiting for you')
  })

  it.each([{}, { ...params, fingerprint: 'SHA256:short' }, { ...params, fingerprint: 7 }])(
    'offers nothing to trust where none is shown: %j',
    async (broken) => {
      await show({ active: stopped(broken) })
      expect(hasButton('Trust the new key…')).toBe(false)
    },
  )
})

describe('removing a way', () => {
  it('names what gets no answer any more, and can be left', async () => {
    await show()
    await press('Remove')
    expect(page().textContent).toContain('Templates that point to https://cb.example.com get no answer here any more.')
    await press('Cancel')
    expect(calls.remove).not.toHaveBeenCalled()
  })

  it('stays open with the reason when it failed', async () => {
    calls.remove.mockRejectedValueOnce(new AppError('tunnel.unknown'))
    await show()
    await press('Remove')
    const confirm = [...page().querySelectorAll<HTMLButtonElement>('[role=dialog] button')].at(-1)
    confirm?.click()
    await settle()
    expect(page().querySelector('[role=dialog] [role=alert]')?.textContent).toContain('no longer kept')
    confirm?.click()
    await settle()
    expect(calls.remove).toHaveBeenLastCalledWith({ id: 'server' }, expect.anything())
    expect(page().querySelector('[role=dialog]')).toBeNull()
  })
})
