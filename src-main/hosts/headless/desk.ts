/** The whole desk for browsers: takes the folder, builds the core, then opens the page's server. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contract } from '../../contract/index.ts'
import { type App, createApp } from '../../core/app.ts'
import { type Closing, closeAll } from '../../core/close-all.ts'
import { lockDataDir } from '../../core/data-dir.ts'
import type { Log } from '../../core/log.ts'
import { serve } from '../../core/serve.ts'
import { createHost } from './host.ts'
import { startHttp } from './http.ts'
import { createLogin } from './login.ts'
import { createBuiltPages, type Pages } from './pages.ts'

/** Tried first, so that bookmarks and open pages find the desk again after a restart. */
const usualPort = 4780

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
  /** Other pages than the built ones, while developing. */
  readonly pages?: Pages
}

export interface HeadlessDesk {
  /** A fresh one-time link that logs a browser in; the one before it is worth nothing from now on. */
  newLink(): string
  close(): Promise<void>
}

/** A failure the person can mend; its text says how. */
export class StartError extends Error {}

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
    if (options.practice) await startPractice(app)
    const login = createLogin(join(options.dataDir, 'sessions.json'))
    const http = await openPage(options, app, login)
    closings.push(['page', http.close])
    options.log.info('the desk is open', { url: http.url, version: options.version })
    return { newLink: () => `${http.url}/?token=${login.newToken()}`, close }
  } catch (error) {
    // The first failure is the one to tell of; others are in the log.
    await close().catch(() => undefined)
    throw error
  }
}

async function startPractice({ handlers }: App): Promise<void> {
  const input = contract.practice.start.input.parse({})
  await handlers.practice.start(input, { role: 'operator', session: '', signal: new AbortController().signal })
}

async function openPage({ port, pages, out, log }: DeskOptions, app: App, login: ReturnType<typeof createLogin>) {
  const start = (wanted: number) =>
    startHttp({
      port: wanted,
      login,
      log,
      readPicture: app.readPicture,
      pages: pages ?? createBuiltPages(fileURLToPath(new URL('renderer/', out))),
      onPort: (opened) => serve(contract, app.handlers, opened, { session: app.openSession('operator'), log }),
    })
  try {
    return await start(port ?? usualPort)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE' && port === null) return start(0)
    if (code === 'EADDRINUSE') throw new StartError(`Port ${port} is taken. Name another one with --port.`)
    if (code === 'EACCES') throw new StartError(`Port ${port} may not be used by this user. Name one above 1023.`)
    throw error
  }
}
