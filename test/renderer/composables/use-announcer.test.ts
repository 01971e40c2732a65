import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { type Announcer, useAnnouncer } from '../../../src-renderer/composables/use-announcer.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const create = (): Announcer => effectScope().run(() => useAnnouncer()) as Announcer

it('says the first sentence at once', () => {
  const { text, say } = create()
  say('1 new case')
  expect(text.value).toBe('1 new case')
})

it('says one sentence in five seconds, and of many the newest', () => {
  const { text, say } = create()
  say('1 new case')
  say('2 new cases')
  vi.advanceTimersByTime(3000)
  say('3 new cases')
  expect(text.value).toBe('1 new case')
  vi.advanceTimersByTime(2000)
  expect(text.value).toBe('3 new cases')
  vi.advanceTimersByTime(60_000)
  expect(text.value).toBe('3 new cases')
})
