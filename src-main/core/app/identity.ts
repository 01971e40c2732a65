/** Who the desk works as: accounts, their keys, and the connection of the active one. */
import { type Accounts, createAccounts } from '../account/accounts.ts'
import { type Active, createActive } from '../account/active.ts'
import { type CallbackKeys, createCallbackKeys } from '../account/callback-keys.ts'
import { createSecrets } from '../account/secrets.ts'
import type { CloudAccess } from '../cloud/cloud.ts'
import { createCloud } from '../cloud/cloud.ts'
import { probeAccount } from '../cloud/probe.ts'
import { createDrift, type DriftKeeper } from '../config/drift.ts'
import { watchCloud } from '../config/watch-cloud.ts'
import { createKeyring, type Keyring } from '../receiver/keyring.ts'
import { createKnownStateTable } from '../store/known-state.ts'
import type { Ground } from './ground.ts'
import { keyFingerprint } from './key-fingerprint.ts'

export interface Identity {
  readonly accounts: Accounts
  readonly active: Active
  readonly keyring: Keyring
  readonly callbackKeys: CallbackKeys
  readonly drift: DriftKeeper
  /** Whether the active account is one of the practice cloud. */
  isPracticeActive(): boolean
  /** Called whenever another account is active, or the active one is reached differently. */
  onSwitch(listener: () => void): void
}

export function createIdentity(ground: Ground, cloudTimeoutMs: number | undefined): Identity {
  const { log, now, profile, settings, store, vault, activity, changes, notices } = ground
  const listeners: (() => void)[] = []
  const cloudOptions = () => ({
    log,
    now,
    language: settings.get().language === 'zh-CN' ? ('zh-CN' as const) : ('en-US' as const),
    ...(cloudTimeoutMs === undefined ? {} : { timeoutMs: cloudTimeoutMs }),
  })

  const accounts = createAccounts({
    accounts: profile.accounts,
    active: profile.activeAccount,
    secrets: createSecrets(vault, log),
    vaultProblem: vault.problem,
    probe: (access, signal) => probeAccount(access, { ...cloudOptions(), signal }),
    record: activity.record,
    changed: () => changes.tell('account'),
    switched() {
      active.reset()
      for (const listener of listeners) listener()
      noteDrift()
      changes.tell('account')
    },
    now,
  })
  const drift = createDrift({
    table: createKnownStateTable(store),
    fingerprint: keyFingerprint(profile.receiverSecret),
    changed() {
      changes.tell('drift', 'bindings')
      noteDrift()
    },
    log,
    now,
  })
  function noteDrift(): void {
    const id = accounts.activeId()
    const count = id === null ? 0 : drift.list(id).items.length
    if (count > 0) notices.raise('config.drifted', { count })
    else notices.clear('config.drifted')
  }
  const active = createActive({
    accounts,
    connect: (access: CloudAccess, id) => watchCloud(createCloud(access, cloudOptions()), drift.watcher(id)),
  })

  const keyring = createKeyring({ now })
  const isPractice = (id: string | null) => id !== null && accounts.find(id)?.practiceTimeScale != null
  const callbackKeys = createCallbackKeys({ vault, keyring, isKept: (id) => !isPractice(id), log })
  noteDrift()
  callbackKeys.restore(accounts.list().map(({ id }) => id))

  return {
    accounts,
    active,
    keyring,
    callbackKeys,
    drift,
    isPracticeActive: () => isPractice(accounts.activeId()),
    onSwitch: (listener) => void listeners.push(listener),
  }
}
