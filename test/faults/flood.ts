/** 2,000 bad requests a second beside 20 good ones: every good one is stored and answered in time (W11). */
import { setTimeout as delay } from 'node:timers/promises'
import { temporaryFolder } from '../support/receiving-desk.ts'
import { createPoster, markedBody, startVictim } from './victim.ts'

const badPerTurn = 100
const turnMs = 50
const goodPerTurn = 1

export async function flood(seconds: number) {
  const folder = temporaryFolder()
  const victim = await startVictim({ folder: folder.path })
  const good = createPoster(victim, 8)
  const bad = createPoster({ port: victim.port, path: '/c/aaaaaaaa.aaaaaaaaaaaaaaaaaaaaaa/streamBegin' }, 100)
  const times: number[] = []
  const results = { seconds, bad: 0, 'bad answered': 0, good: 0, 'good accepted': 0, 'good p99 ms': 0 }
  const pending: Promise<void>[] = []
  const send = async (poster: typeof good, isGood: boolean) => {
    const begun = performance.now()
    const status = await poster.post(markedBody(results.good))
    if (isGood) times.push(performance.now() - begun)
    if (isGood && status === 200) results['good accepted']++
    if (!isGood && status !== null) results['bad answered']++
  }
  try {
    const begun = performance.now()
    for (let turn = 0; turn < (seconds * 1000) / turnMs; turn++) {
      for (let each = 0; each < badPerTurn; each++, results.bad++) pending.push(send(bad, false))
      for (let each = 0; each < goodPerTurn; each++, results.good++) pending.push(send(good, true))
      await delay(Math.max(0, begun + (turn + 1) * turnMs - performance.now()))
    }
    await Promise.all(pending)
    times.sort((a, b) => a - b)
    results['good p99 ms'] = Math.round(times[Math.floor(times.length * 0.99)] ?? Number.NaN)
    return results
  } finally {
    good.close()
    bad.close()
    await victim.stop()
    folder.remove()
  }
}

/** `npm run faults -- flood [seconds]` */
export async function run(seconds = 10): Promise<boolean> {
  const result = await flood(seconds)
  console.table({ flood: result })
  return result.good === result['good accepted'] && result['good p99 ms'] < 2000
}
