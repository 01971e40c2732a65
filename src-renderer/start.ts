/** Builds the page and shows it. */
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n } from './i18n/index.ts'
import { loadPages, router } from './router.ts'
import { usePrefsStore } from './stores/prefs.ts'
import './theme.css'

const app = createApp(App)
app.use(createPinia())
await usePrefsStore().apply()
app.use(i18n).use(router).mount('#app')
void router.isReady().then(loadPages)
