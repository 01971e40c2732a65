import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { createListening, type OpenReceiver } from '../../../src-main/core/address/listening.ts'
import { createPaths } from '../../../src-main/core/receiver/paths.ts'
import { startReceiver } from '../../../src-main/core/receiver/receiver.ts'
import { createRecordedLog } from '../../fakes/log.ts'

const log = createRecordedLog()
const paths = createPaths(Buffer.alloc(32, 1))

function create(wantedPort: () => number, start: Partial<OpenReceiver> = {}) {
  const changed = vi.fn()
  const listening = createListening({
    wantedPort,
    start: async (port) => ({
      ...(await startReceiver({ port, hosts: () => [], paths, accept: async () => {}, log })),
      ...start,
    }),
    changed,
    log,
    retryMs: 20,
  })
  onTestFinished(() => listening.close())
  return { listening, changed }
}

async function takePort(): Promise<{ server: Server; port: number }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { server, port: (server.address() as AddressInfo).port }
}

const answers = (url: string | null) =>
  fetch(`${url}${paths.pathFor('abcdefgh', 'heartbeat')}`, { method: 'POST', body: '{"nonce":"n"}' }).then(
    ({ status }) => status,
    () => null,
  )

describe('keeping the receiver up', () => {
  it('listens where the settings say', async () => {
    const { listening, changed } = create(() => 0)
    expect(listening.status()).toEqual({ listening: false, local: null, error: null })
    await listening.restart()
    expect(listening.status()).toMatchObject({ listening: true, error: null })
    expect(await answers(listening.status().local)).toBe(200)
    expect(changed).toHaveBeenCalledTimes(1)
  })

  it('says that the port is taken and listens once it is free', async () => {
    const { server, port } = await takePort()
    const { listening } = create(() => port)
    await listening.restart()
    expect(listening.status()).toMatchObject({
      listening: false,
      error: { code: 'receiver.portTaken', params: { port } },
    })
    expect(listening.port()).toBeNull()
    await new Promise((resolve) => server.close(resolve))
    await vi.waitFor(() => expect(listening.status().listening).toBe(true))
    expect(listening.status().error).toBeNull()
  })

  it('tells of a port that stays taken once, however often it tries', async () => {
    const { server, port } = await takePort()
    let tries = 0
    const { listening, changed } = create(() => {
      tries += 1
      return port
    })
    await listening.restart()
    await vi.waitFor(() => expect(tries).toBeGreaterThan(3))
    expect(changed).toHaveBeenCalledTimes(1)
    await new Promise((resolve) => server.close(resolve))
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2))
    expect(listening.status().listening).toBe(true)
  })

  it('moves when the port changes', async () => {
    let wanted = 0
    const { listening } = create(() => wanted)
    await listening.restart()
    const old = listening.status().local
    const { server, port } = await takePort()
    await new Promise((resolve) => server.close(resolve))
    wanted = port
    await listening.restart()
    expect(listening.port()).toBe(port)
    expect(await answers(listening.status().local)).toBe(200)
    expect(await answers(old)).toBeNull()
  })

  it('listens although an address of this machine is not there, and goes on trying for that', async () => {
    let isThere = false
    const missing = new AppError('receiver.bindUnavailable', { params: { address: '192.0.2.7' } })
    const { listening, changed } = create(() => 0, { complete: async () => (isThere ? null : missing) })
    await listening.restart()
    expect(listening.status()).toMatchObject({ listening: true, error: { code: 'receiver.bindUnavailable' } })
    const { local } = listening.status()
    expect(await answers(local)).toBe(200)
    isThere = true
    await vi.waitFor(() => expect(listening.status().error).toBeNull())
    expect(listening.status().local).toBe(local)
    expect(changed).toHaveBeenCalledTimes(2)
  })

  it('has no door to lend while it does not listen', async () => {
    const { listening } = create(() => 0)
    await expect(listening.also('127.0.0.2')).rejects.toMatchObject({ code: 'tunnel.receiverDown' })
    await listening.restart()
    const door = await listening.also('127.0.0.2')
    expect(await answers(listening.status().local?.replace('127.0.0.1', '127.0.0.2') ?? null)).toBe(404)
    door.close()
  })

  it('stays down once closed', async () => {
    const { listening } = create(() => 0)
    await listening.restart()
    const { local } = listening.status()
    await listening.close()
    await listening.restart()
    expect(listening.status().listening).toBe(false)
    expect(await answers(local)).toBeNull()
  })
})
