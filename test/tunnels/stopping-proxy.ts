/** A TCP proxy that can stop passing anything on without closing anything: what a frozen link looks like. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface StoppingProxy {
  readonly port: number
  stop(): void
  /** New connections pass again; those that were stopped are closed, as a network does that has forgotten them. */
  resume(): void
  close(): void
}

export async function startStoppingProxy(target: number): Promise<StoppingProxy> {
  const pairs = new Set<[Socket, Socket]>()
  let isStopped = false
  const server = createServer((socket) => {
    const onward = connect(target, '127.0.0.1')
    const pair: [Socket, Socket] = [socket, onward]
    pairs.add(pair)
    const end = () => {
      socket.destroy()
      onward.destroy()
      pairs.delete(pair)
    }
    for (const [from, to] of [pair, [onward, socket]] as const) {
      from.on('data', (part) => {
        if (!isStopped) to.write(part)
      })
      from.on('error', () => {})
      from.on('close', () => {
        if (!isStopped) end()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endAll = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
    pairs.clear()
  }
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      isStopped = true
    },
    resume() {
      endAll()
      isStopped = false
    },
    close() {
      endAll()
      server.close()
    },
  }
}
