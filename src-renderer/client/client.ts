/**
 * The typed client of the contract over any Port. It knows no call by name: the contract's types say what
 * exists, and the server refuses what does not. A lost connection fails the procedures under way with
 * `connection.lost` and starts every stream again once connected.
 */
import type { Client, ContractShape, StreamListener } from '../../src-main/contract/define.ts'
import { AppError } from '../../src-main/contract/errors.ts'
import type { Port, ToClient, ToServer } from '../../src-main/contract/wire.ts'

export type ConnectionState = 'connecting' | 'online' | 'offline'

export interface Connection<C extends ContractShape> {
  readonly client: Client<C>
  readonly state: ConnectionState
  onState(listener: (state: ConnectionState) => void): void
}

interface Pending {
  readonly message: { call: string; input: unknown }
  readonly settle: (message: ToClient | null) => void
  readonly stream?: StreamListener<unknown, unknown>
}

const backoffMs = (attempt: number): number => Math.min(10_000, 250 * 2 ** attempt) * (0.75 + Math.random() / 2)

export function connect<C extends ContractShape>(open: () => Promise<Port>): Connection<C> {
  const pending = new Map<number, Pending>()
  const listeners = new Set<(state: ConnectionState) => void>()
  let port: Port | null = null
  let state: ConnectionState = 'connecting'
  let nextId = 1

  const setState = (next: ConnectionState) => {
    if (next === state) return
    state = next
    for (const listener of listeners) listener(next)
  }
  const post = (message: ToServer) => void port?.send(JSON.stringify(message))

  const receive = (text: string) => {
    const message = JSON.parse(text) as ToClient
    const call = pending.get(message.id)
    if (!call) return
    if (!('item' in message)) pending.delete(message.id)
    call.settle(message)
  }

  const closed = () => {
    port = null
    setState('offline')
    for (const [id, call] of pending) {
      if (call.stream) continue
      pending.delete(id)
      call.settle(null)
    }
    void dial(0)
  }

  async function dial(attempt: number): Promise<void> {
    try {
      const opened = await open()
      port = opened
      opened.onText(receive)
      opened.onClose(closed)
      setState('online')
      for (const [id, call] of pending) {
        const input = call.stream?.resume ? call.stream.resume() : call.message.input
        post({ id, call: call.message.call, input })
      }
    } catch {
      setState('offline')
      setTimeout(() => void dial(attempt + 1), backoffMs(attempt))
    }
  }

  const ask = (call: string, input: unknown, signal?: AbortSignal): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = nextId++
      signal?.addEventListener('abort', () => {
        if (!pending.delete(id)) return
        post({ id, stop: true })
        reject(new AppError('call.cancelled'))
      })
      pending.set(id, {
        message: { call, input },
        settle: (message) => {
          if (message === null) reject(new AppError('connection.lost'))
          else if ('error' in message) reject(AppError.fromShape(message.error))
          else if ('result' in message) resolve(message.result)
        },
      })
      // While offline the call waits for the connection; `dial` sends everything pending.
      post({ id, call, input })
    })

  const subscribe = (call: string, input: unknown, listener: StreamListener<unknown, unknown>): (() => void) => {
    const id = nextId++
    pending.set(id, {
      message: { call, input },
      stream: listener,
      settle: (message) => {
        if (message === null) return
        if ('item' in message) listener.onItem(message.item)
        else listener.onEnd?.('error' in message ? AppError.fromShape(message.error) : undefined)
      },
    })
    post({ id, call, input })
    return () => {
      if (pending.delete(id)) post({ id, stop: true })
    }
  }

  const group = (name: string) =>
    new Proxy(
      {},
      {
        get: (_target, verb) => (input: unknown, more?: StreamListener<unknown, unknown> | { signal?: AbortSignal }) =>
          more && 'onItem' in more
            ? subscribe(`${name}.${String(verb)}`, input, more)
            : ask(`${name}.${String(verb)}`, input, more?.signal),
      },
    )

  void dial(0)
  return {
    client: new Proxy({}, { get: (_target, name) => group(String(name)) }) as Client<C>,
    get state() {
      return state
    },
    onState: (listener) => listeners.add(listener),
  }
}
