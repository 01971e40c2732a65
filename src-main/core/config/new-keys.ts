/** Callback keys for templates that an import makes: typed by a person, or made here and shown to nobody. In memory only. */
import type { NewKey } from '../../contract/config.ts'

export interface NewKeys {
  /** What a person chose for templates of a file, by name. Others keep theirs: a second window may look at another file. */
  choose(accountId: string, keys: Readonly<Record<string, NewKey>>): void
  /** The key for a template that is being made now. */
  take(accountId: string, template: string): string
}

export function createNewKeys({ makeKey }: { makeKey: () => string }): NewKeys {
  const chosen = new Map<string, ReadonlyMap<string, NewKey>>()
  return {
    choose: (accountId, keys) =>
      void chosen.set(accountId, new Map([...(chosen.get(accountId) ?? []), ...Object.entries(keys)])),
    take(accountId, template) {
      const choice = chosen.get(accountId)?.get(template)
      return choice?.action === 'set' ? choice.key : makeKey()
    },
  }
}
