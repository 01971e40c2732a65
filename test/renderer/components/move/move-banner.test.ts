/** The banner of a move, against a desk that answers with what a test says. */
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { MoveStatus } from '../../../../src-main/contract/address.ts'
import { AppError } from '../../../../src-main/contract/errors.ts'
import MoveBanner from '../../../../src-renderer/components/move/MoveBanner.vue'
import { bannerOf } from '../../../../src-renderer/components/move/move-words.ts'
import { useDeskStore } from '../../../../src-renderer/stores/desk.ts'
import { startDesk } from '../../desk.ts'
import { mountIn } from '../../mount.ts'
import { button, page } from '../../mount-page.ts'
import { item, status } from './samples.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)

let unmount = () => {}
afterEach(() => unmount())

async function show(
  shown: MoveStatus,
  calls: Partial<Record<'startMove' | 'putBack' | 'dismissMove', () => Promise<MoveStatus>>> = {},
) {
  startDesk({ address: { move: async () => shown, ...calls } })
  useDeskStore().info = { version: '', host: 'headless', role: 'operator', platform: '', runtime: '' } as never
  const wrapper = mountIn('en', MoveBanner)
  unmount = () => wrapper.unmount()
  await flushPromises()
  await vi.waitFor(() => expect(shown.state === 'none' || page().querySelector('section')).toBeTruthy())
}

describe('the banner', () => {
  it('is silent while there is nothing to move', () => {
    expect(bannerOf(null)).toBeNull()
    expect(bannerOf(status({ state: 'none', items: [] }))).toBeNull()
  })

  it('is silent once put aside, but not when something failed', () => {
    expect(bannerOf(status({ dismissed: true }))).toBeNull()
    expect(bannerOf(status({ dismissed: true, state: 'failed' }))).toMatchObject({ tone: 'danger', canStart: true })
  })

  it('is loud when events are being lost', () => {
    expect(bannerOf(status({ formerLeadsHere: false }))).toMatchObject({ tone: 'danger', words: 'neededLost' })
    expect(bannerOf(status({ formerLeadsHere: true }))).toMatchObject({ tone: 'warning', words: 'needed' })
  })

  it('counts down to the latest of the changes', () => {
    const items = [item({ state: 'pending', expectedBy: 10 }), item({ state: 'pending', expectedBy: 20 })]
    expect(bannerOf(status({ state: 'pending', items }))).toMatchObject({ until: 20, canDismiss: false })
  })

  it('names both addresses and moves at a click', async () => {
    const startMove = vi.fn(async () =>
      status({ state: 'pending', items: [item({ state: 'pending', expectedBy: Date.now() + 390_000 })] }),
    )
    await show(status(), { startMove })
    expect(page().textContent).toContain(
      'The public address is now new.example.com. 1 template still points at old.example.com.',
    )
    button('Move 1').click()
    await vi.waitFor(() => expect(page().textContent).toContain('Takes full effect in 6 min.'))
    expect(startMove).toHaveBeenCalledOnce()
    expect(page().textContent).toContain('0 of 1 confirmed by an event')
  })

  it('says why it could not begin', async () => {
    const startMove = async () => {
      throw new AppError('move.notProven')
    }
    await show(status(), { startMove })
    button('Move 1').click()
    await vi.waitFor(() => expect(page().textContent).toContain('The new address does not lead to this desk yet'))
  })
})
