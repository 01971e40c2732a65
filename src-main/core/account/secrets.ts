/**
 * The accounts' secrets by account id: in the vault, or in memory only for practice accounts, whose keys
 * are made anew at every start.
 */
import type { Log } from '../log.ts'
import { createEntryReader } from '../vault-entry.ts'
import type { AccountSecrets as Secrets } from './stored-account.ts'
import { AccountSecrets } from './stored-account.ts'
import type { Vault } from './vault.ts'

export interface SecretsStore {
  of(accountId: string): Secrets | null
  save(accountId: string, secrets: Secrets): Promise<void>
  /** Only for keys worth nothing outside this machine. */
  keepInMemory(accountId: string, secrets: Secrets | null): void
  remove(accountId: string): Promise<void>
}

const entry = (accountId: string) => `account:${accountId}`

export function createSecrets(vault: Vault, log: Log): SecretsStore {
  const read = createEntryReader(vault, log)
  const inMemory = new Map<string, Secrets>()
  return {
    of: (accountId) => inMemory.get(accountId) ?? read(entry(accountId), AccountSecrets),
    save: (accountId, secrets) => vault.set(entry(accountId), JSON.stringify(secrets)),
    keepInMemory(accountId, secrets) {
      if (secrets) inMemory.set(accountId, secrets)
      else inMemory.delete(accountId)
    },
    async remove(accountId) {
      if (inMemory.delete(accountId)) return
      await vault.set(entry(accountId), null)
    },
  }
}
