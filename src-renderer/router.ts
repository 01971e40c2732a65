/**
 * The pages. The hash keeps the address out of the host's reach: both hosts serve one file. A page's code is
 * loaded when it is first opened, and the others' right after the first one stands: from then on no page
 * needs the desk that served it, which may be away or a newer one.
 */
import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'

const views = {
  activity: () => import('./views/ActivityView.vue'),
  alerts: () => import('./views/AlertsView.vue'),
  domains: () => import('./views/DomainsView.vue'),
  health: () => import('./views/HealthView.vue'),
  live: () => import('./views/LiveView.vue'),
  streams: () => import('./views/StreamsView.vue'),
  settings: () => import('./views/SettingsView.vue'),
  templates: () => import('./views/TemplatesView.vue'),
  welcome: () => import('./views/WelcomeView.vue'),
}

export const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/live' },
  { path: '/alerts', name: 'alerts', component: views.alerts },
  { path: '/live', name: 'live', component: views.live },
  { path: '/domains', name: 'domains', component: views.domains },
  { path: '/templates', name: 'templates', component: views.templates },
  { path: '/streams', name: 'streams', component: views.streams },
  { path: '/health', name: 'health', component: views.health },
  { path: '/activity', name: 'activity', component: views.activity },
  { path: '/settings/:section?', name: 'settings', component: views.settings },
  { path: '/welcome', name: 'welcome', component: views.welcome },
  { path: '/:rest(.*)*', redirect: '/live' },
]

export const router = createRouter({ history: createWebHashHistory(), routes })

/** One that cannot be loaded now is tried again, and its failure said, when it is opened. */
export async function loadPages(): Promise<void> {
  await Promise.allSettled(Object.values(views).map((load) => load()))
}
