/** The pages. The hash keeps the address out of the host's reach: both hosts serve one file. */
import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import ActivityView from './views/ActivityView.vue'
import AlertsView from './views/AlertsView.vue'
import DomainsView from './views/DomainsView.vue'
import LiveView from './views/LiveView.vue'
import SettingsView from './views/SettingsView.vue'
import TemplatesView from './views/TemplatesView.vue'
import WelcomeView from './views/WelcomeView.vue'

export const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/live' },
  { path: '/alerts', name: 'alerts', component: AlertsView },
  { path: '/live', name: 'live', component: LiveView },
  { path: '/domains', name: 'domains', component: DomainsView },
  { path: '/templates', name: 'templates', component: TemplatesView },
  { path: '/activity', name: 'activity', component: ActivityView },
  { path: '/settings/:section?', name: 'settings', component: SettingsView },
  { path: '/welcome', name: 'welcome', component: WelcomeView },
  { path: '/:rest(.*)*', redirect: '/live' },
]

export const router = createRouter({ history: createWebHashHistory(), routes })
