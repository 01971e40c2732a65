import { afterEach, expect, it, vi } from 'vitest'
import { type EffectScope, effectScope } from 'vue'
import { useReveal } from '../../../src-renderer/composables/use-reveal.ts'

let scope: EffectScope | null = null
afterEach(() => {
  scope?.stop()
  document.body.innerHTML = ''
})

function create(isPossible = true) {
  const onReveal = vi.fn()
  const labels = { whole: () => 'Show', region: () => 'Show a part' }
  scope = effectScope()
  const made = scope.run(() => useReveal({ isPossible: () => isPossible, labels, onReveal }))
  if (!made) throw new Error('no scope')
  return { ...made, onReveal }
}
const key = (type: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent(type, { key: ' ', bubbles: true, cancelable: true, ...init }))

it('shows the picture while space is held, and counts one look however long', () => {
  const { reveal, onReveal } = create()
  key('keydown')
  key('keydown', { repeat: true })
  expect(reveal.value).toBe('whole')
  key('keyup')
  expect(reveal.value).toBeNull()
  expect(onReveal.mock.calls).toEqual([['whole']])
})

it('shows only a region with shift', () => {
  const { reveal } = create()
  key('keydown', { shiftKey: true })
  expect(reveal.value).toBe('region')
})

it('covers it again when the window is left with the key down', () => {
  const { reveal } = create()
  key('keydown')
  window.dispatchEvent(new Event('blur'))
  expect(reveal.value).toBeNull()
})

it('leaves space to a button that has the focus', () => {
  const { reveal } = create()
  document.body.innerHTML = '<button>Cut</button>'
  key('keydown', {}, document.querySelector('button') as HTMLElement)
  expect(reveal.value).toBeNull()
})

it('shows nothing where there is no picture', () => {
  const { reveal, onReveal } = create(false)
  key('keydown')
  expect(reveal.value).toBeNull()
  expect(onReveal).not.toHaveBeenCalled()
})
