import { beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type Handlers, procedure, type Role, stream } from '../../src-main/contract/define.ts'
import { AppError } from '../../src-main/contract/errors.ts'
import { maxMessageBytes, type ToClient } from '../../src-main/contract/wire.ts'
import { serve } from '../../src-main/core/serve.ts'
import { createRecordedLog } from '../fakes/log.ts'
import { createPortPair, type PortEnd } from '../fakes/port-pair.ts'

const contract = {
  sums: {
    add: procedure(z.strictObject({ a: z.number(), b: z.number() }), z.number(), { role: 'viewer' }),
    fail: procedure(z.strictObject({ how: z.string() }), z.object({}), { role: 'viewer' }),
    wait: procedure(z.strictObject({}), z.object({}), { role: 'viewer' }),
    erase: procedure(z.strictObject({}), z.object({}), { role: 'operator' }),
    count: stream(z.strictObject({ to: z.number() }), z.number(), { role: 'viewer' }),
  },
}

let client: PortEnd
let heard: ToClient[]
let stopped: string[]
const log = createRecordedLog()

const handlers: Handlers<typeof contract> = {
  sums: {
    add: async ({ a, b }) => a + b,
    fail: async ({ how }) => {
      if (how === 'expected') throw new AppError('template.bound', { params: { count: 2 } })
      if (how === 'no space') throw Object.assign(new Error('write'), { code: 'ENOSPC' })
      if (how === 'no page') throw Object.assign(new Error('full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })
      throw new Error('the password is hunter2')
    },
    wait: (_input, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped.push('wait')
          reject(new AppError('call.cancelled'))
        })
      }),
    erase: async () => ({}),
    async *count({ to }, { signal }) {
      try {
        for (let n = 1; n <= to && !signal.aborted; n++) {
          await new Promise((resolve) => setImmediate(resolve))
          yield n
        }
      } finally {
        stopped.push('count')
      }
    },
  },
}

function start(role: Role = 'operator') {
  const [server, other] = createPortPair()
  serve(contract, handlers, server, { role, log })
  client = other
  heard = []
  client.onText((text) => heard.push(JSON.parse(text) as ToClient))
}

const ask = (id: number, call: string, input?: unknown) => client.send(JSON.stringify({ id, call, input }))
const answer = (id: number) => vi.waitFor(() => expect(heard.find((each) => each.id === id)).toBeDefined())
const errorOf = (id: number) => {
  const message = heard.find((each) => each.id === id)
  return message && 'error' in message ? message.error : undefined
}

beforeEach(() => {
  stopped = []
  log.lines.length = 0
  start()
})

describe('serve', () => {
  it('answers a procedure under the id of the call', async () => {
    ask(7, 'sums.add', { a: 2, b: 3 })
    await answer(7)
    expect(heard).toEqual([{ id: 7, result: 5 }])
  })

  it('sends the items of a stream, then its end', async () => {
    ask(1, 'sums.count', { to: 3 })
    await vi.waitFor(() => expect(heard).toHaveLength(4))
    expect(heard).toEqual([
      { id: 1, item: 1 },
      { id: 1, item: 2 },
      { id: 1, item: 3 },
      { id: 1, end: true },
    ])
  })

  it.each(['sums.nothing', 'nothing.add', 'sums', 'sums.add.more', 'sums.constructor', '__proto__.toString'])(
    'refuses the unknown call %s',
    async (name) => {
      ask(1, name, {})
      await answer(1)
      expect(errorOf(1)?.code).toBe('call.unknown')
    },
  )

  it('names the fields of a wrong input', async () => {
    ask(1, 'sums.add', { a: '2', b: 3 })
    await answer(1)
    expect(errorOf(1)).toMatchObject({ code: 'call.input', details: { action: 'sums.add', fields: [{ path: 'a' }] } })
  })

  it('refuses a call above the role of the client', async () => {
    start('moderator')
    ask(1, 'sums.erase')
    await answer(1)
    expect(errorOf(1)).toMatchObject({ code: 'call.role', params: { needed: 'operator' } })
  })

  it('passes expected errors on as they are', async () => {
    ask(1, 'sums.fail', { how: 'expected' })
    await answer(1)
    expect(errorOf(1)).toEqual({ code: 'template.bound', params: { count: 2 }, details: {} })
  })

  it.each(['no space', 'no page'])('calls a full disk by its name wherever it was met: %s', async (how) => {
    ask(1, 'sums.fail', { how })
    await answer(1)
    expect(errorOf(1)).toEqual({ code: 'store.full', details: { action: 'sums.fail' } })
  })

  it('hides the text of a bug from the client and writes it to the log', async () => {
    ask(1, 'sums.fail', { how: 'unexpected' })
    await answer(1)
    expect(errorOf(1)).toEqual({ code: 'internal', details: { action: 'sums.fail' } })
    expect(log.lines).toMatchObject([{ level: 'error', facts: { call: 'sums.fail' } }])
  })

  it('aborts a call that the client stops, and says nothing more about it', async () => {
    ask(1, 'sums.wait')
    client.send(JSON.stringify({ id: 1, stop: true }))
    await vi.waitFor(() => expect(stopped).toEqual(['wait']))
    ask(2, 'sums.add', { a: 1, b: 1 })
    await answer(2)
    expect(heard).toEqual([{ id: 2, result: 2 }])
  })

  it('aborts everything when the client goes away', async () => {
    ask(1, 'sums.wait')
    ask(2, 'sums.count', { to: 1e9 })
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(2))
    client.close()
    await vi.waitFor(() => expect(stopped.toSorted()).toEqual(['count', 'wait']))
  })

  it.each([
    ['no JSON', '{'],
    ['no message', '{"id":"x"}'],
    ['an unknown field', '{"id":1,"call":"sums.add","evil":1}'],
    ['too much', JSON.stringify({ id: 1, call: 'sums.add', input: 'x'.repeat(maxMessageBytes) })],
  ])('drops %s and goes on', async (_what, text) => {
    client.send(text)
    ask(2, 'sums.add', { a: 1, b: 1 })
    await answer(2)
    expect(heard).toEqual([{ id: 2, result: 2 }])
    expect(log.lines).toMatchObject([{ level: 'warn' }])
  })

  it('refuses more than 200 calls under way at once', async () => {
    for (let id = 0; id < 201; id++) ask(id, 'sums.wait')
    await answer(200)
    expect(errorOf(200)?.code).toBe('call.input')
    expect(heard).toHaveLength(1)
  })

  it('waits for a slow client before it takes the next item of a stream', async () => {
    let release: () => void = () => undefined
    const sent: string[] = []
    const slow = {
      send(text: string) {
        sent.push(text)
        return new Promise<void>((resolve) => {
          release = resolve
        })
      },
      onText: (listener: (text: string) => void) =>
        listener(JSON.stringify({ id: 1, call: 'sums.count', input: { to: 2 } })),
      onClose: () => undefined,
    }
    serve(contract, handlers, slow, { role: 'viewer', log })
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    await new Promise((resolve) => setImmediate(resolve))
    expect(sent).toHaveLength(1)
    release()
    await vi.waitFor(() => expect(sent).toHaveLength(2))
  })
})
