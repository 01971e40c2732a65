/** Runs the desk that the command line asks for: prints the link, opens the browser, ends cleanly. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { AppError } from '../../contract/errors.ts'
import { defaultDataDir, prepareDataDir } from '../../core/data-dir.ts'
import { createLog } from '../../core/log.ts'
import type { Arguments } from './arguments.ts'
import { type DeskOptions, type HeadlessDesk, startHeadlessDesk } from './desk.ts'
import type { Pages } from './pages.ts'
import { StartError } from './start-error.ts'

const say = (text: string) => void process.stdout.write(`${text}\n`)

/** Set by `electron-vite dev`: where the bundler serves the page with hot reload. */
async function devPages(): Promise<Pages | undefined> {
  const server = process.env.ELECTRON_RENDERER_URL
  if (!server) return undefined
  const { createDevPages } = await import('./dev-pages.ts')
  return createDevPages(new URL(server))
}

type Found = Pick<DeskOptions, 'out' | 'writer'>

export async function run({ port, data, practice, open }: Arguments, found: Found): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', found.out), 'utf8')) as { version: string }
  const dataDir = resolve(data ?? defaultDataDir({ platform: process.platform, env: process.env, home: homedir() }))
  const desk = await openDesk({ ...found, dataDir, port, practice, version }).catch((error: unknown) => {
    throw isAboutFolder(error)
      ? new StartError(`The desk cannot use its folder ${dataDir}: ${reasonOf(error)}. ${folderAdvice}`)
      : error
  })
  endCleanly(desk)
  // Before a link is out: until then the signal would end the desk.
  renewOnRequest(desk)
  const link = desk.newLink()
  say(`Callback Desk ${version} is running on this machine. This link opens it, once:\n\n  ${link}\n`)
  say(`Press Enter for a new link, Ctrl+C to stop. Data: ${dataDir}`)
  if (open) await openBrowser(link)
}

async function openDesk(options: Omit<DeskOptions, 'log' | 'pages'>): Promise<HeadlessDesk> {
  const { dataDir } = options
  const { isPrivate } = prepareDataDir(dataDir)
  const log = createLog(dataDir)
  process.on('uncaughtExceptionMonitor', (error) => log.error('the desk is going down', { error }))
  if (!isPrivate) log.warn('other users of this machine can look into the data folder', { dataDir })
  const pages = await devPages()
  return startHeadlessDesk({ ...options, log, ...(pages ? { pages } : {}) })
}

const folderAdvice = 'Make it writable, free space on its disk, or name another folder with --data.'
const folderFailures = [
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EEXIST',
  'ENOTDIR',
  'EISDIR',
  'ERR_SQLITE_ERROR',
]

function isAboutFolder(error: unknown): error is Error {
  if (error instanceof AppError) return error.code.startsWith('store.')
  return error instanceof Error && 'code' in error && folderFailures.includes(String(error.code))
}

const reasonOf = (error: Error): string => (error instanceof AppError && error.details.message) || error.message

async function openBrowser(link: string): Promise<void> {
  const { default: open } = await import('open')
  const opened = await open(link).catch(() => null)
  opened?.on('error', () => undefined)
}

/** Enter in the terminal, or SIGUSR2 where there is none, prints a fresh link. */
function renewOnRequest(desk: HeadlessDesk): void {
  const renew = () => say(`\n  ${desk.newLink()}\n`)
  if (process.stdin.isTTY) createInterface({ input: process.stdin }).on('line', renew)
  if (process.platform === 'win32') return
  process.on('SIGUSR2', renew)
}

/** A signal may come twice: from the terminal and from the launcher. */
function endCleanly(desk: HeadlessDesk): void {
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(1), 10_000).unref()
    desk.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
}
