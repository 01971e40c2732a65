/** The whole desk for browsers: takes the folder, builds the core, then opens the page's server. */
import type { Worker } from 'node:worker_threads'
import { createApp } from '../../core/app.ts'
import { type Closing, closeAll } from '../../core/close-all.ts'
import { lockDataDir } from '../../core/data-dir.ts'
import type { Log } from '../../core/log.ts'
import { createHost } from './host.ts'
import type { Pages } from './pages.ts'
import { StartError } from './start-error.ts'

export interface DeskOptions {
  /** An existing folder. */
  readonly dataDir: string
  /** null = the usual port, or any free one when that is taken; 0 = any free one. */
  readonly port: number | null
  readonly practice: boolean
  readonly version: string
  readonly log: Log
  /** The folder of the build: main/, renderer/. */
  readonly out: URL
  /** The thread that commits events, waiting. */
  readonly writer: Worker
  /** Other pages than the built ones, while developing. */
  readonly pages?: Pages
}

export interface HeadlessDesk {
  /** A fresh one-time link that logs a browser in; the one before it is worth nothing from now on. */
  newLink(): string
  close(): Promise<void>
}

export async function startHeadlessDesk(options: DeskOptions): Promise<HeadlessDesk> {
  const closings: Closing[] = []
  const close = () => closeAll(closings.splice(0).reverse(), options.log)
  try {
    const lock = lockDataDir(options.dataDir)
    if (!lock)
      throw new StartError(`Another desk is using ${options.dataDir}. Close it, or name another folder with --data.`)
    closings.push(['lock', () => lock.close()])
    const practiceFile = new URL('main/practice.js', options.out)
    const writerFile = new URL('main/writer.js', options.out)
    const searchFile = new URL('main/search.js', options.out)
    const app = await createApp(createHost({ ...options, practiceFile, writerFile, searchFile }))
    closings.push(['desk', app.close])
    const { openPage, startPractice } = await import('./page.ts')
    if (options.practice) await startPractice(app)
    const page = await openPage(options, app)
    closings.push(['page', page.close])
    options.log.info('the desk is open', { url: page.url, version: options.version })
    return { newLink: page.newLink, close }
  } catch (error) {
    // The first failure is the one to tell of; others are in the log.
    await close().catch(() => undefined)
    throw error
  }
}
