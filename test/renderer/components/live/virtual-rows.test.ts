import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import VirtualRows from '../../../../src-renderer/components/live/VirtualRows.vue'
import { eventRow } from '../../events/event-row.ts'

const rowHeight = 28
/** The head and ten rows. */
const height = 11 * rowHeight
const oldestFirst = (count: number) =>
  Array.from({ length: count }, (_, at) => eventRow({ id: at + 1, stream: `s${at + 1}` }))

enableAutoUnmount(afterEach)
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(height)
})
afterEach(() => {
  vi.restoreAllMocks()
})

async function mountRows(count: number) {
  const wrapper = mount(VirtualRows, {
    attachTo: document.body,
    props: {
      rows: oldestFirst(count),
      label: 'Events',
      columns: ['Stream'],
      layout: 'grid',
      activeId: null,
      isInUse: false,
      'onUpdate:activeId': (activeId) => wrapper.setProps({ activeId }),
    },
    slots: { default: '<template #default="{ row }"><td>{{ row.stream }}</td></template>' },
  })
  const scroller = wrapper.element as HTMLElement
  const grid = wrapper.get('[role="grid"]')
  const ids = () => wrapper.findAll('tbody tr').map((row) => row.text())
  const scrollTo = async (top: number) => {
    scroller.scrollTop = top
    scroller.dispatchEvent(new Event('scroll'))
    await nextTick()
  }
  await vi.waitFor(() => expect(ids().length).toBeGreaterThan(10))
  return { wrapper, scroller, grid, ids, scrollTo }
}

describe('a list of thousands of events', () => {
  it('has only the rows in sight and a few beyond, newest first', async () => {
    const { ids, grid } = await mountRows(5000)
    expect(ids().slice(0, 3)).toEqual(['s5000', 's4999', 's4998'])
    expect(ids().length).toBeLessThan(25)
    expect(grid.attributes('aria-rowcount')).toBe('5001')
  })

  it('shows what is scrolled to', async () => {
    const { wrapper, ids, scrollTo } = await mountRows(5000)
    await scrollTo(1000 * rowHeight)
    expect(ids()).toContain('s4000')
    expect(ids()).not.toContain('s5000')
    expect(wrapper.emitted('update:isInUse')?.at(-1)).toEqual([true])
  })

  it('leaves the elements in their places while rows pour in', async () => {
    const { wrapper, ids } = await mountRows(100)
    const before = wrapper.get('tbody tr').element
    await wrapper.setProps({ rows: oldestFirst(160) })
    expect(wrapper.get('tbody tr').element).toBe(before)
    expect(ids()[0]).toBe('s160')
  })

  it('asks for older rows near its end', async () => {
    const { wrapper, scrollTo } = await mountRows(200)
    expect(wrapper.emitted('nearEnd')).toBeUndefined()
    await scrollTo(170 * rowHeight)
    expect(wrapper.emitted('nearEnd')).toHaveLength(1)
  })
})

describe('the keys of the list', () => {
  it('go row by row and scroll no further than needed', async () => {
    const { wrapper, scroller, grid } = await mountRows(100)
    for (let step = 0; step < 11; step++) await grid.trigger('keydown', { key: 'ArrowDown' })
    expect(wrapper.emitted('update:activeId')?.at(-1)).toEqual([90])
    expect(scroller.scrollTop).toBe(rowHeight)
    await grid.trigger('keydown', { key: 'ArrowUp' })
    expect(scroller.scrollTop).toBe(rowHeight)
    await grid.trigger('keydown', { key: 'Home' })
    expect(scroller.scrollTop).toBe(0)
  })

  it('go page by page and to the end', async () => {
    const { wrapper, scroller, grid } = await mountRows(100)
    await grid.trigger('keydown', { key: 'Home' })
    await grid.trigger('keydown', { key: 'PageDown' })
    expect(wrapper.emitted('update:activeId')?.at(-1)).toEqual([90])
    await grid.trigger('keydown', { key: 'End' })
    expect(wrapper.emitted('update:activeId')?.at(-1)).toEqual([1])
    expect(scroller.scrollTop).toBe(101 * rowHeight - height)
  })

  it('open and copy the chosen row', async () => {
    const { wrapper, grid } = await mountRows(20)
    await grid.trigger('keydown', { key: 'ArrowDown' })
    await grid.trigger('keydown', { key: 'Enter' })
    await grid.trigger('keydown', { key: 'c', ctrlKey: true })
    expect(wrapper.emitted('open')).toEqual([[20]])
    expect(wrapper.emitted('copy')).toEqual([[20]])
  })
})
