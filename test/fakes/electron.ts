/**
 * A stand-in for the module `electron`, as small as the desk's use of it. It is strict where Electron is:
 * what must happen before or after `ready` throws otherwise. Tests read what was asked of it in `seen` and
 * play the page with `pageOf`.
 */
import { EventEmitter } from 'node:events'
import { homedir } from 'node:os'

type Json = Record<string, unknown>
type Handler = (request: Request) => Response | Promise<Response>

export const seen = {
  schemes: [] as { scheme: string; privileges: Json }[],
  handlers: new Map<string, Handler>(),
  windows: [] as BrowserWindow[],
  opened: [] as string[],
  menus: [] as Json[][],
  errorBoxes: [] as string[],
  notifications: [] as Notification[],
  exitCodes: [] as number[],
  sandboxed: false,
}

let ready = false
const needReady = (what: string) => {
  if (!ready) throw new Error(`${what} can only be used after app is ready`)
}
const needUnready = (what: string) => {
  if (ready) throw new Error(`${what} must be called before app is ready`)
}

/** An event that remembers whether it was prevented. */
export function createEvent(more: Json = {}) {
  const event = {
    ...more,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}

class App extends EventEmitter {
  isPackaged = false
  readonly paths: Record<string, string> = { home: homedir() }
  readonly commandLine = { hasSwitch: (name: string) => process.argv.some((arg) => arg.split('=')[0] === `--${name}`) }
  isOnlyInstance = true

  getPath(name: string): string {
    const path = this.paths[name]
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }
  setPath(name: string, path: string): void {
    this.paths[name] = path
  }
  getVersion = (): string => '0.0.0-test'
  getLocale = (): string => 'en-GB'
  enableSandbox(): void {
    needUnready('app.enableSandbox')
    seen.sandboxed = true
  }
  requestSingleInstanceLock = (): boolean => this.isOnlyInstance
  async whenReady(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    ready = true
  }
  readonly badges: number[] = []
  setBadgeCount(count: number): boolean {
    this.badges.push(count)
    return true
  }
  quit(): void {
    for (const window of BrowserWindow.getAllWindows()) window.close()
    const event = createEvent()
    this.emit('will-quit', event)
    if (!event.defaultPrevented) this.exit(0)
  }
  exit(code: number): void {
    seen.exitCodes.push(code)
    this.emit('quit', {}, code)
  }
}
export const app = new App()

export const ipcMain = new EventEmitter()

export interface Frame {
  origin: string
  parent: Frame | null
  detached: boolean
}

export class WebContents extends EventEmitter {
  readonly sent: string[] = []
  readonly mainFrame: Frame = { origin: 'null', parent: null, detached: false }
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  private destroyed = false

  send(channel: string, text: string): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed')
    if (channel === 'desk') this.sent.push(text)
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
  isDestroyed = (): boolean => this.destroyed
  destroy(): void {
    this.destroyed = true
    this.emit('destroyed')
  }
}

export class BrowserWindow extends EventEmitter {
  static getAllWindows = (): BrowserWindow[] => seen.windows.filter((window) => !window.isDestroyed())
  readonly webContents = new WebContents()
  readonly calls: string[] = []
  bounds = { x: 10, y: 20, width: 1280, height: 800 }
  readonly options: Json & { webPreferences: Json }

  constructor(options: Json & { webPreferences: Json }) {
    super()
    needReady('BrowserWindow')
    this.options = options
    seen.windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string): Promise<void> {
    const { protocol, host } = new URL(url)
    const handler = seen.handlers.get(protocol.slice(0, -1))
    const answer = await handler?.(new Request(url))
    if (!answer?.ok) throw new Error(`ERR_FAILED (-2) loading '${url}'`)
    this.webContents.mainFrame.origin = `${protocol}//${host}`
    this.webContents.emit('did-navigate', {}, url)
    this.emit('ready-to-show')
  }
  getNormalBounds = () => this.bounds
  isMaximized = (): boolean => this.calls.includes('maximize')
  isMinimized = (): boolean => this.calls.at(-1) === 'minimize'
  isDestroyed = (): boolean => this.webContents.isDestroyed()
  show = () => void this.calls.push('show')
  focus = () => void this.calls.push('focus')
  restore = () => void this.calls.push('restore')
  maximize = () => void this.calls.push('maximize')
  minimize = () => void this.calls.push('minimize')
  reload = () => void this.calls.push('reload')
  setOverlayIcon = (icon: unknown) => void this.calls.push(icon ? 'overlay' : 'no overlay')
  close(): void {
    this.emit('close', createEvent())
    this.webContents.destroy()
    if (BrowserWindow.getAllWindows().length === 0) app.emit('window-all-closed')
  }
}

/** Plays the page in a window: what its preload would send, from its main frame unless told otherwise. */
export function pageOf(contents: WebContents) {
  return {
    say: (message: unknown, frame: Frame | null = contents.mainFrame) =>
      ipcMain.emit('desk', { sender: contents, senderFrame: frame }, message),
  }
}

export const protocol = {
  registerSchemesAsPrivileged(schemes: { scheme: string; privileges: Json }[]): void {
    needUnready('protocol.registerSchemesAsPrivileged')
    seen.schemes.push(...schemes)
  },
  handle(scheme: string, handler: Handler): void {
    needReady('protocol.handle')
    seen.handlers.set(scheme, handler)
  },
}

const noPermission = () => undefined
export const session = {
  get defaultSession() {
    needReady('session.defaultSession')
    return {
      setPermissionRequestHandler: noPermission,
      setPermissionCheckHandler: noPermission,
      setDevicePermissionHandler: noPermission,
    }
  },
}

export const shell = { openExternal: async (url: string) => void seen.opened.push(url) }
export const dialog = { showErrorBox: (title: string, text: string) => void seen.errorBoxes.push(`${title}: ${text}`) }
export const nativeTheme = { shouldUseDarkColors: true }
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] }
export const Menu = {
  buildFromTemplate: (template: Json[]) => template,
  setApplicationMenu: (menu: Json[]) => void seen.menus.push(menu),
}

export class Notification extends EventEmitter {
  static isSupported = (): boolean => true
  readonly options: { title: string; body: string }

  constructor(options: { title: string; body: string }) {
    super()
    this.options = options
  }
  show(): void {
    needReady('Notification')
    seen.notifications.push(this)
  }
}

/** Seals by turning the text round, under the prefix a Linux keychain gives. */
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text: string) => Buffer.from(`v11${[...text].reverse().join('')}`),
  decryptStringAsync: async (sealed: Buffer) => ({
    result: [...sealed.toString().slice(3)].reverse().join(''),
    shouldReEncrypt: false,
  }),
  getSelectedStorageBackend: () => 'gnome_libsecret',
}

/** For tests that start from the ready state. */
export function becomeReady(): void {
  ready = true
}

export default { app, ipcMain, shell }

export const nativeImage = { createFromBitmap: (pixels: Buffer, size: object) => ({ pixels, size }) }
