/** The desk's window, with every protection on (security E1). */
import { BrowserWindow, nativeTheme } from 'electron'
import type { SettingsFile } from '../../core/host.ts'
import type { Log } from '../../core/log.ts'
import { showBadge } from './badge.ts'
import { keepPlacement, readPlacement } from './window-state.ts'

interface WindowOptions {
  readonly preload: string
  readonly icon: string
  readonly settings: SettingsFile
  readonly log: Log
}

/** A page that dies again at once must not be reloaded in a tight loop. */
const reloadAfterMs = 1_000

export function createWindow({ preload, icon, settings, log }: WindowOptions): BrowserWindow {
  const { bounds, maximized } = readPlacement(settings)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 640,
    minHeight: 480,
    title: 'Callback Desk',
    icon,
    show: false,
    autoHideMenuBar: true,
    // The page's own ground colours, so that nothing flashes before the first paint.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0e1116' : '#f6f7f9',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      experimentalFeatures: false,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => (maximized ? window.maximize() : window.show()))
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('the page went down', { reason })
    if (reason !== 'clean-exit') setTimeout(() => window.isDestroyed() || window.reload(), reloadAfterMs)
  })
  showBadge(window)
  keepPlacement(window, settings, log)
  return window
}
