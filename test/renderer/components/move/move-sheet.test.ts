/** The sheet of a move: what each template waits for, and everything that can be done about it. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MoveItem, MoveStatus } from '../../../../src-main/contract/address.ts'
import type { Role } from '../../../../src-main/contract/define.ts'
import { AppError } from '../../../../src-main/contract/errors.ts'
import { Settings } from '../../../../src-main/contract/settings.ts'
import MoveSheet from '../../../../src-renderer/components/move/MoveSheet.vue'
import { useDeskStore } from '../../../../src-renderer/stores/desk.ts'
import { startDesk } from '../../desk.ts'
import { mountIn } from '../../mount.ts'
import { button, hasButton, page } from '../../mount-page.ts'
import { item, status } from './samples.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)
enableAutoUnmount(afterEach)

const calls = { startMove: vi.fn(), putBack: vi.fn(), dismissMove: vi.fn() }
const set = vi.fn()
beforeEach(() => {
  vi.resetAllMocks()
  for (const call of Object.values(calls)) call.mockResolvedValue(status({ state: 'none', items: [] }))
  set.mockImplementation(async (change) => Settings.parse(change))
})

const settle = async () => {
  await flushPromises()
  await new Promise((resolve) => setTimeout(resolve))
  await flushPromises()
}
async function show(shown: MoveStatus, role: Role = 'operator') {
  startDesk({ address: { move: async () => shown, ...calls }, settings: { get: async () => Settings.parse({}), set } })
  useDeskStore().info = { version: '1', host: 'headless', role, platform: 'linux', runtime: 'Node' }
  mountIn('en', MoveSheet, { props: { open: true, status: shown } })
  await settle()
}
const press = async (name: string) => {
  button(name).click()
  await settle()
}
const text = () => page().textContent?.replace(/\s+/g, ' ') ?? ''
/** Half a minute more, so that a slow machine says the same. */
const ahead = (minutes: number) => Date.now() + (minutes + 0.5) * 60_000
const ago = (minutes: number) => Date.now() - (minutes + 0.5) * 60_000

describe('what each template waits for', () => {
  it.each<[string, Partial<MoveItem>, string]>([
    ['to be moved', {}, 'Its events still go to the former address.'],
    [
      'just changed',
      { state: 'pending', movedAt: ago(1), expectedBy: ahead(9) },
      'Changed 1 min ago; takes full effect in 9 min. Waiting for the first event by the new address.',
    ],
    [
      'used by nothing',
      { state: 'pending', bindings: 0, movedAt: ago(1), expectedBy: ahead(9) },
      'Nothing uses it, so no event is waited for.',
    ],
    [
      'overdue',
      { state: 'overdue', expectedBy: ago(1) },
      'Either nothing has happened on its domains, or events do not get through.',
    ],
    ['confirmed', { state: 'confirmed', confirmedBy: 7, confirmedAt: ago(1) }, 'An event came by the new address'],
    ['confirmed by time alone', { state: 'confirmed', confirmedAt: ago(1) }, 'In effect; no event was waited for.'],
    ['put back', { state: 'left', expectedBy: ahead(9) }, 'It has its former URLs again, fully in 9 min.'],
  ])('%s', async (_what, more, words) => {
    await show(status({ items: [item(more)] }))
    expect(text()).toContain(words)
  })

  it('an event that still came by the former address is said, and so is what the API cannot change', async () => {
    await show(status({ items: [item({ lastOldAt: ago(1), stuck: ['audioAudit'] })] }))
    expect(text()).toMatch(/An event still came by the former address 1 min ago/)
    expect(text()).toContain('do it in the Tencent console: Audio moderation')
  })

  it('why the cloud did not take one, with what to do', async () => {
    const error = { code: 'cloud.refused' as const, details: { apiCode: 'InvalidParameter.UrlNotSafe' } }
    await show(status({ state: 'failed', items: [item({ state: 'failed', error })] }))
    expect(text()).toContain('Not moved; it is as it was.')
    expect(page().querySelector('li p.text-danger')?.textContent?.length).toBeGreaterThan(20)
    expect(hasButton('Try 1 again')).toBe(true)
  })
})

describe('whether the former address still leads here', () => {
  it.each([
    [true, 'nothing is lost while the change takes effect'],
    [false, 'events sent to it are lost after 12 minutes'],
  ])('%s is said', async (formerLeadsHere, words) => {
    await show(status({ formerLeadsHere }))
    expect(text()).toContain(words)
  })

  it('is left unsaid while nobody has tried', async () => {
    await show(status())
    expect(text()).not.toContain('The former address')
  })
})

describe('what can be done', () => {
  it('moves what is left to move', async () => {
    await show(status({ items: [item(), item({ templateId: 8, state: 'pending' })] }))
    await press('Move 1')
    expect(calls.startMove).toHaveBeenCalledOnce()
  })

  it('puts everything back that the cloud has taken, and offers it only then', async () => {
    await show(status())
    expect(hasButton('Put everything back')).toBe(false)
    await show(status({ state: 'pending', items: [item({ state: 'pending' })] }))
    await press('Put everything back')
    expect(calls.putBack).toHaveBeenCalledOnce()
  })

  it('ends an overdue move on a person’s word', async () => {
    await show(status({ state: 'overdue', items: [item({ state: 'overdue' })] }))
    await press('Keep it as it is')
    expect(calls.dismissMove).toHaveBeenCalledOnce()
  })

  it('says why it could not, and can be tried again', async () => {
    calls.startMove.mockRejectedValueOnce(new AppError('move.notProven'))
    await show(status())
    await press('Move 1')
    expect(text()).toContain('The new address does not lead to this desk yet')
    await press('Move 1')
    expect(calls.startMove).toHaveBeenCalledTimes(2)
    expect(text()).not.toContain('The new address does not lead to this desk yet')
  })

  it('moves alone from then on when a person says so', async () => {
    await show(status())
    page().querySelector<HTMLInputElement>('[role=dialog] [role=checkbox], [role=dialog] input[type=checkbox]')?.click()
    await settle()
    expect(set).toHaveBeenCalledWith({ moveTemplates: 'alone' }, expect.anything())
  })

  it('is nothing when nothing points elsewhere', async () => {
    await show(status({ state: 'none', items: [] }))
    expect(text()).toContain('Every template that leads to this desk points at the address it has now.')
    expect(hasButton('Move 0')).toBe(false)
  })

  it('is for operators', async () => {
    await show(
      status({ state: 'failed', items: [item({ state: 'failed' }), item({ templateId: 8, state: 'pending' })] }),
      'viewer',
    )
    for (const name of ['Try 1 again', 'Put everything back']) expect(hasButton(name), name).toBe(false)
  })
})
