import { describe, expect, it } from 'vitest'
import { createChanges } from '../../../src-main/core/desk/changes.ts'

describe('the changes', () => {
  it('reach every reader, also what came before it asked for the next', async () => {
    const changes = createChanges()
    const { signal } = new AbortController()
    const readers = [changes.watch(signal), changes.watch(signal)]
    const first = readers.map((reader) => reader.next())
    changes.tell('domains')
    changes.tell('templates')
    expect((await Promise.all(first)).map(({ value }) => value)).toEqual([{ topic: 'domains' }, { topic: 'domains' }])
    const second = readers.map((reader) => reader.next())
    expect((await Promise.all(second)).map(({ value }) => value)).toEqual([
      { topic: 'templates' },
      { topic: 'templates' },
    ])
  })

  it('tell a slow reader once what was said often', async () => {
    const changes = createChanges()
    const reader = changes.watch(new AbortController().signal)
    const first = reader.next()
    changes.tell('activity')
    await first
    for (let count = 0; count < 5; count++) changes.tell('activity', 'bindings')
    expect([(await reader.next()).value, (await reader.next()).value]).toEqual([
      { topic: 'activity' },
      { topic: 'bindings' },
    ])
    const third = reader.next()
    changes.tell('settings')
    expect((await third).value).toEqual({ topic: 'settings' })
  })

  it('end with the reader', async () => {
    const changes = createChanges()
    const controller = new AbortController()
    const waiting = changes.watch(controller.signal).next()
    controller.abort()
    expect((await waiting).done).toBe(true)
  })
})
