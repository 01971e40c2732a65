/** Mounts a component as the app does: with its words, its routes and the pinia of `startDesk`. */
import { mount, type VueWrapper } from '@vue/test-utils'
import { getActivePinia } from 'pinia'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n, type Locale } from '../../src-renderer/i18n/index.ts'

const blank = { template: '<div />' }
const names = ['alerts', 'live', 'domains', 'templates', 'activity', 'welcome']

export function mountIn(
  locale: Locale,
  component: Component,
  options: { props?: Record<string, unknown>; slots?: Record<string, string> } = {},
): VueWrapper {
  i18n.global.locale.value = locale
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      ...names.map((name) => ({ path: `/${name}`, name, component: blank })),
      { path: '/settings/:section?', name: 'settings', component: blank },
      { path: '/', component: blank },
    ],
  })
  const pinia = getActivePinia()
  return mount(component, {
    ...options,
    attachTo: document.body,
    global: { plugins: [i18n, router, ...(pinia ? [pinia] : [])] },
  })
}
