import { enableAutoUnmount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import BanReach from '../../../../src-renderer/components/streams/BanReach.vue'
import { mountIn } from '../../mount.ts'

enableAutoUnmount(afterEach)
beforeEach(() => setActivePinia(createPinia()))

const now = Date.UTC(2026, 4, 1, 12)
const place = (domain: string, more: object = {}) => ({
  domain,
  app: 'live',
  onAirSince: null,
  lastEndedAt: null,
  ...more,
})
const reach = (radius: object | null, more: object = {}) =>
  mountIn('en', BanReach, { props: { radius, error: null, now, ...more } })

it('says that the cloud is still being asked', () => {
  expect(reach(null).text()).toBe('Asking the cloud what else bears this name…')
})

it('names every place and how it stands there', () => {
  const places = [
    place('a.example', { isCase: true, onAirSince: now }),
    place('b.example', { isOnAir: true, onAirSince: now - 60_000 }),
    place('c.example', { isOnAir: true }),
    place('d.example', { lastEndedAt: now - 60_000 }),
    place('e.example'),
  ]
  const shown = reach({ places, isComplete: true })
  expect(shown.text()).toContain('It hits 5 places:')
  const said = shown.findAll('li').map((row) => row.text())
  expect(said[0]).toMatch(/^a\.example\/live\s*this one$/)
  expect(said[1]).toMatch(/on air since /)
  expect(said[2]).toMatch(/on air$/)
  expect(said[3]).toMatch(/last on air /)
  expect(said[4]).toMatch(/not on air$/)
})

it('of one stream says no more than that', () => {
  const shown = reach({ places: [place('a.example', { isCase: true, onAirSince: now })], isComplete: true })
  expect(shown.text()).toBe('A ban goes by the stream’s name. It hits this stream only.')
})

it('does not call it this stream only where the one place is another', () => {
  const shown = reach({ places: [place('b.example', { isOnAir: true })], isComplete: true })
  expect(shown.text()).toContain('wherever it is pushed')
  expect(shown.text()).not.toContain('this stream only')
  expect(shown.text()).toContain('b.example/live')
})

it('says when there may be more, and what a name nobody pushes means', () => {
  expect(reach({ places: [], isComplete: true }).text()).toContain('Nobody pushes it now.')
  expect(reach({ places: [place('a.example')], isComplete: false }).text()).toContain('further places may be hit')
})

it('offers to ask again when the cloud did not answer', async () => {
  const onRetry = vi.fn()
  const shown = reach(null, { error: new AppError('cloud.timeout'), onRetry })
  await shown
    .findAll('button')
    .find((each) => each.text() === 'Try again')
    ?.trigger('click')
  expect(onRetry).toHaveBeenCalledOnce()
})
