/**
 * Strangers of both kinds beside the cloud (W11): 2,000 bad requests a second, and 600 silent connections, which come
 * back when they are cut off. 20 good requests a second, each over a connection of its own, are answered in time; one
 * that is cut off all the same, on a machine that stands still for a moment, comes again as the cloud's does.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { dial } from '../support/raw-http.ts'
import { temporaryFolder } from '../support/receiving-desk.ts'
import { createPoster, markedBody, startVictim } from './victim.ts'

const badPerTurn = 100
const turnMs = 50
const goodPerTurn = 1
const silent = 600
const againMs = 1000
/** A good request is sent so often before it counts as lost. */
const mostTries = 5

/** Connections that say nothing. */
function hold(port: number): () => void {
  let isOver = false
  const open = new Set<ReturnType<typeof dial>>()
  const one = () => {
    if (isOver) return
    const socket = dial(port)
    open.add(socket)
    socket.resume().on('close', () => {
      open.delete(socket)
      setTimeout(one, againMs)
    })
  }
  for (let index = 0; index < silent; index++) setTimeout(one, (index / silent) * againMs)
  return () => {
    isOver = true
    for (const socket of open) socket.destroy()
  }
}

export async function flood(seconds: number) {
  const folder = temporaryFolder()
  const victim = await startVictim({ folder: folder.path })
  const bad = createPoster({ port: victim.port, path: '/c/aaaaaaaa.aaaaaaaaaaaaaaaaaaaaaa/streamBegin' }, 100)
  const letGo = hold(victim.port)
  const times: number[] = []
  const results = { seconds, silent, bad: 0, 'bad answered': 0, good: 0, 'good accepted': 0, 'good lost': 0 }
  const pending: Promise<void>[] = []
  const sendGood = async (number: number) => {
    const good = createPoster(victim, 1)
    const begun = performance.now()
    if ((await good.post(markedBody(number))) === 200) results['good accepted']++
    else if (!(await sendAgain(number))) results['good lost']++
    times.push(performance.now() - begun)
    good.close()
  }
  const sendAgain = async (number: number) => {
    for (let tries = 1; tries < mostTries; tries++) {
      await delay(againMs)
      const good = createPoster(victim, 1)
      const status = await good.post(markedBody(number))
      good.close()
      if (status === 200) return true
    }
    return false
  }
  const sendBad = async () => {
    if ((await bad.post(markedBody(0))) !== null) results['bad answered']++
  }
  try {
    await delay(2 * againMs)
    const begun = performance.now()
    for (let turn = 0; turn < (seconds * 1000) / turnMs; turn++) {
      for (let each = 0; each < badPerTurn; each++, results.bad++) pending.push(sendBad())
      for (let each = 0; each < goodPerTurn; each++) pending.push(sendGood(results.good++))
      await delay(Math.max(0, begun + (turn + 1) * turnMs - performance.now()))
    }
    await Promise.all(pending)
    times.sort((a, b) => a - b)
    const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? Number.NaN)
    return { ...results, 'good p50 ms': at(0.5), 'good p99 ms': at(0.99) }
  } finally {
    letGo()
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
