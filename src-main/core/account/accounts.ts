/** The accounts: what the settings file keeps of them, their secrets, and which one is active. */
import { randomUUID } from 'node:crypto'
import type { Account, AccountDraft, AccountTest } from '../../contract/account.ts'
import type { ActivityState } from '../../contract/activity.ts'
import { AppError } from '../../contract/errors.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { CloudAccess } from '../cloud/cloud.ts'
import type { Section } from '../profile.ts'
import type { SecretsStore } from './secrets.ts'
import { type AccountSecrets, type StoredAccount, tailOf } from './stored-account.ts'

export interface Accounts {
  list(): Account[]
  activeId(): string | null
  /** Throws `account.unknown`. */
  get(id: string): StoredAccount
  find(id: string): StoredAccount | null
  save(draft: AccountDraft): Promise<Account>
  /** Removes the account and its secrets. */
  remove(id: string): Promise<void>
  /** null = no account. */
  activate(id: string | null): void
  /** What a call needs. Throws `account.unknown`, `account.noKey` (also while the vault is shut) or `account.tokenExpired`. */
  access(id: string): CloudAccess
  test(what: { id: string } | { draft: AccountDraft }, signal: AbortSignal): Promise<AccountTest>
  /** Adds or refreshes an account of the practice cloud; its key stays in memory. */
  putPractice(account: StoredAccount, secrets: AccountSecrets | null): Account
}

export interface AccountsParts {
  readonly accounts: Section<StoredAccount[]>
  readonly active: Section<string | null>
  readonly secrets: SecretsStore
  /** Why no secret can be read at present; null while the vault is open. */
  readonly vaultProblem: () => AppError | null
  readonly probe: (access: CloudAccess, signal: AbortSignal) => Promise<AccountTest>
  readonly record: RecordActivity
  /** The list or a field of it changed. */
  readonly changed: () => void
  /** Another account is active, or the active one is reached differently: everything must start afresh. */
  readonly switched: () => void
  readonly now: () => number
}

