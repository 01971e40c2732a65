import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AccountDraft } from '../../../src-main/contract/account.ts'
import { type Accounts, createAccounts } from '../../../src-main/core/account/accounts.ts'
import { createSecrets } from '../../../src-main/core/account/secrets.ts'
import type { StoredAccount } from '../../../src-main/core/account/stored-account.ts'
import { openVault, type Vault } from '../../../src-main/core/account/vault.ts'
import type { NewEntry } from '../../../src-main/core/activity/activity.ts'
import type { CloudAccess } from '../../../src-main/core/cloud/cloud.ts'
import { createFakeCipher } from '../../fakes/cipher.ts'
import { createRecordedLog } from '../../fakes/log.ts'

const passphrase = 'correct horse battery'
const box = <T>(value: T) => ({
  get: () => value,
  set(next: T) {
    value = next
  },
})

let folder = ''
let vault: Vault
let accounts: Accounts
let entries: NewEntry[]
let now = 1000
const stored = () => ({ accounts: box<StoredAccount[]>([]), active: box<string | null>(null) })
let profile = stored()
const changed = vi.fn()
const switched = vi.fn()
const probe = vi.fn()

async function open() {
  vault = await openVault(join(folder, 'vault.json'), { cipher: createFakeCipher(), log: createRecordedLog() })
  const secrets = createSecrets(vault, createRecordedLog())
  const record = (entry: NewEntry) => void entries.push(entry)
  const vaultProblem = () => vault.problem()
  accounts = createAccounts({ ...profile, secrets, vaultProblem, probe, record, changed, switched, now: () => now })
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'accounts-'))
  profile = stored()
  entries = []
  now = 1000
  vi.clearAllMocks()
  await open()
})
afterEach(() => rmSync(folder, { recursive: true }))

const draft = (more: Partial<AccountDraft> = {}): AccountDraft => ({
  name: 'Main',
  site: 'cn',
  secretId: 'sample-id-0001',
  secretKey: 'sample-key-0001',
  ...more,
})

describe('saving an account', () => {
  it('shows only the tail of its id, and that there is a key', async () => {
    const saved = await accounts.save(draft({ token: 'sample-token' }))
    expect(saved).toEqual({
      id: saved.id,
      name: 'Main',
      site: 'cn',
      secretIdTail: '0001',
      hasKey: true,
      hasToken: true,
      tokenExpiresAt: null,
      endpoint: null,
      practiceTimeScale: null,
    })
    expect(JSON.stringify([saved, accounts.list(), entries])).not.toMatch(/sample-(id|key|token)/)
  })

  it('makes the first one active, and the next one not', async () => {
    const first = await accounts.save(draft())
    await accounts.save(draft({ name: 'Second' }))
    expect(accounts.activeId()).toBe(first.id)
    expect(switched).toHaveBeenCalledTimes(1)
  })

  it('needs a whole key for a new one', async () => {
    await expect(accounts.save({ name: 'x', site: 'cn', secretId: 'sample-id' })).rejects.toMatchObject({
      code: 'account.noKey',
    })
    expect(accounts.list()).toEqual([])
  })

  it('leaves what the draft does not name as it is', async () => {
    const { id } = await accounts.save(
      draft({ token: 'sample-token', tokenExpiresAt: 5000, endpoint: 'https://proxy.example' }),
    )
    const renamed = await accounts.save({ id, name: 'Renamed', site: 'cn' })
    expect(renamed).toMatchObject({
      name: 'Renamed',
      hasToken: true,
      tokenExpiresAt: 5000,
      endpoint: 'https://proxy.example',
    })
    expect(accounts.access(id)).toMatchObject({ secretKey: 'sample-key-0001', token: 'sample-token' })
    expect(switched).toHaveBeenCalledTimes(1)
  })

  it('removes the token, with its expiry, by null', async () => {
    const { id } = await accounts.save(draft({ token: 'sample-token', tokenExpiresAt: 5000 }))
    expect(await accounts.save({ id, name: 'Main', site: 'cn', token: null })).toMatchObject({
      hasToken: false,
      tokenExpiresAt: null,
    })
  })

  it.each([{ secretKey: 'other' }, { site: 'intl' as const }, { endpoint: 'https://proxy.example' }, { token: 't' }])(
    'starts the active one afresh when %j changes how it is reached',
    async (more) => {
      const { id } = await accounts.save(draft())
      switched.mockClear()
      await accounts.save({ id, name: 'Main', site: 'cn', ...more })
      expect(switched).toHaveBeenCalledTimes(1)
    },
  )

  it('is noted with what changed, secrets as words', async () => {
    const { id } = await accounts.save(draft())
    await accounts.save({ ...draft({ secretKey: 'sample-key-0002', name: 'New' }), id })
    const entry = entries.findLast(({ kind }) => kind === 'account.saved')
    expect(entry).toMatchObject({
      target: 'New',
      before: { name: 'Main', secretKey: 'set', token: 'none' },
      after: { name: 'New', secretKey: 'changed', token: 'none' },
    })
  })

  it('refuses one that is not there', async () => {
    await expect(accounts.save(draft({ id: 'gone' }))).rejects.toMatchObject({ code: 'account.unknown' })
  })

  it('keeps nothing when the vault is locked', async () => {
    await vault.setMode('passphrase', { passphrase })
    await open()
    await expect(accounts.save(draft())).rejects.toMatchObject({ code: 'vault.locked' })
    expect(accounts.list()).toEqual([])
  })
})

