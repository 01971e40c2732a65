import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EventFilter, Histogram } from '../../../../src-main/contract/events.ts'
import EventHistogram from '../../../../src-renderer/components/live/EventHistogram.vue'
import { useEventsStore } from '../../../../src-renderer/stores/events.ts'
import { startDesk } from '../../desk.ts'
import { mountIn } from '../../mount.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)
enableAutoUnmount(afterEach)

const minute = 60_000
let asked: { filter: EventFilter; from: number; to: number }[] = []
let answer: (from: number, to: number) => Partial<Histogram> = () => ({})

beforeEach(() => {
  asked = []
  answer = (from, to) => ({ listened: [{ from, to }], knownFrom: from })
  startDesk({
    events: {
      histogram: async ({ filter, from, to, stepMs }) => {
        asked.push({ filter, from, to })
        return {
          from,
          stepMs,
          series: [{ type: 317, counts: [0, 3, 5] }],
          listened: [],
          knownFrom: null,
          isComplete: true,
          ...answer(from, to),
        }
      },
    },
  })
})

async function show(filter: EventFilter = {}) {
  const wrapper = mountIn('en', EventHistogram, { props: { histogram: useEventsStore().histogram, filter } })
  await vi.waitFor(() => expect(useEventsStore().histogram.load.data.value).not.toBeNull())
  await flushPromises()
  return wrapper
}
const chart = (wrapper: Awaited<ReturnType<typeof show>>) => wrapper.get('[role=application]')

describe('the histogram above the list', () => {
  it('says in words what its bars show', async () => {
    const wrapper = await show()
    expect(chart(wrapper).attributes('aria-label')).toMatch(/: 8 events · Alerts 8 · busiest at .* with 5$/)
  })

  it('counts what the filter asks for, in the filter’s time', async () => {
    const wrapper = await show({ domain: 'push.example.com' })
    expect(asked.at(-1)?.filter).toEqual({ domain: 'push.example.com' })
    await wrapper.setProps({ filter: { types: [1], from: 60 * minute, to: 90 * minute } })
    await flushPromises()
    expect(asked.at(-1)).toEqual({ filter: { types: [1] }, from: 60 * minute, to: 90 * minute })
    expect(wrapper.text()).toContain('Any time')
  })

  it('names the time in which nothing could come, and the one nobody knows of', async () => {
    answer = (from, to) => ({ listened: [{ from: from + 30 * minute, to }], knownFrom: from + 10 * minute })
    expect((await show()).text()).toMatch(/not listening.*not known/s)
  })

  it('says that older events are still being counted', async () => {
    answer = () => ({ isComplete: false })
    expect((await show()).text()).toContain('Older events are still being counted.')
  })

  it('lets the keyboard choose a stretch: arrows, wider with Shift, Enter', async () => {
    const wrapper = await show()
    const { from } = asked[0] ?? { from: 0 }
    const press = (key: string, shiftKey = false) => chart(wrapper).trigger('keydown', { key, shiftKey })
    await press('Home')
    await press('ArrowRight')
    await press('ArrowRight', true)
    expect(wrapper.get('[role=status]').text()).toContain('8 events')
    await press('Enter')
    expect(wrapper.emitted('select')).toEqual([[{ from: from + minute, to: from + 3 * minute }]])
  })

  it('lets the pointer drag over a stretch, in either direction, and drop it', async () => {
    const wrapper = await show()
    const { from, to } = asked[0] ?? { from: 0, to: 0 }
    const bars = chart(wrapper)
    // Ten pixels for each minute.
    const box = { left: 100, width: (10 * (to - from)) / minute }
    Object.assign(bars.element, { setPointerCapture: () => {}, getBoundingClientRect: () => box })
    await bars.trigger('pointerdown', { button: 0, clientX: 125 })
    await bars.trigger('pointermove', { clientX: 115 })
    expect(wrapper.get('[role=status]').text()).toContain('8 events')
    await bars.trigger('pointerup')
    expect(wrapper.emitted('select')).toEqual([[{ from: from + minute, to: from + 3 * minute }]])
    await bars.trigger('pointerdown', { button: 0, clientX: 110 })
    await bars.trigger('pointercancel')
    await bars.trigger('pointerup')
    expect(wrapper.emitted('select')).toHaveLength(1)
  })

  it('lets go of a stretch on Escape', async () => {
    const wrapper = await show()
    await chart(wrapper).trigger('keydown', { key: 'Home' })
    await chart(wrapper).trigger('keydown', { key: 'Escape' })
    await chart(wrapper).trigger('keydown', { key: 'Enter' })
    expect(wrapper.emitted('select')).toBeUndefined()
  })
})
