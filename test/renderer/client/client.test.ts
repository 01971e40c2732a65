import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type Handlers, procedure, stream } from '../../../src-main/contract/define.ts'
import { AppError } from '../../../src-main/contract/errors.ts'
import { serve } from '../../../src-main/core/serve.ts'
import { type Connection, type ConnectionState, connect } from '../../../src-renderer/client/client.ts'
import { createRecordedLog } from '../../fakes/log.ts'
import { createPortPair, type PortEnd } from '../../fakes/port-pair.ts'

const contract = {
  sums: {
    add: procedure(z.strictObject({ a: z.number(), b: z.number() }), z.number(), { role: 'viewer' }),
    fail: procedure(z.strictObject({}), z.object({}), { role: 'viewer' }),
    wait: procedure(z.strictObject({}), z.object({}), { role: 'viewer' }),
    from: stream(z.strictObject({ start: z.number() }), z.number(), { role: 'viewer' }),
  },
}

let stopped: number[]
const handlers: Handlers<typeof contract> = {
  sums: {
    add: async ({ a, b }) => a + b,
    fail: async () => {
      throw new AppError('template.limit', { params: { limit: 50 } })
    },
    wait: () => new Promise(() => undefined),
    async *from({ start }, { signal }) {
      yield start
      yield start + 1
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      stopped.push(start)
    },
  },
}

let server: PortEnd | null
let refusals: number
let connection: Connection<typeof contract>

beforeEach(() => {
  vi.useFakeTimers()
  stopped = []
  refusals = 0
  connection = connect<typeof contract>(async () => {
    if (refusals-- > 0) throw new Error('not now')
    const [near, far] = createPortPair()
    serve(contract, handlers, far, { role: 'operator', log: createRecordedLog() })
    server = far
    return near
  })
})
afterEach(() => vi.useRealTimers())

const settle = () => vi.advanceTimersByTimeAsync(0)

describe('the client', () => {
  it('answers a procedure, also one asked before the connection stands', async () => {
    await expect(connection.client.sums.add({ a: 1, b: 2 })).resolves.toBe(3)
  })

  it('throws the error of the desk with its code and parameters', async () => {
    const error = await connection.client.sums.fail({}).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'template.limit', params: { limit: 50 } })
  })

  it('cancels a procedure on request and tells the desk', async () => {
    const controller = new AbortController()
    const answer = connection.client.sums.wait({}, { signal: controller.signal })
    await settle()
    controller.abort()
    await expect(answer).rejects.toMatchObject({ code: 'call.cancelled' })
  })

  it('delivers a stream until it is stopped, and stops it on the other side', async () => {
    const items: number[] = []
    const stop = connection.client.sums.from({ start: 5 }, { onItem: (item) => items.push(item) })
    await settle()
    stop()
    await settle()
    expect(items).toEqual([5, 6])
    expect(stopped).toEqual([5])
  })

  it('fails the procedures under way when the connection is lost', async () => {
    const answer = connection.client.sums.wait({})
    const failed = expect(answer).rejects.toMatchObject({ code: 'connection.lost' })
    await settle()
    server?.close()
    await failed
  })

  it('starts a stream again after a lost connection, from where it says', async () => {
    const items: number[] = []
    connection.client.sums.from(
      { start: 1 },
      { onItem: (item) => items.push(item), resume: () => ({ start: (items.at(-1) ?? 0) + 1 }) },
    )
    await settle()
    server?.close()
    await settle()
    expect(items).toEqual([1, 2, 3, 4])
  })

  it('keeps trying with growing pauses and says whether it is online', async () => {
    const states: ConnectionState[] = []
    await settle()
    connection.onState((state) => states.push(state))
    refusals = 3
    server?.close()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(states).toEqual(['offline', 'online'])
    expect(connection.state).toBe('online')
    await expect(connection.client.sums.add({ a: 1, b: 1 })).resolves.toBe(2)
  })
})
