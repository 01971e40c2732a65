import { beforeEach, describe, expect, it, vi } from 'vitest'
import { maxMessageBytes, type Port } from '../../../src-main/contract/wire.ts'
import { closeStoreDoor, openDoor } from '../../../src-main/hosts/electron/ipc-port.ts'
import { type Frame, ipcMain, pageOf, WebContents } from '../../fakes/electron.ts'
import { createRecordedLog } from '../../fakes/log.ts'

vi.mock('electron', () => import('../../fakes/electron.ts'))

const origin = 'app://desk'
let contents: WebContents
let ports: Port[]
let heard: string[]
let log: ReturnType<typeof createRecordedLog>

beforeEach(() => {
  ipcMain.removeAllListeners()
  contents = new WebContents()
  contents.mainFrame.origin = origin
  ports = []
  heard = []
  log = createRecordedLog()
  const onPort = (port: Port) => {
    ports.push(port)
    port.onText((text) => heard.push(text))
  }
  openDoor(contents as never, { origin, log, onPort })
})

const frame = (more: Partial<Frame> = {}): Frame => ({ origin, parent: null, detached: false, ...more })

describe('the one door (E2)', () => {
  it('lets the page’s own texts through and carries the answers back', async () => {
    pageOf(contents).say('{"id":1}')
    expect(heard).toEqual(['{"id":1}'])
    await ports[0]?.send('answer')
    expect(contents.sent).toEqual(['answer'])
  })

  it.each<[string, unknown, Frame | null]>([
    ['a frame that is gone', 'x', null],
    ['a frame that was replaced', 'x', frame({ detached: true })],
    ['a frame inside the page', 'x', frame({ parent: frame() })],
    ['another site', 'x', frame({ origin: 'https://evil.example' })],
    ['an origin that begins like ours', 'x', frame({ origin: 'app://desk.evil' })],
    ['another host of the scheme', 'x', frame({ origin: 'app://desks' })],
    ['a file', 'x', frame({ origin: 'file://' })],
    ['an opaque origin', 'x', frame({ origin: 'null' })],
    ['something that is no text', { id: 1 }, frame()],
    ['a text that is too large', 'x'.repeat(maxMessageBytes + 1), frame()],
    ['a text that is too large in bytes only', '界'.repeat(maxMessageBytes / 2), frame()],
  ])('is closed to %s, and says so in the log without the text', (_name, message, from) => {
    pageOf(contents).say(message, from)
    expect(heard).toEqual([])
    expect(ports).toEqual([])
    expect(log.lines.map(({ level }) => level)).toEqual(['warn'])
    expect(JSON.stringify(log.lines).length).toBeLessThan(500)
  })

  it('does not hear other windows', () => {
    const other = new WebContents()
    other.mainFrame.origin = origin
    pageOf(other).say('x')
    expect(heard).toEqual([])
  })

  it('takes a text of exactly the limit', () => {
    pageOf(contents).say('x'.repeat(maxMessageBytes))
    expect(heard.map((text) => text.length)).toEqual([maxMessageBytes])
  })

  it('opens one port per page load: a reload closes the old one', () => {
    const closed = vi.fn()
    pageOf(contents).say('first page')
    pageOf(contents).say('again')
    ports[0]?.onClose(closed)
    expect(ports.length).toBe(1)
    contents.emit('did-navigate', {}, `${origin}/`)
    expect(closed).toHaveBeenCalledOnce()
    pageOf(contents).say('second page')
    expect(ports.length).toBe(2)
    void ports[0]?.send('late answer for the first page')
    void ports[1]?.send('answer')
    expect(contents.sent).toEqual(['answer'])
  })

  it.each(['render-process-gone', 'destroyed'])('closes the port when the page ends by %s', (event) => {
    const closed = vi.fn()
    pageOf(contents).say('hello')
    ports[0]?.onClose(closed)
    if (event === 'destroyed') contents.destroy()
    else contents.emit(event, {}, { reason: 'crashed' })
    expect(closed).toHaveBeenCalledOnce()
    void ports[0]?.send('into nothing')
    expect(contents.sent).toEqual([])
  })

  it('is taken away with its window', () => {
    contents.destroy()
    expect(ipcMain.listenerCount('desk')).toBe(0)
  })

  it('is the only one: electron-store’s own is closed', () => {
    ipcMain.on('electron-store-get-data', () => undefined)
    closeStoreDoor()
    expect(ipcMain.eventNames()).toEqual(['desk'])
  })
})
