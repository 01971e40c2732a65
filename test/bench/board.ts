/**
 * From the POST of an alert to the board's delta at a WebSocket client, on the built headless desk, while 2,000
 * screenshots a second flow. Needs a build.
 */
import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { startDesk } from '../e2e/desk.ts'
import { load } from './measure.ts'
import { freePort, receiverPaths } from './page.ts'

const seconds = Number(process.env.BENCH_SECONDS ?? 10)
const rates = [0, 2000]
const alertEveryMs = 50

interface Row {
  readonly stream: string | null
}

/** A window's own connection, with the cookie a browser would have. */
async function openBoard(link: string, seen: (streams: readonly string[]) => void): Promise<WebSocket> {
  const { origin } = new URL(link)
  const entered = await fetch(link, { redirect: 'manual' })
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/desk`, { headers: { cookie, origin } })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.on('message', (data) => {
    const { item } = JSON.parse(String(data)) as { item?: { cases: readonly Row[] } }
    if (item) seen(item.cases.map(({ stream }) => stream ?? ''))
  })
  socket.send(JSON.stringify({ id: 1, call: 'alerts.board', input: {} }))
  return socket
}

function alertBody(stream: string): string {
  const now = Math.floor(Date.now() / 1000)
  const img = `https://bucket.cos.ap-guangzhou.myqcloud.com/${stream}.jpg`
  const place = { app: 'push.example.com', appname: 'live', streamId: stream, channelId: stream }
  const found = { type: [1], socre: [99], suggestion: 'Block', label: 'Porn', subLabel: 'PornHigh' }
  const sign = createHash('md5').update(stream).digest('hex')
  return JSON.stringify({
    event_type: 317,
    ...place,
    ...found,
    img,
    screenshotTime: now,
    sendTime: now,
    t: now + 600,
    sign,
  })
}

export async function measureBoard(): Promise<Record<string, Record<string, number>>> {
  const port = await freePort()
  const desk = await startDesk({ settings: { receiver: { port, publicUrl: 'https://desk.example.com' } } })
  const paths = receiverPaths(desk)
  const target = { port, path: paths.pathFor('benchmrk', 'snapshot') }
  const alertUrl = `http://127.0.0.1:${port}${paths.pathFor('benchmrk', 'pornCensorship')}`
  const sentAt = new Map<string, number>()
  let took: number[] = []
  const board = await openBoard(desk.url, (streams) => {
    const at = performance.now()
    for (const stream of streams) {
      const sent = sentAt.get(stream)
      if (sent === undefined) continue
      took.push(at - sent)
      sentAt.delete(stream)
    }
  })
  const result: Record<string, Record<string, number>> = {}
  try {
    for (const rate of rates) {
      took = []
      const flood =
        rate > 0 ? load(target, { connections: 16, seconds, rate, close: false, screenshots: true, warmUp: 100 }) : null
      await delay(1500)
      const until = performance.now() + (seconds - 1.5) * 1000
      let sent = 0
      while (performance.now() < until) {
        const stream = `room-${randomUUID()}`
        sentAt.set(stream, performance.now())
        sent++
        void fetch(alertUrl, { method: 'POST', headers: { host: 'desk.example.com' }, body: alertBody(stream) }).catch(
          () => {},
        )
        await delay(alertEveryMs)
      }
      const flooded = await flood
      await delay(1000)
      took.sort((a, b) => a - b)
      const at = (share: number) => Math.round((took[Math.floor(share * (took.length - 1))] ?? Number.NaN) * 10) / 10
      result[`${rate} screenshots/s`] = {
        'p50 ms': at(0.5),
        'p99 ms (goal < 250)': at(0.99),
        'longest ms': at(1),
        alerts: sent,
        'never shown': sent - took.length,
        'screenshots/s taken': Math.round(flooded?.perSecond ?? 0),
      }
    }
    return result
  } finally {
    board.close()
    await desk.close()
  }
}
