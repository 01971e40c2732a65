/**
 * A text that is asked for once the typing rests. It follows what is asked for when that changes by itself (a link,
 * back, a cleared filter), but not when that only repeats what was typed here, which may be a letter further by then.
 */
import { onScopeDispose, type Ref, ref, watch } from 'vue'

export const typingMs = 250

export function useTypedText(asked: () => string, ask: (text: string) => void): Ref<string> {
  const text = ref(asked())
  let last = text.value
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(text, (now) => {
    clearTimeout(timer)
    if (now === asked()) return
    timer = setTimeout(() => {
      last = now
      ask(now)
    }, typingMs)
  })
  watch(asked, (now) => {
    if (now !== last) text.value = now
    last = now
  })
  // Whoever leaves the page no longer asks it anything.
  onScopeDispose(() => clearTimeout(timer))
  return text
}
