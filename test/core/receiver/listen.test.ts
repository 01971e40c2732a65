import { createServer } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listenOn } from '../../../src-main/core/receiver/listen.ts'

const isLinux = process.platform === 'linux'

async function open(addresses: string[], port = 0) {
  const server = createServer((_request, response) => response.end('here'))
  onTestFinished(() => void server.close())
  const listening = await listenOn(server, port, addresses)
  onTestFinished(listening.close)
  return listening.port
}

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
    const port = await open([])
    expect([await answers('127.0.0.1', port), await answers('127.0.0.2', port)]).toEqual([true, false])
  })

  it('is open on one address more, through the same server', async () => {
    const port = await open(['127.0.0.2', '127.0.0.1', '127.0.0.2'])
    expect([await answers('127.0.0.1', port), await answers('127.0.0.3', port)]).toEqual([true, false])
    expect(await (await fetch(`http://127.0.0.2:${port}/`)).text()).toBe('here')
  })

  it('is open on every address', async () => {
    const port = await open(['0.0.0.0', '127.0.0.2'])
    expect([await answers('127.0.0.1', port), await answers('127.0.0.3', port)]).toEqual([true, true])
  })

  it('says which address this machine does not have, and leaves nothing open', async () => {
    const port = await open([])
    await expect(open(['192.0.2.1'])).rejects.toMatchObject({
      code: 'receiver.bindUnavailable',
      params: { address: '192.0.2.1' },
    })
    await expect(open([], port)).rejects.toMatchObject({ code: 'receiver.portTaken', params: { port } })
  })
})
