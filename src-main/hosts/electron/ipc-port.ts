/**
 * The one door between the page and main (security E2). Every message is looked at before it is read: from
 * the window's own page, its main frame, its exact origin, a text of a size that makes sense. What comes
 * through is a Port for `serve`, a new one for every page load. Nothing else in the house uses `ipcMain`.
 */
import { type IpcMainEvent, ipcMain, type WebContents } from 'electron'
import { maxMessageBytes, type Port } from '../../contract/wire.ts'
import type { Log } from '../../core/log.ts'

/** Also spelt out in preload.ts, which must stand alone. */
const channel = 'desk'

interface Door {
  /** The only origin that is heard, e.g. app://desk */
  readonly origin: string
  readonly log: Log
  onPort(port: Port): void
}

export function openDoor(contents: WebContents, { origin, log, onPort }: Door): void {
  let page: PagePort | null = null
  const hear = (event: IpcMainEvent, text: unknown) => {
    if (event.sender !== contents) return
    const reason = refusal(event, text, origin)
    if (reason !== null) return log.warn('a message at the door was refused', { reason })
    if (page === null) {
      page = createPagePort(contents)
      onPort(page.port)
    }
    page.hear(text as string)
  }
  const leave = () => {
    page?.close()
    page = null
  }
  ipcMain.on(channel, hear)
  contents.on('did-navigate', leave)
  contents.on('render-process-gone', leave)
  contents.once('destroyed', () => {
    leave()
    ipcMain.off(channel, hear)
  })
}

function refusal({ senderFrame }: IpcMainEvent, text: unknown, origin: string): string | null {
  if (senderFrame === null || senderFrame.detached) return 'its frame is gone'
  if (senderFrame.parent !== null) return 'it is not from the main frame'
  if (senderFrame.origin !== origin) return 'it is from another origin'
  if (typeof text !== 'string') return 'it is no text'
  if (text.length > maxMessageBytes || Buffer.byteLength(text) > maxMessageBytes) return 'it is too large'
  return null
}

interface PagePort {
  readonly port: Port
  hear(text: string): void
  close(): void
}

function createPagePort(contents: WebContents): PagePort {
  const heard: ((text: string) => void)[] = []
  const closed: (() => void)[] = []
  let open = true
  return {
    port: {
      send(text) {
        if (open && !contents.isDestroyed()) contents.send(channel, text)
      },
      onText: (listener) => void heard.push(listener),
      onClose: (listener) => void closed.push(listener),
    },
    hear(text) {
      for (const listener of heard) listener(text)
    },
    close() {
      open = false
      for (const listener of closed) listener()
    },
  }
}

/** electron-store answers a synchronous message of its own to any page; the desk's page has no use for it. */
export function closeStoreDoor(): void {
  ipcMain.removeAllListeners('electron-store-get-data')
}
