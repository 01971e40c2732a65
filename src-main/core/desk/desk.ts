/** What a person does that touches several subjects at once. */
import type { VaultMode, VaultStatus } from '../../contract/account.ts'
import type { DeskStatus } from '../../contract/desk.ts'
import type { AddressStatus } from '../../contract/receiver.ts'
import type { Settings, SettingsChange } from '../../contract/settings.ts'
import type { Accounts } from '../account/accounts.ts'
import type { CallbackKeys } from '../account/callback-keys.ts'
import type { Vault } from '../account/vault.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { Listening } from '../address/listening.ts'
import type { Prover } from '../address/prover.ts'
import type { Events } from '../events/events.ts'
import type { ExportInput } from '../events/export.ts'
import type { RetentionRunner } from '../events/retention.ts'
import type { ExportChunk } from '../export-rows.ts'
import type { Practice } from '../practice-control/practice.ts'
import type { SettingsStore } from '../settings/settings.ts'
import type { Ways } from '../tunnel/ways.ts'
import type { Changes } from './changes.ts'
import type { Notices } from './notices.ts'

export interface DeskParts {
  readonly accounts: Accounts
  readonly vault: Vault
  readonly callbackKeys: CallbackKeys
  readonly settings: SettingsStore
  readonly listening: Listening
  readonly prover: Prover
  readonly ways: Ways
  readonly practice: Practice
  readonly events: Events
  readonly retention: RetentionRunner
  readonly notices: Notices
  readonly changes: Changes
  readonly record: RecordActivity
  /** Forgets what the store keeps of an account, except its events and its audit log. */
  readonly forgetAccount: (accountId: string) => void
}

export interface Desk {
  status(): DeskStatus
  changeSettings(change: SettingsChange): Settings
  /** Tries the way in now: the receiver first if it is down, then the public address. */
  prove(): Promise<AddressStatus>
  activate(accountId: string): Promise<void>
  removeAccount(accountId: string): Promise<void>
  unlock(passphrase: string): Promise<VaultStatus>
  setVaultMode(
    mode: VaultMode,
    options: { passphrase?: string | undefined; startOver?: boolean | undefined },
  ): Promise<VaultStatus>
  /** Throws `event.notFound`. */
  pinEvent(id: number, pinned: boolean): void
  /** Noted in Activity once it is complete: rows leave the desk with it. */
  exportEvents(input: ExportInput): AsyncGenerator<ExportChunk>
  /** Says what a person must know about where their secrets lie. */
  noteVault(): void
}

export function createDesk(parts: DeskParts): Desk {
  const { accounts, vault, settings, listening, prover, practice, notices, changes, record } = parts
  const isPractice = (id: string) => accounts.get(id).practiceTimeScale !== null

  function noteVault(): void {
    const { mode, locked } = vault.status()
    const hasSecrets = accounts.list().some(({ practiceTimeScale }) => practiceTimeScale === null)
    if (locked) notices.raise('vault.locked')
    else notices.clear('vault.locked')
    if (mode === 'session' && !vault.isChosen && hasSecrets) notices.raise('vault.sessionOnly')
    else notices.clear('vault.sessionOnly')
  }

  function vaultOpened(): VaultStatus {
    parts.callbackKeys.restore(accounts.list().map(({ id }) => id))
    parts.ways.vaultOpened()
    noteVault()
    changes.tell('account')
    return vault.status()
  }

  return {
    noteVault,
    status: () => ({
      receiver: { ...listening.status(), address: prover.status(), tunnel: parts.ways.status() },
      events: parts.events.stats(accounts.activeId()),
      notices: notices.list(),
    }),
    changeSettings(change) {
      const done = settings.change(change)
      // The same port once more means: try it again.
      if (!done && change.receiver?.port !== undefined && listening.port() === null) void listening.restart()
      if (!done) return settings.get()
      record({ kind: 'settings.changed', target: Object.keys(done.after).join(', '), account: null, ...done })
      changes.tell('settings')
      if ('receiver.port' in done.after) void listening.restart()
      if ('retention.maxDays' in done.after || 'retention.maxGb' in done.after) void parts.retention.check()
      return settings.get()
    },
    async prove() {
      if (listening.port() === null) await listening.restart()
      return prover.prove()
    },
    async activate(accountId) {
      const { site, practiceTimeScale } = accounts.get(accountId)
      if (practiceTimeScale !== null) await practice.resume(site, practiceTimeScale)
      accounts.activate(accountId)
    },
    async removeAccount(accountId) {
      if (isPractice(accountId)) await practice.stop()
      // First the vault: while it is locked nothing is removed at all.
      await parts.callbackKeys.forget(accountId)
      await accounts.remove(accountId)
      parts.forgetAccount(accountId)
      noteVault()
    },
    pinEvent(id, pinned) {
      parts.events.pin(id, pinned)
      record({ kind: pinned ? 'events.pinned' : 'events.unpinned', target: String(id), account: accounts.activeId() })
    },
    async *exportEvents(input) {
      const account = accounts.activeId()
      let rows = 0
      for await (const chunk of parts.events.export(account, input)) {
        rows = chunk.rows
        yield chunk
      }
      record({
        kind: 'events.exported',
        target: input.format,
        account,
        after: { rows, filter: JSON.stringify(input.filter) },
      })
    },
    async unlock(passphrase) {
      await vault.unlock(passphrase)
      return vaultOpened()
    },
    async setVaultMode(mode, options) {
      const before = { mode: vault.status().mode }
      await vault.setMode(mode, options)
      record({ kind: 'vault.modeChanged', target: mode, account: null, before, after: { mode } })
      return vaultOpened()
    },
  }
}
