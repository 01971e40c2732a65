/**
 * In whose name the desk acts: while a call of a window runs, in that of who sits there; otherwise in that of its own
 * user. What must hold: what nobody has asked for is put into nobody's mouth, even where a call has set it off.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { CallContext, ContractShape, Handlers } from '../../contract/define.ts'

export interface Speaking {
  /** Display name of who has asked for what runs now; null when nobody has. */
  current(): string | null
  as<T>(name: string, work: () => T): T
  /** For what goes on by itself: timers begun in a call remember whose it was. */
  alone<T>(work: () => T): T
}

export function createSpeaking(): Speaking {
  const speaker = new AsyncLocalStorage<string | null>()
  return {
    current: () => speaker.getStore() ?? null,
    as: (name, work) => speaker.run(name, work),
    alone: (work) => speaker.run(null, work),
  }
}

type Handle = (input: unknown, context: CallContext) => object

/** The same handlers, each run in the name of whoever sits at the window it came from. */
export function inTheirNames<C extends ContractShape>(
  handlers: Handlers<C>,
  nameOf: (session: string) => string,
  { as }: Speaking,
): Handlers<C> {
  const named =
    (handle: Handle): Handle =>
    (input, context) => {
      const name = nameOf(context.session)
      const answer = as(name, () => handle(input, context))
      return isStream(answer) ? eachStep(answer, (step) => as(name, step)) : answer
    }
  const groups = Object.entries(handlers as Record<string, Record<string, Handle>>).map(([group, calls]) => [
    group,
    Object.fromEntries(Object.entries(calls).map(([verb, handle]) => [verb, named(handle)])),
  ])
  return Object.fromEntries(groups) as Handlers<C>
}

const isStream = (answer: object): answer is AsyncIterable<unknown> => Symbol.asyncIterator in answer

/** A generator runs in the name of whoever asks for its next item. */
function eachStep(items: AsyncIterable<unknown>, within: <T>(step: () => T) => T): AsyncIterable<unknown> {
  return {
    [Symbol.asyncIterator]() {
      const steps = items[Symbol.asyncIterator]()
      return {
        next: () => within(() => steps.next()),
        return: () => within(async () => (await steps.return?.()) ?? { done: true, value: undefined }),
      }
    },
  }
}
