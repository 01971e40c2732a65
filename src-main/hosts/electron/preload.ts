/** All the page gets of Electron: texts out, texts in. It never sees an event object. Never changes. */
import { contextBridge, ipcRenderer } from 'electron'

contextBridge.exposeInMainWorld('desk', {
  send: (text: string): void => ipcRenderer.send('desk', text),
  onText: (listener: (text: string) => void): void => {
    ipcRenderer.on('desk', (_event, text: string) => listener(text))
  },
})
