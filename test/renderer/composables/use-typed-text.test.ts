import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { typingMs, useTypedText } from '../../../src-renderer/composables/use-typed-text.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A field over an address that follows what is asked for, as a route does: a moment later. */
function create() {
  const address = ref('')
  const asked: string[] = []
  const scope = effectScope()
  const text = scope.run(() =>
    useTypedText(
      () => address.value,
      (next) => asked.push(next),
    ),
  )
  if (!text) throw new Error('no scope')
  const type = async (next: string) => {
    text.value = next
    await nextTick()
  }
  return { address, asked, scope, text, type }
}

it('asks once the typing rests', async () => {
  const { asked, type } = create()
  await type('a')
  vi.advanceTimersByTime(typingMs - 1)
  await type('ab')
  vi.advanceTimersByTime(typingMs)
  expect(asked).toEqual(['ab'])
})

it('keeps the letters typed while the address was still changing', async () => {
  const { address, asked, text, type } = create()
  await type('ab')
  vi.advanceTimersByTime(typingMs)
  await type('abc')
  address.value = 'ab'
  await nextTick()
  expect(text.value).toBe('abc')
  vi.advanceTimersByTime(typingMs)
  expect(asked).toEqual(['ab', 'abc'])
})

it('follows the address when that changes by itself', async () => {
  const { address, asked, text } = create()
  address.value = 'type:317'
  await nextTick()
  expect(text.value).toBe('type:317')
  vi.advanceTimersByTime(typingMs)
  expect(asked).toEqual([])
})

it('asks nothing of a page that was left', async () => {
  const { asked, scope, type } = create()
  await type('a')
  scope.stop()
  vi.advanceTimersByTime(typingMs)
  expect(asked).toEqual([])
})
