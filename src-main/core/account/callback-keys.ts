/**
 * The callback keys of every account, so that deliveries can be verified before the cloud has been asked:
 * the receiver's keyring holds them in memory, the vault keeps them as one secret per account. Keys that are being
 * replaced are kept with them, since their last events may come after a restart.
 */
import { z } from 'zod'
import type { Log } from '../log.ts'
import { createEntryReader } from '../vault-entry.ts'
import type { Vault } from './vault.ts'

const OtherKey = z.object({
  templateId: z.number().int(),
  key: z.string(),
  until: z.number(),
  standing: z.enum(['replaced', 'coming']),
})
type OtherKey = z.infer<typeof OtherKey>

export interface KeyringPart {
  set(accountId: string, keys: ReadonlyMap<number, string>, timeScale?: number): void
  accept(accountId: string, other: OtherKey): void
  others(accountId: string): readonly OtherKey[]
  forget(accountId: string): void
}

export interface CallbackKeys {
  /** Hands the stored keys to the keyring, e.g. at start and after an unlock. */
  restore(accountIds: readonly string[]): void
  /** What a template list has just shown: the key of every template that has one. */
  learn(accountId: string, keys: ReadonlyMap<number, string>, timeScale?: number): Promise<void>
  /** A key that a template is about to get; accepted from now on. */
  expect(accountId: string, coming: Omit<OtherKey, 'standing'>): Promise<void>
  forget(accountId: string): Promise<void>
}

const Keys = z.array(z.tuple([z.number().int(), z.string()]))
/** Up to version 0.1 only the current keys were kept. */
const Stored = z.union([
  Keys.transform((current) => ({ current, others: [] })),
  z.object({ current: Keys, others: z.array(OtherKey) }),
])
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
  const read = createEntryReader(vault, log)
  const learnt = new Map<string, ReadonlyMap<number, string>>()

  async function keep(accountId: string): Promise<void> {
    const current = learnt.get(accountId)
    if (!isKept(accountId) || !current) return
    const others = keyring.others(accountId)
    const isEmpty = current.size === 0 && others.length === 0
    try {
      await vault.set(entry(accountId), isEmpty ? null : JSON.stringify({ current: [...current], others }))
    } catch (error) {
      log.warn('the callback keys are kept in memory only', { error })
    }
  }

  return {
    restore(accountIds) {
      for (const accountId of accountIds) {
        const stored = read(entry(accountId), Stored)
        if (stored === null) continue
        const { current, others } = stored
        // What the cloud said in this run is newer than what was stored.
        if (!learnt.has(accountId)) keyring.set(accountId, new Map(current))
        for (const other of others) keyring.accept(accountId, other)
      }
    },
    async learn(accountId, keys, timeScale) {
      learnt.set(accountId, keys)
      keyring.set(accountId, keys, timeScale)
      await keep(accountId)
    },
    async expect(accountId, coming) {
      keyring.accept(accountId, { ...coming, standing: 'coming' })
      await keep(accountId)
    },
    async forget(accountId) {
      if (isKept(accountId)) await vault.set(entry(accountId), null)
      learnt.delete(accountId)
      keyring.forget(accountId)
    },
  }
}
