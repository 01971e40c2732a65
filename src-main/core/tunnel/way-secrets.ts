/** The ways' passwords, passphrases and tokens: one entry of the vault per way. */
import { z } from 'zod'
import { type WayDraft, type WaySecret, waySecrets } from '../../contract/tunnel.ts'
import type { Log } from '../log.ts'
import { createEntryReader } from '../vault-entry.ts'

export interface SecretVault {
  get(name: string): string | null
  set(name: string, secret: string | null): Promise<void>
}

export type Secrets = Partial<Record<WaySecret, string>>

const Stored = z.partialRecord(z.enum(waySecrets), z.string())
const entry = (wayId: string) => `way:${wayId}`

export function createWaySecrets(vault: SecretVault, log: Log) {
  const read = createEntryReader(vault, log)
  const of = (wayId: string): Secrets => read(entry(wayId), Stored) ?? {}
  return {
    of,
    names: (wayId: string): WaySecret[] => Object.keys(of(wayId)) as WaySecret[],
    /** What the secrets will be once the draft is saved. */
    merged(wayId: string | undefined, change: WayDraft['secrets']): Secrets {
      const all = { ...(wayId === undefined ? {} : of(wayId)), ...change }
      return Object.fromEntries(Object.entries(all).filter(([, secret]) => secret != null)) as Secrets
    },
    async save(wayId: string, secrets: Secrets): Promise<void> {
      const text = JSON.stringify(secrets)
      if (text !== JSON.stringify(of(wayId))) await vault.set(entry(wayId), text === '{}' ? null : text)
    },
    remove: (wayId: string): Promise<void> => vault.set(entry(wayId), null),
  }
}

export type WaySecrets = ReturnType<typeof createWaySecrets>
