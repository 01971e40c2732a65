/** Accounts and the vault. Secrets go in and never come out: answers carry a tail and yes/no only. */
import { z } from 'zod'
import { procedure } from './define.ts'
import { ErrorShape } from './errors.ts'
import { Site } from './sites.ts'

export const Account = z.object({
  id: z.string(),
  name: z.string(),
  site: Site,
  /** Last four characters of the SecretId; '' while none is known. */
  secretIdTail: z.string(),
  /** Whether the key can be used now (stored, and the vault is open). */
  hasKey: z.boolean(),
  hasToken: z.boolean(),
  tokenExpiresAt: z.number().nullable(),
  /** A base URL other than the site's own, for the practice cloud and API proxies. */
  endpoint: z.string().nullable(),
  /** How many times faster than real time the practice cloud runs; null for a real account. */
  practiceTimeScale: z.number().nullable(),
})
export type Account = z.infer<typeof Account>

/** The base URL of an API endpoint: http(s), no path, query or credentials. */
export const EndpointUrl = z.url({ protocol: /^https?$/, abort: true }).refine((text) => {
  const url = new URL(text)
  return url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
})

const secretText = z.string().trim().min(1).max(4096)

export const AccountDraft = z.strictObject({
  /** Absent for a new account. */
  id: z.string().optional(),
  name: z.string().trim().min(1).max(60),
  site: Site,
  /** Absent while editing = unchanged. */
  secretId: secretText.optional(),
  secretKey: secretText.optional(),
  /** null removes the token, absent leaves it unchanged. */
  token: secretText.nullable().optional(),
  tokenExpiresAt: z.number().int().nullable().optional(),
  endpoint: EndpointUrl.nullable().optional(),
})
export type AccountDraft = z.infer<typeof AccountDraft>

/** The questions a test answers, in order; after a failure the later ones are unknown. */
export const accountChecks = ['reach', 'clock', 'key', 'permission', 'service'] as const

export const AccountTest = z.object({
  ok: z.boolean(),
  checks: z.array(
    z.object({
      check: z.enum(accountChecks),
      state: z.enum(['ok', 'failed', 'unknown']),
      error: ErrorShape.optional(),
    }),
  ),
  /** Cloud's clock minus ours, in milliseconds; null when it did not answer. */
  clockSkewMs: z.number().nullable(),
  latencyMs: z.number().nullable(),
  /** Push domains the key can see; null when the call failed. */
  domains: z.number().nullable(),
  /** The key may do what no policy of the desk grants, so a leak would cost more than it must; null = not known. */
  tooStrong: z.boolean().nullable(),
})
export type AccountTest = z.infer<typeof AccountTest>

/**
 * Where secrets lie: the system's keychain; a file under a passphrase; memory only, gone at exit; or a
 * file that anyone with access to it can read, which the person must have chosen by name.
 */
export const VaultMode = z.enum(['keychain', 'passphrase', 'session', 'weak'])
export type VaultMode = z.infer<typeof VaultMode>

export const VaultStatus = z.object({
  mode: VaultMode,
  /** A passphrase is needed before the stored secrets can be used. */
  locked: z.boolean(),
  /** What the system offers: weak = encryption with a constant key, none = no keychain at all. */
  keychain: z.enum(['strong', 'weak', 'none']),
})
export type VaultStatus = z.infer<typeof VaultStatus>

export const accountGroup = {
  list: procedure(
    z.strictObject({}),
    z.object({ accounts: z.array(Account), activeId: z.string().nullable(), vault: VaultStatus }),
    { role: 'viewer' },
  ),
  save: procedure(AccountDraft, Account, { role: 'operator' }),
  remove: procedure(z.strictObject({ id: z.string() }), z.object({}), { role: 'operator' }),
  /** Switches everything: domains, templates, bindings and keys are those of this account from now on. */
  activate: procedure(z.strictObject({ id: z.string() }), z.object({}), { role: 'operator' }),
  /** Signs one real call with a saved account, or with a draft before it is saved. */
  test: procedure(z.union([z.strictObject({ id: z.string() }), z.strictObject({ draft: AccountDraft })]), AccountTest, {
    role: 'operator',
  }),
  unlock: procedure(z.strictObject({ passphrase: z.string().min(1).max(1000) }), VaultStatus, { role: 'operator' }),
  /**
   * Seals every secret anew the chosen way. While the vault is locked or unreadable this needs `startOver`:
   * the old file is then kept aside and the new vault begins empty.
   */
  setVaultMode: procedure(
    z.strictObject({
      mode: VaultMode,
      passphrase: z.string().min(8).max(1000).optional(),
      startOver: z.literal(true).optional(),
    }),
    VaultStatus,
    { role: 'operator' },
  ),
}