export function createAccounts(parts: AccountsParts): Accounts {
  const { accounts, active, secrets, record, now } = parts

  const find = (id: string) => accounts.get().find((account) => account.id === id) ?? null
  const get = (id: string): StoredAccount => {
    const account = find(id)
    if (!account) throw new AppError('account.unknown')
    return account
  }
  const shown = (account: StoredAccount): Account => {
    const kept = secrets.of(account.id)
    return { ...account, hasKey: kept !== null, hasToken: kept?.token != null }
  }
  const put = (account: StoredAccount) => {
    const others = accounts.get()
    const index = others.findIndex(({ id }) => id === account.id)
    accounts.set(index < 0 ? [...others, account] : others.with(index, account))
  }
  const toAccess = (account: StoredAccount, kept: AccountSecrets | null): CloudAccess => {
    if (!kept) throw parts.vaultProblem() ?? new AppError('account.noKey')
    const { tokenExpiresAt } = account
    if (kept.token !== null && tokenExpiresAt !== null && tokenExpiresAt <= now())
      throw new AppError('account.tokenExpired', { params: { at: tokenExpiresAt } })
    return { site: account.site, endpoint: account.endpoint, ...kept }
  }

  async function save(draft: AccountDraft): Promise<Account> {
    const old = draft.id === undefined ? null : get(draft.id)
    const oldSecrets = old && secrets.of(old.id)
    const { account, kept } = merge(old, oldSecrets, draft)
    const isNewSecret = draft.secretId !== undefined || draft.secretKey !== undefined || draft.token !== undefined
    if (isNewSecret || !old) {
      if (!kept) throw (old && parts.vaultProblem()) ?? new AppError('account.noKey')
      await secrets.save(account.id, kept)
    }
    put(account)
    record({
      kind: 'account.saved',
      target: account.name,
      account: null,
      before: old && picture(old, oldSecrets, null),
      after: picture(account, kept, oldSecrets),
    })
    const isReachedDifferently = isNewSecret || old?.site !== account.site || old.endpoint !== account.endpoint
    if (active.get() === null) activate(account.id)
    else if (active.get() === account.id && isReachedDifferently) parts.switched()
    else parts.changed()
    return shown(account)
  }

  async function remove(id: string): Promise<void> {
    const account = get(id)
    const before = picture(account, secrets.of(id), null)
    await secrets.remove(id)
    const wasActive = active.get() === id
    if (wasActive) active.set(null)
    accounts.set(accounts.get().filter((each) => each.id !== id))
    record({ kind: 'account.removed', target: account.name, account: null, before })
    if (wasActive) parts.switched()
    else parts.changed()
  }

  function activate(id: string | null): void {
    const before = active.get()
    const next = id === null ? null : get(id)
    if (before === id) return
    active.set(id)
    if (next) {
      const from = before === null ? null : find(before)
      const beforeName = from && { account: from.name }
      record({
        kind: 'account.activated',
        target: next.name,
        account: null,
        before: beforeName,
        after: { account: next.name },
      })
    }
    parts.switched()
  }

  return {
    list: () => accounts.get().map(shown),
    activeId: active.get,
    get,
    find,
    save,
    remove,
    activate,
    access: (id) => toAccess(get(id), secrets.of(id)),
    async test(what, signal) {
      if ('id' in what) {
        const test = await parts.probe(toAccess(get(what.id), secrets.of(what.id)), signal)
        // The practice cloud's only key may do everything, and nothing can come of it.
        return get(what.id).practiceTimeScale === null ? test : { ...test, tooStrong: null }
      }
      const old = what.draft.id === undefined ? null : get(what.draft.id)
      const { account, kept } = merge(old, old && secrets.of(old.id), what.draft)
      return parts.probe(toAccess(account, kept), signal)
    },
    putPractice(account, kept) {
      secrets.keepInMemory(account.id, kept)
      put(account)
      if (active.get() === account.id) parts.switched()
      else parts.changed()
      return shown(account)
    },
  }
}

/** The account as it will be; `kept` is null while a part of its key is missing. */
function merge(
  old: StoredAccount | null,
  oldSecrets: AccountSecrets | null,
  draft: AccountDraft,
): { account: StoredAccount; kept: AccountSecrets | null } {
  const secretId = draft.secretId ?? oldSecrets?.secretId
  const secretKey = draft.secretKey ?? oldSecrets?.secretKey
  const token = draft.token === undefined ? (oldSecrets?.token ?? null) : draft.token
  const expiresAt = draft.tokenExpiresAt === undefined ? (old?.tokenExpiresAt ?? null) : draft.tokenExpiresAt
  return {
    account: {
      id: old?.id ?? randomUUID(),
      name: draft.name,
      site: draft.site,
      secretIdTail: draft.secretId === undefined ? (old?.secretIdTail ?? '') : tailOf(draft.secretId),
      tokenExpiresAt: draft.token === null ? null : expiresAt,
      endpoint: draft.endpoint === undefined ? (old?.endpoint ?? null) : draft.endpoint,
      practiceTimeScale: old?.practiceTimeScale ?? null,
    },
    kept: secretId === undefined || secretKey === undefined ? null : { secretId, secretKey, token },
  }
}

/** For Activity: of the secrets only whether they are set, and whether they changed. */
function picture(account: StoredAccount, kept: AccountSecrets | null, before: AccountSecrets | null): ActivityState {
  const secret = (value: string | null | undefined, old: string | null | undefined) =>
    value == null ? 'none' : old != null && old !== value ? 'changed' : 'set'
  return {
    name: account.name,
    site: account.site,
    endpoint: account.endpoint,
    secretIdTail: account.secretIdTail,
    secretKey: secret(kept?.secretKey, before?.secretKey),
    token: secret(kept?.token, before?.token),
    tokenExpiresAt: account.tokenExpiresAt,
  }
}
