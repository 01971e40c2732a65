/**
 * The two ways to reach the desk. The only file of the renderer that touches the preload's bridge or a
 * WebSocket (a test holds this).
 */
import type { Port } from '../../src-main/contract/wire.ts'
import { leaveIfLoggedOut } from './session.ts'

/** What the preload exposes; see src-main/hosts/electron/preload.ts. */
interface Bridge {
  send(text: string): void
  onText(listener: (text: string) => void): void
}

declare global {
  interface Window {
    readonly desk?: Bridge
  }
}

/** The Electron bridge lives as long as the page, so its port never closes. */
function bridgePort(bridge: Bridge): Port {
  return { send: (text) => bridge.send(text), onText: (listener) => bridge.onText(listener), onClose: () => undefined }
}

function socketPort(): Promise<Port> {
  const url = new URL('/desk', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(url)
  return new Promise((resolve, reject) => {
    socket.onerror = () => {
      void leaveIfLoggedOut()
      reject(new Error('The desk does not answer.'))
    }
    socket.onopen = () =>
      resolve({
        send: (text) => socket.send(text),
        onText: (listener) => socket.addEventListener('message', (event) => listener(String(event.data))),
        onClose: (listener) => socket.addEventListener('close', listener),
      })
  })
}

export const openPort = async (): Promise<Port> => (window.desk ? bridgePort(window.desk) : socketPort())
