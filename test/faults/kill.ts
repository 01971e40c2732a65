/**
 * kill -9 under load, again and again. After each kill two images must hold every event that was answered 200:
 * the files as the process left them, and the files as a power cut at that moment would have left them, which
 * hold only what was fsynced. The same with synchronous NORMAL must lose some, or the second image proves nothing.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openStore } from '../../src-main/core/store/store.ts'
import { quietLog, temporaryFolder } from '../support/receiving-desk.ts'
import { buildShim, type Shim } from './shim.ts'
import { markOf, postUntilGone, startVictim } from './victim.ts'

export interface KillResult {
  kills: number
  sent: number
  acknowledged: number
  /** Acknowledged, but not in the files the process left. */
  lostByProcess: number
  /** Acknowledged, but not in the files a power cut would have left; null where it could not be watched. */
  lostByPower: number | null
  /** Events stored twice. */
  doubled: number
  /** Stored without having been answered: the sender repeats them. */
  unanswered: number
  /** Kills before which the log had been copied into the file. */
  copied: number
}

/** The file is smaller while all events are in the log. */
const copiedBytes = 2 * 1024 * 1024
/** Long enough that in many runs the log is copied more than once. */
const longestMs = 1500
const normalWriter = new URL('normal-writer.ts', import.meta.url).href

export async function killRepeatedly(kills: number, shim: Shim | null, o: { normal?: boolean } = {}) {
  const total: KillResult = {
    kills,
    sent: 0,
    acknowledged: 0,
    lostByProcess: 0,
    lostByPower: shim ? 0 : null,
    doubled: 0,
    unanswered: 0,
    copied: 0,
  }
  for (let kill = 0; kill < kills; kill++) await killOnce(total, shim, o.normal ?? false)
  return total
}

async function killOnce(total: KillResult, shim: Shim | null, isNormal: boolean): Promise<void> {
  const folder = temporaryFolder()
  const image = join(folder.path, 'image')
  mkdirSync(image)
  try {
    const victim = await startVictim(
      { folder: folder.path, ...(isNormal ? { entry: normalWriter } : {}) },
      shim?.env({ image }),
    )
    const begun = Promise.withResolvers<void>()
    const posted = postUntilGone(victim, begun.resolve)
    await begun.promise
    await delay(Math.random() * longestMs)
    await victim.kill()
    const { acknowledged, sent } = await posted
    const left = storedIn(folder.path)
    const missing = (stored: string[]) => {
      const known = new Set(stored)
      return acknowledged.filter((number) => !known.has(markOf(number))).length
    }
    if (statSync(join(folder.path, 'desk.db')).size > copiedBytes) total.copied++
    total.sent += sent
    total.acknowledged += acknowledged.length
    total.lostByProcess += missing(left)
    total.doubled += left.length - new Set(left).size
    total.unanswered += Math.max(0, new Set(left).size - acknowledged.length)
    if (total.lostByPower !== null) total.lostByPower += missing(storedIn(image))
  } finally {
    folder.remove()
  }
}

/** Opened as the desk would after the crash, from a copy. */
function storedIn(folder: string): string[] {
  const copy = temporaryFolder()
  try {
    for (const name of readdirSync(folder).filter((each) => /^desk\.db(-wal)?$/.test(each)))
      copyFileSync(join(folder, name), join(copy.path, name))
    const file = join(copy.path, 'desk.db')
    if (!existsSync(file)) return []
    const store = openStore(file, { log: quietLog })
    const streams = store.db.prepare('SELECT stream FROM events').all()
    store.close()
    return streams.map(({ stream }) => String(stream))
  } finally {
    copy.remove()
  }
}

/** `npm run faults -- kill [times]` */
export async function run(times = 100): Promise<boolean> {
  const shim = buildShim()
  const full = await killRepeatedly(times, shim)
  const normal = shim && (await killRepeatedly(Math.max(3, Math.ceil(times / 5)), shim, { normal: true }))
  console.table({ 'synchronous FULL': full, ...(normal ? { 'synchronous NORMAL': normal } : {}) })
  shim?.remove()
  if (normal && normal.lostByPower === 0) console.log('NORMAL lost nothing: this run proves nothing about power loss.')
  const isKept = full.acknowledged > 0 && full.lostByProcess === 0 && !full.lostByPower
  return isKept && full.doubled === 0 && normal?.lostByPower !== 0
}
