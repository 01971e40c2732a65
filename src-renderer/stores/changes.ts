/** Who wants to know which kind of change. `stores/desk.ts` feeds it from the desk's stream of changes. */
import { getCurrentScope, onScopeDispose } from 'vue'
import type { Topic } from '../../src-main/contract/desk.ts'

const followers = new Set<{ topics: readonly Topic[]; listener: (topic: Topic) => void }>()
const readers = new Set<() => void>()

/** Joins for as long as the store or the component that asks lives. */
function join<T>(all: Set<T>, one: T): void {
  all.add(one)
  if (getCurrentScope()) onScopeDispose(() => all.delete(one))
}

export const onTopics = (topics: readonly Topic[], listener: (topic: Topic) => void): void =>
  join(followers, { topics, listener })

/** Told when any change may have been missed: to read again, and throw nothing away. */
export const onMissed = (read: () => void): void => join(readers, read)

export function announce(topic: Topic): void {
  for (const { topics, listener } of [...followers]) if (topics.includes(topic)) listener(topic)
}

/** After a lost connection. An account that was changed meanwhile is found by `stores/account.ts`. */
export function announceMissed(): void {
  for (const read of [...readers]) read()
}
