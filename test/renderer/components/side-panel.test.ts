import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import SidePanel from '../../../src-renderer/components/SidePanel.vue'
import { mountIn } from '../mount.ts'

enableAutoUnmount(afterEach)

const tabs = [
  { value: 'basic', label: 'Basic' },
  { value: 'health', label: 'Health' },
]

/** A row that opens a panel beside it. */
function create() {
  const isOpen = ref(false)
  const props = { label: 'Domain', tabs, tabsLabel: 'Parts', tab: 'basic', onClose: () => (isOpen.value = false) }
  const wrapper = mountIn(
    'en',
    defineComponent(
      () => () => h('main', [h('button', { id: 'row' }, 'row'), isOpen.value ? h(SidePanel, props) : null]),
    ),
  )
  const row = wrapper.get('#row').element as HTMLElement
  row.focus()
  const open = async () => {
    isOpen.value = true
    await nextTick()
  }
  return { wrapper, row, open }
}

it('gives the focus back to where it came from', async () => {
  const { wrapper, row, open } = create()
  await open()
  const close = wrapper.get('[aria-label="Close"]')
  ;(close.element as HTMLElement).focus()
  await close.trigger('click')
  expect(document.activeElement).toBe(row)
})

it('leaves the focus alone that has gone on meanwhile', async () => {
  const { wrapper, open } = create()
  await open()
  const other = document.body.appendChild(document.createElement('button'))
  other.focus()
  await wrapper.get('[aria-label="Close"]').trigger('click')
  expect(document.activeElement).toBe(other)
  other.remove()
})
