/**
 * The callback keys of every account, so that deliveries can be verified before the cloud has been asked:
 * the receiver's keyring holds them in memory, the vault keeps them as one secret per account.
 */
import { z } from 'zod'
import type { Log } from '../log.ts'
import type { Vault } from './vault.ts'

export interface KeyringPart {
  set(accountId: string, keys: ReadonlyMap<number, string>): void
  forget(accountId: string): void
}

export interface CallbackKeys {
  /** Hands the stored keys to the keyring, e.g. at start and after an unlock. */
  restore(accountIds: readonly string[]): void
  /** What a template list has just shown: the key of every template that has one. */
  learn(accountId: string, keys: ReadonlyMap<number, string>): Promise<void>
  forget(accountId: string): Promise<void>
}

const Stored = z.array(z.tuple([z.number().int(), z.string()]))
const entry = (accountId: string) => `callback-keys:${accountId}`

export function createCallbackKeys({
  vault,
  keyring,
  isKept,
  log,
}: {
  vault: Vault
  keyring: KeyringPart
  /** Whether an account's keys are worth keeping beyond this run. */
  isKept: (accountId: string) => boolean
  log: Log
}): CallbackKeys {
  const learnt = new Set<string>()

  return {
    restore(accountIds) {
      for (const accountId of accountIds) {
        const text = vault.get(entry(accountId))
        // What the cloud said in this run is newer than what was stored.
        if (text !== null && !learnt.has(accountId)) keyring.set(accountId, new Map(Stored.parse(JSON.parse(text))))
      }
    },
    async learn(accountId, keys) {
      learnt.add(accountId)
      keyring.set(accountId, keys)
      if (!isKept(accountId)) return
      try {
        await vault.set(entry(accountId), keys.size === 0 ? null : JSON.stringify([...keys]))
      } catch (error) {
        log.warn('the callback keys are kept in memory only', { error })
      }
    },
    async forget(accountId) {
      if (isKept(accountId)) await vault.set(entry(accountId), null)
      learnt.delete(accountId)
      keyring.forget(accountId)
    },
  }
}
