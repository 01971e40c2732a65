/** The sections of the settings file the core owns. */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Settings } from '../../contract/settings.ts'
import { StoredAccount } from '../account/stored-account.ts'
import type { Host } from '../host.ts'
import { openProfile, readList, readOr, type Section } from '../profile.ts'
import { readSettings } from '../settings/settings.ts'

export interface ProfileSections {
  readonly settings: Section<Settings>
  readonly accounts: Section<StoredAccount[]>
  readonly activeAccount: Section<string | null>
  /** The key of the path tokens. It must outlive session-only vaults, so it is kept here (security W1). */
  readonly receiverSecret: Buffer
  /** What was not valid and fell back to its default. */
  readonly setAside: { readonly file: string; readonly fields: string[] } | null
}

const secretBytes = 32
const Receiver = z.object({
  secret: z.base64().refine((text) => Buffer.from(text, 'base64').length >= secretBytes),
})

export function openSections(host: Host): ProfileSections {
  const profile = openProfile(host)
  const settings = profile.section('settings', readSettings)
  const accounts = profile.section('accounts', readList(StoredAccount))
  const activeAccount = profile.section(
    'activeAccount',
    readOr(z.string().nullable(), () => null),
  )
  const receiver = profile.section(
    'receiver',
    readOr(Receiver, () => ({ secret: randomBytes(secretBytes).toString('base64') })),
  )
  const setAside = profile.setAside()
  // A new secret must be kept from the first address that is handed out.
  receiver.set(receiver.get())
  if (!accounts.get().some(({ id }) => id === activeAccount.get())) activeAccount.set(null)
  return { settings, accounts, activeAccount, receiverSecret: Buffer.from(receiver.get().secret, 'base64'), setAside }
}
