/**
 * The callback keys in force, in memory only. A replaced key stays good for a while: the cloud goes on
 * signing with it until the change has reached the edge, and retries carry it even longer (security W4). A key that
 * is about to be set is good already, since nobody knows at which moment the edge begins to use it.
 */

export interface OtherKey {
  readonly templateId: number
  readonly key: string
  /** Epoch milliseconds. */
  readonly until: number
  /** It was the key, or is about to be. */
  readonly standing: 'replaced' | 'coming'
}

export interface Keyring {
  /**
   * Replaces what is known of an account: the current key of every template that has one. `timeScale` is how much
   * faster its (practice) cloud runs.
   */
  set(accountId: string, keys: ReadonlyMap<number, string>, timeScale?: number): void
  /** Accepts a key beside the current one; one that is coming at least until the keys are learnt the next time. */
  accept(accountId: string, other: OtherKey): void
  /** Those accepted beside the current ones. */
  others(accountId: string): readonly OtherKey[]
  forget(accountId: string): void
  /** Whether the account's keys have been learnt at all. */
  knows(accountId: string): boolean
  /**
   * Keys a delivery may be signed with, the current one first. Without a template (a path handed out before
   * the template was saved) every current key of the account; without an account none.
   */
  keysFor(accountId: string | null, templateId: number | null): readonly string[]
  /** Whether this is a replaced key of the template, or of any when there is no template. */
  isReplaced(accountId: string, templateId: number | null, key: string): boolean
}

/** 10 min propagation, 10 min life of `t`, 12 min of retries, and as much again for a slow edge. */
export const replacedKeyMs = 60 * 60_000
/** Whether it became the key is known as soon as the templates can be read; a desk that cannot for so long is not in use. */
export const comingKeyMs = 30 * 24 * 60 * 60_000

export function createKeyring({ now = Date.now }: { now?: () => number } = {}): Keyring {
  const current = new Map<string, ReadonlyMap<number, string>>()
  const others = new Map<string, readonly OtherKey[]>()

  const stillGood = (accountId: string) => (others.get(accountId) ?? []).filter(({ until }) => until > now())
  const isCurrent = (accountId: string, { templateId, key }: OtherKey) =>
    current.get(accountId)?.get(templateId) === key
  const add = (accountId: string, more: readonly OtherKey[]) => {
    const isNew = ({ templateId, key }: OtherKey) =>
      !more.some((each) => each.templateId === templateId && each.key === key)
    const all = [...more, ...stillGood(accountId).filter(isNew)]
    others.set(
      accountId,
      all.filter((each) => !isCurrent(accountId, each)),
    )
  }

  return {
    set(accountId, keys, timeScale = 1) {
      const until = now() + replacedKeyMs / timeScale
      const replaced = [...(current.get(accountId) ?? [])]
        .filter(([templateId, key]) => keys.get(templateId) !== key)
        .map(([templateId, key]) => ({ templateId, key, until, standing: 'replaced' as const }))
      current.set(accountId, new Map(keys))
      // A key that has not come by now is not the template's; a moment of doubt is left to it.
      const coming = stillGood(accountId)
        .filter(({ standing }) => standing === 'coming')
        .map((each) => ({ ...each, until: Math.min(each.until, until) }))
      add(accountId, [...replaced, ...coming])
    },
    accept: (accountId, other) => add(accountId, [other]),
    others: stillGood,
    forget(accountId) {
      current.delete(accountId)
      others.delete(accountId)
    },
    knows: (accountId) => current.has(accountId),
    keysFor(accountId, templateId) {
      if (accountId === null) return []
      const keys = current.get(accountId)
      const old = stillGood(accountId)
      if (templateId === null) return [...new Set([...(keys?.values() ?? []), ...old.map(({ key }) => key)])]
      const key = keys?.get(templateId)
      return [
        ...(key === undefined ? [] : [key]),
        ...old.filter((entry) => entry.templateId === templateId).map((entry) => entry.key),
      ]
    },
    isReplaced: (accountId, templateId, key) =>
      stillGood(accountId).some(
        (each) =>
          each.key === key && each.standing === 'replaced' && (templateId === null || each.templateId === templateId),
      ),
  }
}
