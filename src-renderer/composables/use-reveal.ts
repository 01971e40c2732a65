/**
 * Whether a blurred picture is shown: only while a key or the pointer is held down, and never longer. Space
 * shows the whole, shift and space (or the pointer) the place looked at. Leaving the window covers it again.
 */
import { onScopeDispose, type Ref, ref } from 'vue'
import { useShortcut } from './use-shortcut.ts'

export type Reveal = 'whole' | 'region'

export interface RevealOptions {
  isPossible(): boolean
  labels: Readonly<Record<Reveal, () => string>>
  onReveal(reveal: Reveal): void
}

export function useReveal({ isPossible, labels, onReveal }: RevealOptions): {
  readonly reveal: Readonly<Ref<Reveal | null>>
  hold(reveal: Reveal): void
  release(): void
} {
  const reveal = ref<Reveal | null>(null)

  const hold = (next: Reveal) => {
    if (reveal.value === next || !isPossible()) return
    reveal.value = next
    onReveal(next)
  }
  const release = () => {
    reveal.value = null
  }
  const letGo = (event: KeyboardEvent) => {
    if (event.key === ' ') release()
  }
  const leave = () => {
    if (document.hidden) release()
  }
  useShortcut('space', () => hold('whole'), { label: labels.whole })
  useShortcut('shift+space', () => hold('region'), { label: labels.region })
  window.addEventListener('keyup', letGo)
  window.addEventListener('pointerup', release)
  window.addEventListener('blur', release)
  document.addEventListener('visibilitychange', leave)
  onScopeDispose(() => {
    window.removeEventListener('keyup', letGo)
    window.removeEventListener('pointerup', release)
    window.removeEventListener('blur', release)
    document.removeEventListener('visibilitychange', leave)
  })
  return { reveal, hold, release }
}
