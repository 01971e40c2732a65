import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createSpeaking, inTheirNames } from '../../../src-main/core/app/speaking.ts'

const signal = new AbortController().signal

function setUp() {
  const speaking = createSpeaking()
  const said: (string | null)[] = []
  const say = () => void said.push(speaking.current())
  const later = async () => {
    await pause(1)
    say()
    return {}
  }
  async function* steps() {
    say()
    yield 1
    await pause(1)
    say()
    yield 2
  }
  const handlers = inTheirNames(
    { group: { later, steps: () => steps(), alone: async () => speaking.alone(later) } } as never,
    (session) => session.toUpperCase(),
    speaking,
  ) as Record<string, Record<string, (input: object, context: object) => unknown>>
  const call = (verb: string, session: string) => handlers.group?.[verb]?.({}, { session, signal })
  return { speaking, said, call }
}

it('knows who has asked, each call its own, and nobody between calls', async () => {
  const { speaking, said, call } = setUp()
  await Promise.all([call('later', 'ann'), call('later', 'bob')])
  expect(said.sort()).toEqual(['ANN', 'BOB'])
  expect(speaking.current()).toBeNull()
})

it('knows it at every step of a stream', async () => {
  const { said, call } = setUp()
  const items: unknown[] = []
  for await (const item of call('steps', 'ann') as AsyncIterable<number>) items.push(item)
  expect(items).toEqual([1, 2])
  expect(said).toEqual(['ANN', 'ANN'])
})

it('puts into nobody’s mouth what goes on by itself', async () => {
  const { said, call } = setUp()
  await call('alone', 'ann')
  expect(said).toEqual([null])
})
