import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import KeyboardOverlay from '../../../../src-renderer/components/frame/KeyboardOverlay.vue'
import { useShortcut } from '../../../../src-renderer/composables/use-shortcut.ts'
import { mountPage, page } from '../../mount-page.ts'

enableAutoUnmount(afterEach)

it('lists the keys of the page and those of a focused row', async () => {
  const Page = defineComponent({
    setup() {
      useShortcut('x', () => undefined, { label: () => 'Cut the stream' })
      return () => h(KeyboardOverlay, { open: true })
    },
  })
  await mountPage(Page)
  await flushPromises()
  const said = [...page().querySelectorAll('dl > div')].map((row) => [...row.children].map((each) => each.textContent))
  expect(said).toEqual([
    ['Cut the stream', 'X'],
    ['Next row', '↓'],
    ['Previous row', '↑'],
    ['Open the focused row', 'Enter'],
    ['Copy the focused row', 'CtrlC'],
  ])
})
