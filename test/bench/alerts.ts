/**
 * From the POST of a moderation alert to its case on screen: the built desk, its board open in Chromium, while
 * other events pour in. Everything runs on one machine, so the desk and the senders take their share.
 */
import { request } from 'node:http'
import { chromium, type Page } from '@playwright/test'
import { callDesk, startDesk } from '../e2e/desk.ts'
import { load } from './measure.ts'
import { freePort, receiverPaths } from './page.ts'

const alerts = 100
const everyMs = 150
const rate = 2000

const now = () => performance.timeOrigin + performance.now()

function post(port: number, path: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'desk.example.com', 'content-type': 'application/json' }
    const asked = request({ port, path, method: 'POST', headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Each was flagged longer ago than the one before, so it is the most urgent and stands in sight, on top. */
const alertBody = (stream: string, number: number): string => {
  const at = Math.floor(Date.now() / 1000) - 60 - number * 5
  const said = { suggestion: 'Block', label: 'Porn', subLabel: 'PornHigh', type: [1], score: [99] }
  return JSON.stringify({
    ...said,
    event_type: 317,
    app: 'push.example.com',
    appname: 'live',
    streamId: stream,
    channelId: stream,
    img: '',
    screenshotTime: at,
    sendTime: at,
  })
}

/** Notes in the page in which frame each stream's line was first there. Looks only when something has changed. */
const watchLines = (page: Page) =>
  page.evaluate(() => {
    const seen: Record<string, number> = {}
    Object.assign(window, { seenLines: seen })
    const note = (names: readonly string[]) =>
      requestAnimationFrame(() => {
        for (const name of names) seen[name] ??= performance.timeOrigin + performance.now()
      })
    const look = (changes: readonly MutationRecord[]) => {
      const names = changes
        .flatMap(({ addedNodes }) => [...addedNodes])
        .flatMap((node) => node.textContent?.match(/shown-\d+/g) ?? [])
      if (names.length > 0) note(names)
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
  })

/** How long the page's thread has worked so far: what does not depend on who else uses the machine. */
async function watchWork(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
}

export async function measureAlerts(): Promise<Record<string, Record<string, number>>> {
  const port = await freePort()
  const desk = await startDesk({ settings: { receiver: { port, publicUrl: 'https://desk.example.com' } } })
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' })
  const paths = receiverPaths(desk)
  const result: Record<string, Record<string, number>> = {}
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en' })
    await page.goto(desk.url)
    const secretId = `AKIDexample${'0'.repeat(25)}`
    const key = { secretId, secretKey: 'example'.repeat(4), endpoint: 'http://127.0.0.1:9' }
    const account = (await callDesk(page, 'account.save', { name: 'Bench', site: 'cn', ...key })) as { id: string }
    await callDesk(page, 'account.activate', { id: account.id })
    // A desk without an account has opened its welcome page.
    await page.reload()
    await page.getByRole('link', { name: /^Alerts/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor()
    await watchLines(page)
    const busyMs = await watchWork(page)
    for (const [round, background] of [0, rate].entries()) {
      const seconds = (alerts * everyMs) / 1000 + 2
      const pouring =
        background > 0
          ? load(
              { port, path: paths.pathFor('benchmrk', 'streamBegin') },
              { connections: 16, seconds, rate: background, close: false, screenshots: true },
            )
          : null
      const sentAt: Record<string, number> = {}
      const busyBefore = await busyMs()
      for (let n = 0; n < alerts; n += 1) {
        const name = `shown-${round * alerts + n}`
        sentAt[name] = now()
        await post(port, paths.pathFor('benchmrk', 'pornCensorship'), alertBody(name, round * alerts + n))
        await new Promise((resolve) => setTimeout(resolve, everyMs))
      }
      await page.waitForTimeout(1000)
      const busy = (await busyMs()) - busyBefore
      await pouring
      const seen = (await page.evaluate(() => Reflect.get(window, 'seenLines'))) as Record<string, number>
      const took = Object.entries(sentAt)
        .flatMap(([name, at]) => (seen[name] === undefined ? [] : [seen[name] - at]))
        .sort((a, b) => a - b)
      const at = (share: number) => Math.round(took[Math.floor(share * (took.length - 1))] ?? Number.NaN)
      result[background > 0 ? `${background} events/s` : 'at rest'] = {
        'p50 ms': at(0.5),
        'p99 ms (goal < 250)': at(0.99),
        'max ms': at(1),
        'page works, ms per case': Math.round(busy / alerts),
        'cases shown': took.length,
        'of alerts': alerts,
      }
    }
    return result
  } finally {
    await browser.close()
    await desk.close()
  }
}
