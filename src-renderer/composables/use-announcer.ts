/**
 * What a screen reader is told of changes nobody asked for: at most one sentence per five seconds, and of
 * several only the newest, so that it never talks over the work.
 */
import { onScopeDispose, type Ref, ref } from 'vue'

const everyMs = 5000

export interface Announcer {
  /** For an element with `role="status"`. */
  readonly text: Readonly<Ref<string>>
  say(sentence: string): void
}

export function useAnnouncer(now: () => number = Date.now): Announcer {
  const text = ref('')
  let saidAt = Number.NEGATIVE_INFINITY
  let waiting: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const speak = (sentence: string) => {
    saidAt = now()
    waiting = null
    text.value = sentence
  }
  const say = (sentence: string) => {
    const rest = saidAt + everyMs - now()
    if (rest <= 0) return speak(sentence)
    if (waiting === null)
      timer = setTimeout(() => {
        if (waiting !== null) speak(waiting)
      }, rest)
    waiting = sentence
  }
  onScopeDispose(() => clearTimeout(timer))
  return { text, say }
}
