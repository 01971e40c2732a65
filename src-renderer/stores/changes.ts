/** Who wants to know which kind of change. `stores/desk.ts` feeds it from the desk's stream of changes. */
import { Topic } from '../../src-main/contract/desk.ts'

type Listener = (topic: Topic) => void

const listeners = new Set<{ topics: readonly Topic[]; listener: Listener }>()

export function onTopics(topics: readonly Topic[], listener: Listener): () => void {
  const entry = { topics, listener }
  listeners.add(entry)
  return () => listeners.delete(entry)
}

export function announce(topic: Topic): void {
  for (const { topics, listener } of [...listeners]) if (topics.includes(topic)) listener(topic)
}

/** After a lost connection any change may have been missed. Nothing is thrown away; all of it is read again. */
export function announceAll(): void {
  for (const { topics, listener } of [...listeners]) {
    const other = topics.find((topic) => topic !== 'account')
    listener(other ?? Topic.enum.account)
  }
}
