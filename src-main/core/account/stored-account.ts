/** An account as the settings file keeps it: everything but its secrets, which lie in the vault under its id. */
import { z } from 'zod'
import { Account, EndpointUrl } from '../../contract/account.ts'

export const StoredAccount = Account.omit({ hasKey: true, hasToken: true }).extend({
  id: z.string().min(1),
  endpoint: EndpointUrl.nullable(),
})
export type StoredAccount = z.infer<typeof StoredAccount>

export const AccountSecrets = z.object({ secretId: z.string(), secretKey: z.string(), token: z.string().nullable() })
export type AccountSecrets = z.infer<typeof AccountSecrets>

export const tailOf = (secretId: string): string => secretId.slice(-4)
