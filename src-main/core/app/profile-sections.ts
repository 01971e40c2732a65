/** The sections of the settings file the core owns. */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Settings } from '../../contract/settings.ts'
import { StoredAccount } from '../account/stored-account.ts'
import type { Host } from '../host.ts'
import { ModerationSettings } from '../moderation/settings.ts'
import { StoredModerator } from '../moderator/seats.ts'
import { openProfile, readList, readOr, type Section } from '../profile.ts'
import { readSettings } from '../settings/settings.ts'
import { readWays, type StoredWays } from '../tunnel/stored-ways.ts'

export interface ProfileSections {
  readonly settings: Section<Settings>
  readonly accounts: Section<StoredAccount[]>
  readonly activeAccount: Section<string | null>
  readonly ways: Section<StoredWays>
  readonly moderators: Section<StoredModerator[]>
  readonly moderation: Section<ModerationSettings>
  /** How often the practice cloud's address has been changed, plus one. */
  readonly practiceAddress: Section<number>
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
  const ways = profile.section('ways', readWays(formerUrl(host)))
  // Before the settings are next written, which forget the address that stood there.
  ways.set(ways.get())
  const moderators = profile.section('moderators', readList(StoredModerator))
  const moderation = profile.section(
    'moderation',
    readOr(ModerationSettings, () => ModerationSettings.parse({})),
  )
  const practiceAddress = profile.section(
    'practiceAddress',
    readOr(z.number().int().min(1), () => 1),
  )
  const receiver = profile.section(
    'receiver',
    readOr(Receiver, () => ({ secret: randomBytes(secretBytes).toString('base64') })),
  )
  const setAside = profile.setAside()
  // A new secret must be kept from the first address that is handed out.
  receiver.set(receiver.get())
  if (!accounts.get().some(({ id }) => id === activeAccount.get())) activeAccount.set(null)
  const receiverSecret = Buffer.from(receiver.get().secret, 'base64')
  return { settings, accounts, activeAccount, practiceAddress, ways, moderators, moderation, receiverSecret, setAside }
}

/** The public address as desks kept it before they could keep several. */
function formerUrl(host: Host): unknown {
  const Former = z.object({ settings: z.object({ receiver: z.object({ publicUrl: z.unknown() }) }) })
  return Former.safeParse(host.settings.read()).data?.settings.receiver.publicUrl
}
