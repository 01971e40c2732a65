/** The banner and the sheet of a move, against a desk that answers with what a test says. */
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { MoveItem, MoveStatus } from '../../../../src-main/contract/address.ts'
import { AppError } from '../../../../src-main/contract/errors.ts'
import MoveBanner from '../../../../src-renderer/components/move/MoveBanner.vue'
import { bannerOf } from '../../../../src-renderer/components/move/move-words.ts'
import { useDeskStore } from '../../../../src-renderer/stores/desk.ts'
import { startDesk } from '../../desk.ts'
import { mountIn } from '../../mount.ts'
import { button, hasButton, page } from '../../mount-page.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)

const item = (more: Partial<MoveItem> = {}): MoveItem => ({
  templateId: 7,
  name: 'evening-show',
  state: 'needed',
  groups: ['streamBegin'],
  stuck: [],
  from: 'https://old.example.com',
  bindings: 1,
  movedAt: null,
  expectedFrom: null,
  expectedBy: null,
  confirmedAt: null,
  confirmedBy: null,
  lastOldAt: null,
  error: null,
  ...more,
})
const status = (more: Partial<MoveStatus> = {}): MoveStatus => ({
  state: 'needed',
  to: 'https://new.example.com',
  items: [item()],
  formerLeadsHere: null,
  dismissed: false,
  alone: false,
  ...more,
})

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

describe('the sheet', () => {
  it('lists each template with its reason, and offers to put everything back', async () => {
    const error = { code: 'cloud.refused' as const, details: { apiCode: 'InvalidParameter.UrlNotSafe' } }
    const items = [
      item({
        name: 'a',
        templateId: 1,
        state: 'overdue',
        expectedBy: Date.now() - 60_500,
        lastOldAt: Date.now() - 5_500,
      }),
      item({ name: 'b', templateId: 2, state: 'failed', error, stuck: ['audioAudit'] }),
    ]
    const putBack = vi.fn(async () => status({ state: 'left', items: [item({ state: 'left' })] }))
    await show(status({ state: 'failed', items, formerLeadsHere: false }), { putBack })
    button('Details').click()
    await vi.waitFor(() => expect(page().querySelectorAll('[role=dialog] li')).toHaveLength(2))
    const text = page().textContent ?? ''
    expect(text).toContain('In effect since 1 min ago')
    expect(text).toMatch(/An event still came by the former address \d+ s ago/)
    expect(text).toContain('The former address no longer leads here')
    expect(text).toContain('do it in the Tencent console: Audio moderation')
    expect(hasButton('Try 1 again')).toBe(true)
    button('Put everything back').click()
    await vi.waitFor(() => expect(putBack).toHaveBeenCalledOnce())
  })
})
