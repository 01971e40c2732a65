/**
 * The built page under its policy in a real browser (security E5): whatever finds its way into the page,
 * nothing of it runs and nothing reaches another server.
 */
import { once } from 'node:events'
import { request as ask, createServer, type IncomingMessage, type OutgoingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Page, test } from '@playwright/test'
import { type Desk, startDesk } from './desk.ts'

let desk: Desk
let outside: Server
let hits: string[]

const listen = async (server: Server): Promise<Server> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
const urlOf = (server: Server, path = '/') => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
const stop = (server: Server) => {
  server.closeAllConnections()
  server.close()
}

test.beforeEach(async () => {
  hits = []
  outside = await listen(
    createServer((request, response) => {
      hits.push(request.url ?? '')
      response.setHeader('access-control-allow-origin', '*').end('window.ran = "outside script"')
    }),
  )
  desk = await startDesk()
})
test.afterEach(async () => {
  stop(outside)
  await desk.close()
})
const outsideUrl = (path: string) => urlOf(outside, path)

/** Six ways in, written into the page's HTML as if the server had been made to send them. */
const planted = () => `
  <script>window.ran = 'inline script'; fetch('${outsideUrl('/inline-script')}')</script>
  <script src="${outsideUrl('/outside-script.js')}"></script>
  <img src="${outsideUrl('/image.png')}" onerror="window.ran = 'event handler'; fetch('${outsideUrl('/handler')}')">
  <link rel="stylesheet" href="${outsideUrl('/style.css')}">
  <style>body { background: url(${outsideUrl('/background.png')}) }</style>
  <iframe src="${outsideUrl('/frame.html')}"></iframe>`

/** The desk with something planted at the end of its page; without `protect` also without its policy. */
async function startPlanted(html: string, { protect = true } = {}): Promise<Server> {
  const { host, origin } = new URL(desk.url)
  return listen(
    createServer(async (request, response) => {
      const { origin: _own, ...headers } = request.headers
      const asked = ask(`${origin}${request.url}`, { headers: { ...headers, host } }).end()
      try {
        const [answer] = (await once(asked, 'response')) as [IncomingMessage]
        const passed: OutgoingHttpHeaders = { ...answer.headers }
        delete passed['content-length']
        if (!protect) delete passed['content-security-policy']
        const text = Buffer.concat(await answer.toArray())
        response.writeHead(answer.statusCode ?? 502, passed)
        response.end(request.url === '/' ? text.toString().replace('</body>', `${html}</body>`) : text)
      } catch {
        // The page was closed in the middle of an answer.
        response.destroy()
      }
    }),
  )
}

const ran = (page: Page) => page.evaluate(() => (window as { ran?: string }).ran)

test('what is planted in the page neither runs nor reaches another server', async ({ page }) => {
  const front = await startPlanted(planted())
  await page.goto(urlOf(front, `/${new URL(desk.url).search}`))
  await expect(page.locator('#app')).not.toBeEmpty()
  await expect(page.locator('body > iframe')).toBeAttached()
  await page.waitForLoadState('networkidle')
  expect(await ran(page)).toBeUndefined()
  expect(hits).toEqual([])
  stop(front)
})

test('the same planting would have worked without the policy', async ({ page }) => {
  const front = await startPlanted(planted(), { protect: false })
  await page.goto(urlOf(front, `/${new URL(desk.url).search}`))
  const works = [
    'background.png',
    'frame.html',
    'handler',
    'image.png',
    'inline-script',
    'outside-script.js',
    'style.css',
  ]
  await expect.poll(() => hits.toSorted()).toEqual(works.map((name) => `/${name}`))
  stop(front)
})

test('a script that did get in can make neither HTML nor code from text, nor call home', async ({ page }) => {
  await page.goto(desk.url)
  await expect(page.locator('#app')).not.toBeEmpty()
  const results = await page.evaluate(async (home) => {
    const attempt = async (name: string, action: () => unknown) => {
      try {
        await action()
        return `${name}: went through`
      } catch (error) {
        return `${name}: ${(error as Error).name}`
      }
    }
    const sent = (url: string) =>
      new Promise<void>((resolve, reject) => {
        const socket = new WebSocket(url.replace('http', 'ws'))
        socket.onopen = () => resolve()
        socket.onerror = () => reject(new TypeError('closed'))
      })
    // The debugger lifts the ban on code from text for what it runs itself, so this goes on in a task of the page's own.
    await new Promise((resolve) => setTimeout(resolve))
    return [
      await attempt('innerHTML', () => Object.assign(document.createElement('div'), { innerHTML: '<img src=x>' })),
      await attempt('script.src', () => Object.assign(document.createElement('script'), { src: home })),
      await attempt('code', () => Reflect.construct(Function, ['return 1'])),
      await attempt('policy', () =>
        (
          window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): object } }
        ).trustedTypes.createPolicy('own', {}),
      ),
      await attempt('fetch', () => fetch(`${home}fetch`)),
      await attempt('socket', () => sent(`${home}socket`)),
      await attempt('worker', () => new Worker(URL.createObjectURL(new Blob(['1'])))),
      navigator.sendBeacon(`${home}beacon`) ? 'beacon: queued' : 'beacon: refused',
    ]
  }, outsideUrl('/'))
  expect(results.filter((result) => result.endsWith('went through'))).toEqual([])
  await page.waitForLoadState('networkidle')
  expect(hits).toEqual([])
})

test('another site can neither frame the desk nor read from it', async ({ page }) => {
  await page.goto(desk.url)
  const { origin } = new URL(desk.url)
  await page.route(outsideUrl('/evil'), (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="${origin}/"></iframe>` }),
  )
  await page.goto(outsideUrl('/evil'))
  const tried = await page.evaluate(async (target) => {
    const read = await fetch(target, { credentials: 'include' }).then(
      () => 'read',
      () => 'refused',
    )
    const socket = await new Promise((resolve) => {
      const opened = new WebSocket(`${target.replace('http', 'ws')}/desk`)
      opened.onopen = () => resolve('open')
      opened.onerror = () => resolve('refused')
    })
    return { read, socket }
  }, origin)
  expect(tried).toEqual({ read: 'refused', socket: 'refused' })
  await expect(page.frameLocator('iframe').locator('#app')).toHaveCount(0)
})

test('a link that was used already leads to a plain page that says what to do', async ({ page, browser }) => {
  await page.goto(desk.url)
  await expect(page.locator('#app')).not.toBeEmpty()
  const stranger = await browser.newPage()
  await stranger.goto(desk.url)
  await expect(stranger.getByText('Take the newest one from the terminal')).toBeVisible()
  await stranger.close()
})
