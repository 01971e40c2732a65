import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import MenuButton from '../../../src-renderer/components/MenuButton.vue'
import { mountIn } from '../mount.ts'

enableAutoUnmount(afterEach)

async function openMenu(landmark: string) {
  const chosen = vi.fn()
  const items = [
    { label: 'Edit', run: chosen },
    { label: 'Delete', run: () => undefined, disabled: true },
  ]
  const wrapper = mountIn(
    'en',
    defineComponent(() => () => h(landmark, [h(MenuButton, { items, label: 'Actions' })])),
  )
  await wrapper.get('button').trigger('keydown', { key: 'Enter' })
  await vi.waitFor(() => expect(document.querySelector('[role="menu"]')).not.toBeNull())
  return { chosen, menu: document.querySelector('[role="menu"]') as HTMLElement }
}

describe('a menu', () => {
  it.each(['main', 'header'])('belongs to the landmark of its button: %s', async (landmark) => {
    const { menu } = await openMenu(landmark)
    expect(menu.closest(landmark)).not.toBeNull()
  })

  it('runs what is chosen', async () => {
    const { menu, chosen } = await openMenu('main')
    menu.querySelector<HTMLElement>('[role="menuitem"]')?.click()
    await vi.waitFor(() => expect(chosen).toHaveBeenCalledOnce())
  })
})
