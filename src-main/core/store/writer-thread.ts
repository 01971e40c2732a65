/**
 * The entry of the thread that writes to the store beside the desk: it commits events, or makes one backup and ends.
 * It imports no zod and no AppError: a thread that starts light is soon ready for the first callback.
 */
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { makeBackup } from './backups.ts'
import { startWriting } from './writer-loop.ts'

const { file, backupAt } = workerData as { file: string; backupAt?: number }

if (backupAt === undefined) {
  if (parentPort) startWriting(file, parentPort)
} else {
  const db = new DatabaseSync(file, { timeout: 5000 })
  makeBackup(db, file, backupAt)
  db.close()
}
