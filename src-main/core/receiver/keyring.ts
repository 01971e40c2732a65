/**
 * The callback keys in force, in memory only. A replaced key stays good for a while: the cloud goes on
 * signing with it until the change has reached the edge, and retries carry it even longer (security W4).
 */

export interface Keyring {
  /** Replaces what is known of an account: the current key of every template that has one. */
  set(accountId: string, keys: ReadonlyMap<number, string>): void
  forget(accountId: string): void
  /**
   * Keys a delivery may be signed with, the current one first. Without a template (a path handed out before
   * the template was saved) every current key of the account; without an account none.
   */
  keysFor(accountId: string | null, templateId: number | null): readonly string[]
}

/** 10 min propagation, 10 min life of `t`, 12 min of retries, and as much again for a slow edge. */
const retiredKeyMs = 60 * 60_000

interface Retired {
  readonly templateId: number
  readonly key: string
  readonly until: number
}

export function createKeyring({ now = Date.now }: { now?: () => number } = {}): Keyring {
  const current = new Map<string, ReadonlyMap<number, string>>()
  const retired = new Map<string, readonly Retired[]>()

  const stillGood = (accountId: string) => (retired.get(accountId) ?? []).filter(({ until }) => until > now())

  return {
    set(accountId, keys) {
      const replaced = [...(current.get(accountId) ?? [])]
        .filter(([templateId, key]) => keys.get(templateId) !== key)
        .map(([templateId, key]) => ({ templateId, key, until: now() + retiredKeyMs }))
      retired.set(accountId, [...replaced, ...stillGood(accountId)])
      current.set(accountId, new Map(keys))
    },
    forget(accountId) {
      current.delete(accountId)
      retired.delete(accountId)
    },
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
  }
}
