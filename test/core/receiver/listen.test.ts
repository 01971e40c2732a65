import { createServer as createHttpServer } from 'node:http'
import { connect, Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { listenOn } from '../../../src-main/core/receiver/listen.ts'

const isLinux = process.platform === 'linux'

async function open(addresses: string[], port = 0) {
  const server = createHttpServer((_request, response) => response.end('here'))
  onTestFinished(() => void server.close())
  const listening = await listenOn(server, port, addresses)
  onTestFinished(listening.close)
  const missing = await listening.complete()
  return { ...listening, missing }
}

/** On the network, as far as it has one. */
const ownAddresses = () =>
  Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).flatMap(({ internal, family, address }) => (internal || family !== 'IPv4' ? [] : [address])),
  )

const answers = (address: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, address)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

// Linux answers on all of 127.0.0.0/8, so its second address stands for one of a network.
describe.skipIf(!isLinux)('the receiver’s port', () => {
  it('is open on loopback only', async () => {
    const { port } = await open([])
    expect([await answers('127.0.0.1', port), await answers('127.0.0.2', port)]).toEqual([true, false])
  })

  it('is open on one address more, through the same server', async () => {
    const { port } = await open(['127.0.0.2', '127.0.0.1', '127.0.0.2'])
    expect([await answers('127.0.0.1', port), await answers('127.0.0.3', port)]).toEqual([true, false])
    expect(await (await fetch(`http://127.0.0.2:${port}/`)).text()).toBe('here')
  })

  it('loses nothing but connections when the machine runs out of handles', async () => {
    const listened = vi.spyOn(Server.prototype, 'listen')
    onTestFinished(() => listened.mockRestore())
    const server = createHttpServer()
    const failed = vi.fn()
    server.on('error', failed)
    onTestFinished(() => void server.close())
    const listening = await listenOn(server, 0, ['127.0.0.2'])
    onTestFinished(listening.close)
    await listening.complete()
    const error = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' })
    for (const each of listened.mock.contexts) (each as Server).emit('error', error)
    expect(failed.mock.calls).toEqual([[error], [error]])
  })

  it('is open on every address', async () => {
    const { port } = await open(['0.0.0.0', '127.0.0.2'])
    expect([await answers('127.0.0.1', port), await answers('127.0.0.3', port)]).toEqual([true, true])
  })

  it('is open although an address is not there, and says which', async () => {
    const { port, missing, complete } = await open(['192.0.2.1', '127.0.0.2'])
    expect(missing).toMatchObject({ code: 'receiver.bindUnavailable', params: { address: '192.0.2.1' } })
    expect(await answers('127.0.0.1', port)).toBe(true)
    expect((await complete())?.code).toBe('receiver.bindUnavailable')
  })

  it('says that another program has it', async () => {
    const { port } = await open([])
    await expect(open([], port)).rejects.toMatchObject({ code: 'receiver.portTaken', params: { port } })
  })

  it('is open at one address more for a while', async () => {
    const { port, also } = await open([])
    const door = await also('127.0.0.2')
    expect([await answers('127.0.0.2', port), await answers('127.0.0.3', port)]).toEqual([true, false])
    door.close()
    expect([await answers('127.0.0.1', port), await answers('127.0.0.2', port)]).toEqual([true, false])
    await expect(also('192.0.2.1')).rejects.toMatchObject({ code: 'receiver.bindUnavailable' })
  })

  it('keeps an address it holds anyway when somebody has borrowed it', async () => {
    const { port, also } = await open(['127.0.0.2'])
    for (const address of ['127.0.0.1', '127.0.0.2']) (await also(address)).close()
    expect([await answers('127.0.0.1', port), await answers('127.0.0.2', port)]).toEqual([true, true])
  })

  it('keeps an address for as long as anybody holds it, whoever came first', async () => {
    const server = createHttpServer()
    onTestFinished(() => void server.close())
    const listening = await listenOn(server, 0, ['127.0.0.2'])
    onTestFinished(listening.close)
    const [door, missing] = await Promise.all([listening.also('127.0.0.2'), listening.complete()])
    expect(missing).toBeNull()
    const other = await listening.also('127.0.0.3')
    const second = await listening.also('127.0.0.3')
    door.close()
    other.close()
    const reached = () => Promise.all(['127.0.0.2', '127.0.0.3'].map((each) => answers(each, listening.port)))
    expect(await reached()).toEqual([true, true])
    second.close()
    expect(await reached()).toEqual([true, false])
  })

  it('opens nothing more once it is closed', async () => {
    const server = createHttpServer()
    onTestFinished(() => void server.close())
    const listening = await listenOn(server, 0, [])
    const late = listening.also('127.0.0.2')
    listening.close()
    await late
    expect(await answers('127.0.0.2', listening.port)).toBe(false)
  })

  it('is open at every address of the machine for a while', async () => {
    const { port, also } = await open([])
    const door = await also('0.0.0.0')
    expect(await Promise.all(ownAddresses().map((address) => answers(address, port)))).not.toContain(false)
    door.close()
    expect(await Promise.all(ownAddresses().map((address) => answers(address, port)))).not.toContain(true)
  })
})
