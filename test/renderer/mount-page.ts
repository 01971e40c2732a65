/** Mounts a component as in the desk: both languages, the routes, a store; in English and in the document. */
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n } from '../../src-renderer/i18n/index.ts'

const Nothing = { render: () => null }

/** `shown` stands under the route `at`; its props come with it. */
export async function mountPage(shown: Component, props: Record<string, unknown> = {}, at = '/domains') {
  const pinia = createPinia()
  setActivePinia(pinia)
  i18n.global.locale.value = 'en'
  const names = ['alerts', 'live', 'domains', 'health', 'streams', 'templates', 'activity', 'settings']
  const router = createRouter({
    history: createMemoryHistory(),
    routes: names.map((name) => ({
      name,
      path: name === 'settings' ? '/settings/:section?' : `/${name}`,
      component: `/${name}` === at.split('?')[0] ? shown : Nothing,
      props: () => props,
    })),
  })
  await router.push(at)
  const wrapper = mount(
    { template: '<RouterView />' },
    { attachTo: document.body, global: { plugins: [pinia, i18n, router] } },
  )
  await router.isReady()
  return { wrapper, router }
}

export const page = () => document.body

const visibleText = (element: Element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim()

/** The button a person would call by this name. */
export function button(name: string): HTMLButtonElement {
  const found = [...page().querySelectorAll('button')].find((each) => visibleText(each) === name)
  if (!found)
    throw new Error(
      `There is no button "${name}" among: ${[...page().querySelectorAll('button')].map(visibleText).join(' | ')}`,
    )
  return found
}

export const hasButton = (name: string): boolean =>
  [...page().querySelectorAll('button')].some((each) => visibleText(each) === name)

/** The field under this label. */
export function field(label: string): HTMLInputElement {
  const found = [...page().querySelectorAll('label')].find((each) => each.textContent?.trim() === label)
  const input = found && (found.querySelector('input') ?? document.getElementById(found.htmlFor))
  if (!(input instanceof HTMLInputElement)) throw new Error(`There is no field "${label}"`)
  return input
}

export function type(label: string, text: string): void {
  const input = field(label)
  input.value = text
  input.dispatchEvent(new Event('input'))
}
