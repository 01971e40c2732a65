/**
 * A disk that fills up and gets room again, on a file system of its own in memory: 503 while it is full, reading
 * works, nothing acknowledged is lost, and it resumes by itself; the ballast is given back and made again (D3).
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startWriter } from '../../src-main/core/store/writer.ts'
import { startReceivingDesk, temporaryFolder, writerEntry } from '../support/receiving-desk.ts'
import { createPoster, markedBody } from './victim.ts'

const mountMb = 96

/** null where this user may not mount. */
function mountSmall(): { path: string; remove(): void } | null {
  const folder = temporaryFolder()
  const path = join(folder.path, 'small')
  mkdirSync(path)
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mountMb}m`, 'tmpfs', path])
  if (status !== 0) {
    folder.remove()
    return null
  }
  return {
    path,
    remove() {
      spawnSync('umount', [path])
      folder.remove()
    },
  }
}

async function until(holds: () => boolean, what: string, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs
  while (!holds()) {
    if (Date.now() > end) throw new Error(`it took too long until ${what}`)
    await delay(50)
  }
}

export interface FullResult {
  accepted: number
  refusedWhileFull: number
  readWhileFull: number
  acceptedAfter: number
  lost: number
}

/** null where nothing can be mounted. */
export async function fillDisk(): Promise<FullResult | null> {
  const disk = mountSmall()
  if (!disk) return null
  const told: boolean[] = []
  const desk = await startReceivingDesk({
    folder: disk.path,
    writerFor: ({ file }) => startWriter({ file, entry: writerEntry, onFull: (isFull) => told.push(isFull) }),
  })
  const poster = createPoster({ port: desk.receiver.port, path: new URL(desk.urlFor('streamBegin')).pathname }, 8)
  const ballast = join(disk.path, 'desk.db.ballast')
  const hasBallast = () => statSync(ballast, { throwIfNoEntry: false })?.size === 32 * 1024 * 1024
  const padding = join(disk.path, 'other-data')
  let next = 0
  const post = async (count: number) => {
    const numbers = Array.from({ length: count }, () => next++)
    const statuses = await Promise.all(numbers.map((number) => poster.post(markedBody(number))))
    return statuses.filter((status) => status === 200).length
  }
  try {
    await until(hasBallast, 'the ballast was there')
    let accepted = await post(50)
    const { bavail, bsize } = statfsSync(disk.path)
    writeFileSync(padding, Buffer.alloc(bavail * bsize - 2 * 1024 * 1024, 1))
    while (told.length === 0 && next < 20_000) accepted += await post(100)
    const refusedWhileFull = 100 - (await post(100))
    if (existsSync(ballast)) throw new Error('the ballast was not given back')
    const readWhileFull = (await desk.events.page('acc', { filter: {}, limit: 100 })).rows.length
    rmSync(padding)
    await until(() => told.at(-1) === false, 'it resumed by itself')
    const acceptedAfter = await post(100)
    await until(hasBallast, 'the ballast was there again')
    const stored = desk.events.stats('acc').stored
    return { accepted, refusedWhileFull, readWhileFull, acceptedAfter, lost: accepted + acceptedAfter - stored }
  } finally {
    poster.close()
    await desk.close()
    disk.remove()
  }
}

/** `npm run faults -- full` */
export async function run(): Promise<boolean> {
  const result = await fillDisk()
  if (!result) {
    console.log('No small file system can be mounted here (root is needed), so this was not tried.')
    return true
  }
  console.table({ [`${mountMb} MiB disk`]: result })
  const { refusedWhileFull, readWhileFull, acceptedAfter, lost } = result
  return refusedWhileFull === 100 && readWhileFull === 100 && acceptedAfter === 100 && lost === 0
}
