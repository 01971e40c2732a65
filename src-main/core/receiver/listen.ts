/** Opens the receiver's port: on loopback always, since tunnels lead there, and wherever else the person wants it. */
import type { Server } from 'node:http'
import { type AddressInfo, createServer, isIPv4, type Server as NetServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { AppError } from '../../contract/errors.ts'
import { createTurns } from '../in-turn.ts'

export interface Listening {
  readonly port: number
  /** Listens at what was wanted and could not be had so far; why not, null once all of it is there. */
  complete(): Promise<AppError | null>
  /** Listens at one more address until that is closed. Throws `receiver.bindUnavailable` or `receiver.portTaken`. */
  also(address: string): Promise<{ close(): void }>
  close(): void
}

/** The second holds IPv4 too. */
const everything = ['::', '0.0.0.0']

/**
 * `addresses` beside 127.0.0.1; 0.0.0.0 and :: hold it already. All of them share the one server with its limits.
 * Throws `receiver.portTaken`. An address that this machine does not have, or not yet, leaves the others alone.
 */
export async function listenOn(server: Server, port: number, addresses: readonly string[]): Promise<Listening> {
  const whole = everything.find((address) => addresses.includes(address)) ?? null
  const given = await open(server, port, whole ?? '127.0.0.1')
  /** How many hold an address open; the last one to let go closes it. */
  const others = new Map<string, { readonly server: NetServer; holders: number }>()
  const wanted = new Set<string>()
  const inTurn = createTurns()
  let isClosed = false
  const isOpenAnyway = (address: string) =>
    address === '127.0.0.1' || whole === '::' || (whole !== null && isIPv4(address))

  const hold = (address: string): Promise<void> =>
    inTurn(address, async () => {
      if (isOpenAnyway(address)) return
      const known = others.get(address)
      if (known) {
        known.holders += 1
        return
      }
      const other = createServer((socket) => server.emit('connection', socket))
      other.maxConnections = server.maxConnections
      await open(other, given, address)
      // As the server itself does: a machine out of handles must not lose its desk over it.
      other.on('error', (error) => server.emit('error', error))
      if (isClosed) other.close()
      else others.set(address, { server: other, holders: 1 })
    })

  function letGo(address: string): void {
    const known = others.get(address)
    if (!known) return
    known.holders -= 1
    if (known.holders > 0) return
    known.server.close()
    others.delete(address)
  }

  return {
    port: given,
    async complete() {
      for (const address of addresses) {
        if (wanted.has(address)) continue
        const problem = await hold(address).then(() => null, asProblem)
        if (problem) return problem
        wanted.add(address)
      }
      return null
    },
    async also(address) {
      const asked = everything.includes(address) ? machineAddresses(address) : [address]
      const tried = await Promise.all(
        asked.map(async (each) => ({ each, problem: await hold(each).then(() => null, asProblem) })),
      )
      const held = tried.filter(({ problem }) => problem === null)
      const [first] = tried
      // Of all addresses of a machine some may be on their way out.
      if (first?.problem && held.length === 0) throw first.problem
      return {
        close() {
          for (const { each } of held.splice(0)) letGo(each)
        },
      }
    },
    close() {
      isClosed = true
      for (const { server: other } of others.values()) other.close()
      others.clear()
    },
  }
}

const asProblem = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('internal', { cause: error })

/** What 0.0.0.0 or :: stands for now; while loopback is held neither can be had as such. */
const machineAddresses = (whole: string): string[] =>
  Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).flatMap(({ internal, family, scopeid, address }) =>
      internal || scopeid || (whole === '0.0.0.0' && family !== 'IPv4') ? [] : [address],
    ),
  )

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
