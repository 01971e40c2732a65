/** What everything else stands on: settings, store, vault, audit log, and telling the windows. */
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { openVault, type Vault } from '../account/vault.ts'
import { type Activity, createActivity } from '../activity/activity.ts'
import { type Changes, createChanges } from '../desk/changes.ts'
import { createNotices, type Notices } from '../desk/notices.ts'
import type { Host } from '../host.ts'
import type { Log } from '../log.ts'
import { createSettings, type SettingsStore } from '../settings/settings.ts'
import { type ActivityTable, createActivityTable } from '../store/activity.ts'
import { caseFileOf, caseMigrations } from '../store/case-schema.ts'
import { keepNumbersApart } from '../store/event-numbers.ts'
import { openStore, type Store } from '../store/store.ts'
import { openSections, type ProfileSections } from './profile-sections.ts'
import { createSpeaking, type Speaking } from './speaking.ts'

export interface Ground {
  readonly host: Host
  readonly log: Log
  readonly now: () => number
  readonly profile: ProfileSections
  readonly settings: SettingsStore
  readonly store: Store
  /** Of the moderation board; opened before anything that reads it beside the store. */
  readonly caseStore: Store
  readonly vault: Vault
  readonly activity: Activity
  /** Display name of this desk's own user. */
  readonly deskName: () => string
  /** Display name of who has asked for what runs now; the desk's own user where nobody has. */
  readonly actor: () => string
  readonly speaking: Speaking
  readonly changes: Changes
  readonly notices: Notices
}

export async function openGround(host: Host, now: () => number): Promise<Ground> {
  const { log, dataDir } = host
  const changes = createChanges()
  const notices = createNotices({ now })
  const profile = openSections(host)
  const settings = createSettings(profile.settings)
  const vault = await openVault(join(dataDir, 'vault.json'), { cipher: host.cipher, log, now })
  const store = openStore(join(dataDir, 'desk.db'), { log, now })
  const caseStore = openStore(caseFileOf(store.file), { log, now, steps: caseMigrations })
  keepNumbersApart(store, caseStore)
  const activityTable = createActivityTable(store)
  const speaking = createSpeaking()
  const deskName = () => settings.get().displayName || systemUser()
  const actor = () => speaking.current() ?? deskName()
  const activity = createActivity({
    table: activityTable,
    actor,
    accountName: (id) => profile.accounts.get().find((account) => account.id === id)?.name ?? null,
    changed: () => changes.tell('activity'),
    log,
    now,
  })
  noteSetAside(host, profile, notices)
  noteStore(store, notices)
  noteCases(caseStore, activityTable, notices)
  const names = { deskName, actor, speaking }
  return { host, log, now, profile, settings, store, caseStore, vault, activity, changes, notices, ...names }
}

function noteSetAside(host: Host, profile: ProfileSections, notices: Notices): void {
  const { setAside } = profile
  if (host.settings.setAside !== null) notices.raise('settings.setAside', { file: host.settings.setAside, fields: '' })
  else if (setAside) notices.raise('settings.setAside', { file: setAside.file, fields: setAside.fields.join(', ') })
}

function noteStore({ setAside, restored }: Store, notices: Notices): void {
  if (setAside === null) return
  if (restored === null) notices.raise('store.setAside', { file: setAside })
  else notices.raise('store.restored', { file: setAside, time: utc(restored.madeAt) })
}

/** The audit log lies in the other file, so it still knows what was decided. */
function noteCases({ setAside, restored }: Store, activity: ActivityTable, notices: Notices): void {
  if (setAside === null) return
  const decisions = activity.countSince('moderation.decided', restored?.madeAt ?? 0)
  if (restored === null) notices.raise('cases.setAside', { file: setAside, decisions })
  else notices.raise('cases.restored', { file: setAside, time: utc(restored.madeAt), decisions })
}

const utc = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** Some containers have a user without a name. */
function systemUser(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
