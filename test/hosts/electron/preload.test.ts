import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'

const { exposed, ipcRenderer } = await vi.hoisted(async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  const renderer = Object.assign(new Emitter(), {
    sent: [] as unknown[][],
    send: (...args: unknown[]) => renderer.sent.push(args),
  })
  return { exposed: {} as Record<string, never>, ipcRenderer: renderer }
})
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: never) => Object.assign(exposed, { [name]: api }) },
  ipcRenderer,
}))

interface Bridge {
  send(text: string): void
  onText(listener: (...args: unknown[]) => void): void
}

it('gives the page two functions, and never an event (E2)', async () => {
  await import('../../../src-main/hosts/electron/preload.ts')
  expect(Object.keys(exposed)).toEqual(['desk'])
  const bridge = exposed.desk as unknown as Bridge
  expect(Object.keys(bridge)).toEqual(['send', 'onText'])

  bridge.send('to main')
  expect(ipcRenderer.sent).toEqual([['desk', 'to main']])

  const heard = vi.fn()
  expect(bridge.onText(heard)).toBeUndefined()
  ipcRenderer.emit('desk', new EventEmitter(), 'to the page', 'surplus')
  expect(heard.mock.calls).toEqual([['to the page']])
})
