/** Tells every window what to read again. Topics that wait for a slow reader are told once, not piled up. */
import type { Topic } from '../../contract/desk.ts'

export interface Changes {
  tell(...topics: Topic[]): void
  watch(signal: AbortSignal): AsyncGenerator<{ topic: Topic }>
}

export function createChanges(): Changes {
  const readers = new Set<{ waiting: Set<Topic>; wake: () => void }>()

  return {
    tell(...topics) {
      for (const reader of readers) {
        for (const topic of topics) reader.waiting.add(topic)
        reader.wake()
      }
    },
    async *watch(signal) {
      const reader = { waiting: new Set<Topic>(), wake: () => {} }
      const onAbort = () => reader.wake()
      readers.add(reader)
      signal.addEventListener('abort', onAbort)
      try {
        while (!signal.aborted) {
          for (const topic of reader.waiting) {
            reader.waiting.delete(topic)
            yield { topic }
          }
          if (reader.waiting.size > 0 || signal.aborted) continue
          await new Promise<void>((resolve) => {
            reader.wake = resolve
          })
        }
      } finally {
        readers.delete(reader)
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}
