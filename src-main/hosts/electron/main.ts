/**
 * The entry of the Electron host. What must happen before Electron is ready (scheme, sandbox, profile
 * folder, single instance) happens here at once; the desk itself follows when it is.
 */
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, dialog, session } from 'electron'
import { contract } from '../../contract/index.ts'
import { createApp, type App as Desk } from '../../core/app.ts'
import { type Closing, closeAll } from '../../core/close-all.ts'
import { defaultDataDir, lockDataDir, prepareDataDir } from '../../core/data-dir.ts'
import { createLog, type Log } from '../../core/log.ts'
import { serve } from '../../core/serve.ts'
import { isDriven, readArguments } from './arguments.ts'
import { createHost } from './host.ts'
import { openDoor } from './ipc-port.ts'
import { setMenu } from './menu.ts'
import { lockNavigation } from './navigation.ts'
import { limitPermissions } from './permissions.ts'
import { pageOrigin, registerScheme, servePictures, serveScheme } from './scheme.ts'
import { createWindow } from './window.ts'

const out = new URL('..', import.meta.url)
const inOut = (path: string) => fileURLToPath(new URL(path, out))
/** Set by `electron-vite dev`: the bundler's page, with hot reload. */
const devUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
const origin = devUrl ? new URL(devUrl).origin : pageOrigin

const args = readArguments(process.argv.slice(app.isPackaged ? 1 : 2))
const dataDir = resolve(
  args.data ?? defaultDataDir({ platform: process.platform, env: process.env, home: app.getPath('home') }),
)

registerScheme()
app.enableSandbox()
prepareDataDir(dataDir)
app.setPath('userData', join(dataDir, 'window'))
lockNavigation(app, { reloadable: devUrl ? origin : null })

if (isDriven(app)) app.exit(1)
else if (!app.requestSingleInstanceLock()) app.quit()
else app.whenReady().then(start).catch(giveUp)

async function start(): Promise<void> {
  const lock = lockDataDir(dataDir)
  if (!lock) {
    dialog.showErrorBox('Callback Desk is running already', `Another desk is using ${dataDir}. Close it first.`)
    return app.exit(0)
  }
  const log = createLog(dataDir)
  process.on('uncaughtExceptionMonitor', (error) => log.error('the desk is going down', { error }))
  const practiceFile = new URL('main/practice.js', out)
  const writerFile = new URL('main/writer.js', out)
  const searchFile = new URL('main/search.js', out)
  const show = () => (BrowserWindow.getAllWindows().length === 0 ? open() : focus())
  const host = createHost({ dataDir, version: app.getVersion(), log, practiceFile, writerFile, searchFile, show })
  const desk = await createApp(host)
  const closings: Closing[] = [
    ['desk', desk.close],
    ['lock', () => lock.close()],
  ]
  closeBeforeQuitting(() => closeAll(closings, log), log)
  if (args.practice) await startPractice(desk)

  serveScheme(inOut('renderer'))
  servePictures(desk.readPicture)
  limitPermissions(session.defaultSession, origin)
  setMenu(app)
  const open = () => {
    const icon = inOut('../resources/icons/icon.png')
    const window = createWindow({ preload: inOut('preload/preload.cjs'), icon, settings: host.settings, log })
    const onPort = (port: Parameters<typeof serve>[2]) =>
      serve(contract, desk.handlers, port, { session: desk.openSession('operator'), log })
    openDoor(window.webContents, { origin, log, onPort })
    window.loadURL(devUrl ?? `${pageOrigin}/`).catch((error: unknown) => log.error('the page did not load', { error }))
  }
  app.on('second-instance', focus)
  app.on('activate', show)
  // electron-store's file writer listens for these too, which takes Electron's own way of quitting away.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
  // On macOS an application stays when its window closes; the desk goes on receiving.
  app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit())
  open()
  log.info('the desk is open', { version: host.version, electron: process.versions.electron })
}

async function startPractice({ handlers }: Desk): Promise<void> {
  const input = contract.practice.start.input.parse({})
  await handlers.practice.start(input, { role: 'operator', session: '', signal: new AbortController().signal })
}

function focus(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Quitting waits until everything accepted is on disk. */
function closeBeforeQuitting(close: () => Promise<void>, log: Log): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('will-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    const quit = () => {
      state = 'closed'
      app.quit()
    }
    close().then(quit, (error: unknown) => {
      log.error('the desk did not close cleanly', { error })
      quit()
    })
  })
}

function giveUp(error: unknown): void {
  dialog.showErrorBox('Callback Desk could not start', error instanceof Error ? error.message : String(error))
  app.exit(1)
}
