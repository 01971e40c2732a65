import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import DataTable from '../../../src-renderer/components/DataTable.vue'
import { sortRows } from '../../../src-renderer/components/table.ts'
import { i18n } from '../../../src-renderer/i18n/index.ts'

const rows = [
  { name: 'push10', at: 3 },
  { name: 'push9', at: null },
  { name: 'Push1', at: 7 },
]
const values = { name: (row: (typeof rows)[number]) => row.name, at: (row: (typeof rows)[number]) => row.at }

describe('sorting', () => {
  it('reads numbers inside names as numbers and ignores case', () => {
    expect(sortRows(rows, { key: 'name', direction: 'asc' }, values).map(({ name }) => name)).toEqual([
      'Push1',
      'push9',
      'push10',
    ])
  })

  it('puts what is not known last in both directions', () => {
    expect(sortRows(rows, { key: 'at', direction: 'asc' }, values).map(({ at }) => at)).toEqual([3, 7, null])
    expect(sortRows(rows, { key: 'at', direction: 'desc' }, values).map(({ at }) => at)).toEqual([7, 3, null])
  })

  it('leaves the order alone without a known key', () => {
    expect(sortRows(rows, null, values)).toEqual(rows)
    expect(sortRows(rows, { key: 'colour', direction: 'asc' }, values)).toEqual(rows)
  })
})

function table(props: Record<string, unknown> = {}) {
  return mount(DataTable<(typeof rows)[number]>, {
    props: {
      label: 'Domains',
      columns: [
        { key: 'name', label: 'Name', sortable: true },
        { key: 'at', label: 'At' },
      ],
      rows,
      rowKey: (row: (typeof rows)[number]) => row.name,
      ...props,
    },
    attachTo: document.body,
    global: { plugins: [i18n] },
  })
}

describe('the table', () => {
  it('is left to the keyboard: arrows move, Enter opens', async () => {
    const wrapper = table()
    const lines = wrapper.findAll('tbody tr')
    expect(lines.map((line) => line.attributes('tabindex'))).toEqual(['0', '-1', '-1'])
    wrapper.find<HTMLElement>('tbody tr').element.focus()
    await lines[0]?.trigger('keydown', { key: 'ArrowDown' })
    expect(document.activeElement).toBe(lines[1]?.element)
    await lines[1]?.trigger('keydown', { key: 'Enter' })
    expect(wrapper.emitted('open')).toEqual([[rows[1]]])
    wrapper.unmount()
  })

  it('says what it is sorted by and turns around on the second click', async () => {
    const wrapper = table({ sort: { key: 'name', direction: 'asc' } })
    expect(wrapper.find('th').attributes('aria-sort')).toBe('ascending')
    await wrapper.find('th button').trigger('click')
    expect(wrapper.emitted('update:sort')).toEqual([[{ key: 'name', direction: 'desc' }]])
    wrapper.unmount()
  })

  it('selects with space where a selection is kept', async () => {
    const wrapper = table({ selected: ['push9'] })
    await wrapper.findAll('tbody tr')[0]?.trigger('keydown', { key: ' ' })
    expect(wrapper.emitted('update:selected')).toEqual([[['push9', 'push10']]])
    wrapper.unmount()
  })
})