describe('using an account', () => {
  it('gives a call everything it needs', async () => {
    const { id } = await accounts.save(draft({ endpoint: 'http://127.0.0.1:9' }))
    const access: CloudAccess = {
      site: 'cn',
      endpoint: 'http://127.0.0.1:9',
      secretId: 'sample-id-0001',
      secretKey: 'sample-key-0001',
      token: null,
    }
    expect(accounts.access(id)).toEqual(access)
  })

  it('refuses a token that has expired before the cloud does', async () => {
    const { id } = await accounts.save(draft({ token: 't', tokenExpiresAt: 2000 }))
    expect(accounts.access(id).token).toBe('t')
    now = 2000
    expect(() => accounts.access(id)).toThrow('account.tokenExpired')
  })

  it('says whether the key is missing or only locked away', async () => {
    const { id } = await accounts.save(draft())
    await vault.setMode('passphrase', { passphrase })
    await open()
    expect(accounts.list()[0]).toMatchObject({ hasKey: false, secretIdTail: '0001' })
    expect(() => accounts.access(id)).toThrow('vault.locked')
    await vault.unlock(passphrase)
    expect(accounts.access(id).secretId).toBe('sample-id-0001')
    await vault.setMode('session')
    await open()
    expect(() => accounts.access(id)).toThrow('account.noKey')
  })
})

describe('testing', () => {
  const signal = new AbortController().signal

  it('takes a saved account or a draft, filled up with what is stored', async () => {
    const { id } = await accounts.save(draft())
    await accounts.test({ id }, signal)
    await accounts.test({ draft: { id, name: 'x', site: 'intl', secretKey: 'other' } }, signal)
    expect(probe.mock.calls.map(([access]) => [access.site, access.secretId, access.secretKey])).toEqual([
      ['cn', 'sample-id-0001', 'sample-key-0001'],
      ['intl', 'sample-id-0001', 'other'],
    ])
    expect(accounts.list()).toHaveLength(1)
    expect(accounts.access(id).secretKey).toBe('sample-key-0001')
  })
})

describe('switching and removing', () => {
  it('switches once, and notes from where to where', async () => {
    await accounts.save(draft())
    const { id } = await accounts.save(draft({ name: 'Second' }))
    switched.mockClear()
    accounts.activate(id)
    accounts.activate(id)
    expect(switched).toHaveBeenCalledTimes(1)
    expect(entries.at(-1)).toMatchObject({ kind: 'account.activated', target: 'Second', before: { account: 'Main' } })
    expect(() => accounts.activate('gone')).toThrow('account.unknown')
  })

  it('removes the secrets with the account', async () => {
    const { id } = await accounts.save(draft())
    await accounts.remove(id)
    expect(accounts.list()).toEqual([])
    expect(accounts.activeId()).toBeNull()
    expect(vault.get(`account:${id}`)).toBeNull()
  })

  it('removes nothing while the vault is locked', async () => {
    const { id } = await accounts.save(draft())
    await vault.setMode('passphrase', { passphrase })
    await open()
    await expect(accounts.remove(id)).rejects.toMatchObject({ code: 'vault.locked' })
    expect(accounts.list()).toHaveLength(1)
  })

  it('keeps a practice account’s key out of the vault', async () => {
    await vault.setMode('weak')
    const account: StoredAccount = {
      id: 'practice-cn',
      name: 'Practice',
      site: 'cn',
      secretIdTail: '',
      tokenExpiresAt: null,
      endpoint: 'http://127.0.0.1:9',
      practiceTimeScale: 20,
    }
    accounts.putPractice(account, { secretId: 'sample', secretKey: 'sample', token: null })
    expect(accounts.access('practice-cn').secretKey).toBe('sample')
    expect(vault.get('account:practice-cn')).toBeNull()
    accounts.putPractice({ ...account, endpoint: null }, null)
    expect(accounts.list()[0]?.hasKey).toBe(false)
  })
})
