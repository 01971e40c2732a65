/** The question before a cut or ban, on a desk under the test's hand. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import EnforceDialog from '../../../../src-renderer/components/streams/EnforceDialog.vue'
import { button, mountPage, page, type } from '../../mount-page.ts'

const client = vi.hoisted(() => ({
  streams: { onAir: vi.fn(), bans: vi.fn(), enforcements: vi.fn(), blastRadius: vi.fn(), ban: vi.fn(), cut: vi.fn() },
}))
vi.mock('../../../../src-renderer/client/index.ts', () => ({
  client,
  connection: { client, state: 'online', onState: () => undefined },
}))
enableAutoUnmount(afterEach)

const target = { domain: 'push.example.com', app: 'live', stream: 'show-1' }
const place = (domain: string, more: object = {}) => ({
  domain,
  app: 'live',
  isOnAir: true,
  onAirSince: null,
  lastEndedAt: null,
  ...more,
})

beforeEach(() => {
  vi.resetAllMocks()
  client.streams.ban.mockResolvedValue({})
})

async function ask(action: 'cut' | 'ban', places = [place(target.domain)], isComplete = true): Promise<void> {
  client.streams.blastRadius.mockResolvedValue({ stream: target.stream, places, isComplete, fetchedAt: 0 })
  await mountPage(EnforceDialog, { action, target, open: true })
  await flushPromises()
}
const text = () => page().textContent ?? ''

describe('a cut', () => {
  it('names the one place it ends the push on', async () => {
    await ask('cut')
    expect(text()).toContain('Ends the push on push.example.com/live now.')
    expect(client.streams.blastRadius).not.toHaveBeenCalled()
  })
})

describe('a ban', () => {
  it('of this stream only is made at once', async () => {
    await ask('ban')
    expect(text()).toContain('It hits this stream only.')
    button('Ban stream').click()
    await flushPromises()
    expect(client.streams.ban).toHaveBeenCalledOnce()
  })

  it.each([
    ['on air elsewhere too', [place(target.domain), place('push2.example.com')], true],
    [
      'pushed elsewhere before',
      [place(target.domain), place('push2.example.com', { isOnAir: false, lastEndedAt: 1 })],
      true,
    ],
    ['on air elsewhere and not here', [place('push2.example.com')], true],
    ['with more pushes than could be read', [place(target.domain)], false],
  ])('of a stream %s needs its name, to the letter', async (_what, places, isComplete) => {
    await ask('ban', places, isComplete)
    expect(button('Ban stream').disabled).toBe(true)
    type('Type show-1 to confirm', 'show-1 ')
    await flushPromises()
    expect(button('Ban stream').disabled).toBe(true)
    type('Type show-1 to confirm', 'show-1')
    await flushPromises()
    expect(button('Ban stream').disabled).toBe(false)
  })

  it('says which of the places is the one looked at', async () => {
    await ask('ban', [place('push2.example.com'), place(target.domain)])
    const said = [...page().querySelectorAll('li')].map((row) => [...row.children].map((each) => each.textContent))
    expect(said).toEqual([
      ['push2.example.com/live', 'on air'],
      ['push.example.com/live', 'this one'],
    ])
  })
})
