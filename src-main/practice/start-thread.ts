/** Starts the practice cloud's thread; for hosts. */
import { Worker } from 'node:worker_threads'
import type { PracticeCloudOptions } from './options.ts'

/** What can be handed to a thread. */
export type ThreadOptions = Omit<PracticeCloudOptions, 'now'>

export interface PracticeThread {
  readonly endpoint: string
  readonly secretId: string
  readonly secretKey: string
  /** Resolves once the thread has ended. */
  close(): Promise<void>
}

export type ThreadMessage = Omit<PracticeThread, 'close'> | { readonly error: string }

/** `file` is the built practice.js, or thread.ts itself where Node runs TypeScript. Rejects if it cannot start. */
export async function startPracticeThread(file: URL, options: ThreadOptions): Promise<PracticeThread> {
  const worker = new Worker(file, { workerData: options })
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const started = await new Promise<Omit<PracticeThread, 'close'>>((resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the practice cloud's thread ended with code ${code}`)))
    worker.once('message', (message: ThreadMessage) => {
      if ('error' in message) reject(new Error(message.error))
      else resolve(message)
    })
  })
  const close = async () => {
    worker.postMessage('close')
    await exited
  }
  return { ...started, close }
}
