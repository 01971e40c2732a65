/** Opens the receiver's port: on loopback always, since tunnels lead there, and wherever else the person wants it. */
import type { Server } from 'node:http'
import { type AddressInfo, createServer, type Server as NetServer } from 'node:net'
import { AppError } from '../../contract/errors.ts'

export interface Listening {
  readonly port: number
  close(): void
}

const everything = ['0.0.0.0', '::']

/**
 * `addresses` beside 127.0.0.1; 0.0.0.0 and :: hold it already. All of them share the one server with its limits.
 * Throws `receiver.portTaken`, or `receiver.bindUnavailable` for an address that this machine does not have.
 */
export async function listenOn(server: Server, port: number, addresses: readonly string[]): Promise<Listening> {
  const whole = everything.find((address) => addresses.includes(address))
  const given = await open(server, port, whole ?? '127.0.0.1')
  const others: NetServer[] = []
  const close = () => {
    for (const other of others) other.close()
  }
  try {
    for (const address of whole ? [] : new Set(addresses.filter((each) => each !== '127.0.0.1'))) {
      const other = createServer((socket) => server.emit('connection', socket))
      other.maxConnections = server.maxConnections
      await open(other, given, address)
      others.push(other)
    }
  } catch (error) {
    close()
    server.close()
    throw error
  }
  return { port: given, close }
}

function open(server: Server | NetServer, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(translate(error, port, address))
    server.once('error', fail)
    server.listen(port, address, () => {
      server.removeListener('error', fail)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function translate(error: NodeJS.ErrnoException, port: number, address: string): unknown {
  if (error.code === 'EADDRINUSE' || error.code === 'EACCES')
    return new AppError('receiver.portTaken', { params: { port }, cause: error })
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT')
    return new AppError('receiver.bindUnavailable', { params: { address }, cause: error })
  return error
}
