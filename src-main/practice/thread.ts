/**
 * The practice cloud in a thread of its own, so that its floods cost the desk nothing. Options come as
 * workerData; it answers `{ endpoint, secretId, secretKey }` or `{ error }` and ends on the message 'close'.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { startPracticeCloud } from './practice-cloud.ts'
import type { ThreadMessage, ThreadOptions } from './start-thread.ts'

const post = (message: ThreadMessage) => parentPort?.postMessage(message)

try {
  const { endpoint, secretId, secretKey, close } = await startPracticeCloud(workerData as ThreadOptions)
  parentPort?.on('message', (message: unknown) => {
    if (message === 'close') void close().finally(() => process.exit(0))
  })
  post({ endpoint, secretId, secretKey })
} catch (error) {
  post({ error: error instanceof Error ? error.message : String(error) })
}
