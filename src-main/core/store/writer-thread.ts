/**
 * The entry of the thread that writes to the store beside the desk: it commits events to the file it is told, or makes
 * one backup and ends. It imports no zod and no AppError: a thread that starts light is soon ready for the first callback.
 */
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { makeBackup } from './backups.ts'
import type { WriterStart } from './writer.ts'
import { startWriting } from './writer-loop.ts'

const backup = workerData as { file: string; backupAt: number } | null

if (backup) {
  const db = new DatabaseSync(backup.file, { timeout: 5000 })
  makeBackup(db, backup.file, backup.backupAt)
  db.close()
} else if (parentPort) {
  const port = parentPort
  port.once('message', ({ file }: WriterStart) => startWriting(file, port))
}
