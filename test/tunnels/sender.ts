/** Posts marked callbacks one after the other as the cloud does, and remembers which were acknowledged. */
import { setTimeout as delay } from 'node:timers/promises'
import { signedBody } from './signed-body.ts'

export interface Sender {
  readonly sent: () => number
  readonly acknowledged: ReadonlySet<number>
  /** Resolves with how long it took until the next acknowledgement, or null after `patienceMs`. */
  next(patienceMs: number): Promise<number | null>
  stop(): Promise<void>
}

export function startSender(url: () => string, everyMs = 50): Sender {
  const acknowledged = new Set<number>()
  const underWay = new Set<Promise<void>>()
  let mark = 0
  let isStopped = false

  async function send(of: number): Promise<void> {
    const answer = await fetch(url(), {
      method: 'POST',
      body: signedBody(of),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null)
    await answer?.arrayBuffer().catch(() => null)
    if (answer?.status === 200) acknowledged.add(of)
  }
  const run = (async () => {
    while (!isStopped) {
      mark += 1
      const sending = send(mark).finally(() => underWay.delete(sending))
      underWay.add(sending)
      await delay(everyMs)
    }
  })()

  return {
    sent: () => mark,
    acknowledged,
    async next(patienceMs) {
      const [begun, from] = [performance.now(), mark]
      while (performance.now() - begun < patienceMs) {
        if ([...acknowledged].at(-1) !== undefined && Math.max(...[...acknowledged].slice(-20)) > from)
          return performance.now() - begun
        await delay(20)
      }
      return null
    },
    async stop() {
      isStopped = true
      await run
      await Promise.all(underWay)
    },
  }
}
