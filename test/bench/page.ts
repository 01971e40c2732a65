/**
 * The Live page of the built desk in Chromium while events arrive: frames a second against the same page at rest,
 * long tasks, and how the heap grows. Everything runs on one machine, so the desk and the sender take their share.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { createPaths } from '../../src-main/core/receiver/paths.ts'
import { type Desk, startDesk } from '../e2e/desk.ts'
import { load } from './measure.ts'

const rates = [1000, 5000, 20_000]
const seconds = 10

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** The paths its receiver listens on: their secret lies in its profile. */
export function receiverPaths({ dataDir }: Pick<Desk, 'dataDir'>) {
  const { receiver } = JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8')) as {
    receiver: { secret: string }
  }
  return createPaths(Buffer.from(receiver.secret, 'base64'))
}

/** Counts frames in the page itself. */
const countFrames = (page: Page, ms: number) =>
  page.evaluate(
    (length) =>
      new Promise<{ fps: number; longTasks: number; longest: number }>((resolve) => {
        let frames = 0
        const tasks: number[] = []
        const observer = new PerformanceObserver((list) =>
          tasks.push(...list.getEntries().map(({ duration }) => duration)),
        )
        observer.observe({ entryTypes: ['longtask'] })
        const begun = performance.now()
        const next = () => {
          frames++
          const passed = performance.now() - begun
          if (passed < length) return requestAnimationFrame(next)
          observer.disconnect()
          return resolve({ fps: (frames / passed) * 1000, longTasks: tasks.length, longest: Math.max(0, ...tasks) })
        }
        requestAnimationFrame(next)
      }),
    ms,
  )

/** After a collection, in MB. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 1e6
}

const received = async (page: Page) =>
  Number(
    /([\d,]+) received/
      .exec(
        await page
          .getByTitle(/Received since/)
          .first()
          .innerText(),
      )?.[1]
      ?.replaceAll(',', ''),
  )

export async function measurePage(): Promise<Record<string, Record<string, number>>> {
  const port = await freePort()
  const desk = await startDesk({ settings: { receiver: { port, publicUrl: 'https://desk.example.com' } } })
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' })
  const paths = receiverPaths(desk)
  const target = { port, path: paths.pathFor('benchmrk', 'streamBegin') }
  const result: Record<string, Record<string, number>> = {}
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en' })
    await page.goto(desk.url)
    // A desk without an account opens its welcome page.
    await page.getByRole('link', { name: 'Live' }).click()
    await load(target, { connections: 4, seconds: 1, rate: 200, close: false, warmUp: 200 })
    await page.getByRole('row').nth(5).waitFor()
    const idle = await countFrames(page, 4000)
    result['at rest'] = { fps: round(idle.fps), 'long tasks': idle.longTasks }
    for (const rate of rates) {
      // Filled once first: what the list keeps is no growth.
      await load(target, { connections: 16, seconds: 1, rate, close: false, warmUp: rate })
      const [heap, before] = [await heapOf(page), await received(page)]
      const sending = load(target, { connections: 16, seconds, rate, close: false, warmUp: rate })
      const frames = await countFrames(page, seconds * 1000)
      const sent = await sending
      await page.waitForTimeout(500)
      result[`${rate} events/s asked`] = {
        fps: round(frames.fps),
        '× at rest (goal ≥ 0.98)': Math.round((frames.fps / idle.fps) * 100) / 100,
        'long tasks': frames.longTasks,
        'longest ms': Math.round(frames.longest),
        'heap growth MB (goal ≤ 2)': round((await heapOf(page)) - heap),
        'answered by the desk': sent.answered,
        'counted by the page': (await received(page)) - before,
      }
    }
    return result
  } finally {
    await browser.close()
    await desk.close()
  }
}

const round = (value: number) => Math.round(value * 10) / 10
