/**
 * The window shows one page and never leaves it (security E4). A link out of it opens in the person's own
 * browser, and only where it leads to Tencent Cloud's console or documents over https.
 */
import { type App, shell, type WebContents } from 'electron'

const linkedHosts: ReadonlySet<string> = new Set([
  'cloud.tencent.com',
  'console.cloud.tencent.com',
  'console.tencentcloud.com',
  'console.intl.cloud.tencent.com',
  'intl.cloud.tencent.com',
  'www.tencentcloud.com',
])

export function isLinked(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && linkedHosts.has(url.host) && url.username === '' && url.password === ''
}

/** `reloadable` is the origin of the bundler's page while developing, which reloads itself; otherwise null. */
export function lockNavigation(app: App, { reloadable }: { reloadable: string | null }): void {
  app.on('web-contents-created', (_event, contents) => lock(contents, reloadable))
}

function lock(contents: WebContents, reloadable: string | null): void {
  const stay = (event: { url: string; preventDefault(): void }) => {
    if (URL.parse(event.url)?.origin !== reloadable) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    // A system without a browser must not bring the desk down.
    if (isLinked(url)) shell.openExternal(url).catch(() => undefined)
    return { action: 'deny' }
  })
}
