/**
 * Makes a backup a day, at a time when nothing arrives, in a thread of its own. Where something always arrives it is
 * made all the same, a day later.
 */
import { Worker } from 'node:worker_threads'
import type { Log } from '../log.ts'
import { hasRoomForBackup, listBackups } from './backups.ts'

export interface BackupOptions {
  readonly file: string
  /** As the writer's. */
  readonly entry: URL
  /** Whether no event has arrived for a while. */
  isQuiet(): boolean
  readonly log: Log
  readonly now: () => number
}

const everyMs = 24 * 60 * 60_000
/** Where no time is a quiet one. */
const latestMs = 2 * everyMs
const lookEveryMs = 60_000

export function startBackups({ file, entry, isQuiet, log, now }: BackupOptions): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  let isRunning = false
  const startedAt = now()

  const run = () =>
    new Promise<void>((resolve) => {
      const worker = new Worker(entry, { workerData: { file, backupAt: now() } })
      worker.once('error', (error) => log.error('the event store could not be backed up', { error }))
      worker.once('exit', (code) => {
        if (code === 0) log.info('the event store was backed up', { file })
        resolve()
      })
    })
  const look = () => {
    const newest = listBackups(file)[0]?.madeAt ?? startedAt - everyMs
    const age = now() - newest
    if (isRunning || age < everyMs || (age < latestMs && !isQuiet())) return
    if (!hasRoomForBackup(file)) return log.warn('there is no room for a backup of the event store', { file })
    isRunning = true
    running = run().finally(() => {
      isRunning = false
    })
  }
  const timer = setInterval(() => {
    try {
      look()
    } catch (error) {
      log.warn('whether a backup is due could not be seen', { file, error })
    }
  }, lookEveryMs)
  return {
    close() {
      clearInterval(timer)
      return running
    },
  }
}
