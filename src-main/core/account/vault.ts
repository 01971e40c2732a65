/**
 * Where secrets lie (security S1–S3). What must hold: nothing reaches the disk in session mode; a weak
 * keychain is never chosen by itself; what cannot be decrypted now is left alone and every write is
 * refused until it can be, so that a keychain that is away for a moment costs nothing; every write is whole.
 */

import type { VaultMode, VaultStatus } from '../../contract/account.ts'
import { AppError } from '../../contract/errors.ts'
import type { Cipher } from '../host.ts'
import type { Log } from '../log.ts'
import { deriveKey, newSalt, seal, unseal } from './passphrase.ts'
import { readVaultFile, Secrets, setVaultAside, type VaultFile, writeVaultFile } from './vault-file.ts'

export interface Vault {
  status(): VaultStatus
  /** Why no secret can be read at present; null while the vault is open. */
  problem(): AppError | null
  /** Whether the mode was chosen by a person; otherwise it is what the machine allows. */
  readonly isChosen: boolean
  /** What is stored under a name; null when nothing is, or while the vault is locked or unreadable. */
  get(name: string): string | null
  /** null removes. Throws `vault.locked` or `vault.unreadable`. */
  set(name: string, secret: string | null): Promise<void>
  unlock(passphrase: string): Promise<void>
  setMode(
    mode: VaultMode,
    options?: { passphrase?: string | undefined; startOver?: boolean | undefined },
  ): Promise<void>
}

interface Opened {
  readonly mode: VaultMode
  readonly secrets: Map<string, string>
  readonly key?: { readonly salt: Buffer; readonly bytes: Buffer }
}

interface Shut {
  readonly mode: VaultMode
  readonly shutBy: 'vault.locked' | 'vault.unreadable'
}

type State = Opened | Shut

const isOpen = (state: State): state is Opened => 'secrets' in state

export async function openVault(
  file: string,
  { cipher, log, now = Date.now }: { cipher: Cipher; log: Log; now?: () => number },
): Promise<Vault> {
  const keychain = await cipher.strength()
  let isChosen = true
  let state = await readState()
  let lastChange: Promise<unknown> = Promise.resolve()

  async function readState(): Promise<State> {
    let stored: VaultFile | null
    try {
      stored = readVaultFile(file)
    } catch (error) {
      log.error('the vault cannot be read and is left alone', { error })
      return { mode: 'session', shutBy: 'vault.unreadable' }
    }
    if (!stored) {
      isChosen = false
      return { mode: keychain === 'strong' ? 'keychain' : 'session', secrets: new Map() }
    }
    if (stored.mode === 'passphrase') return { mode: 'passphrase', shutBy: 'vault.locked' }
    if (stored.mode === 'keychain') return readKeychain(Buffer.from(stored.sealed, 'base64'))
    return { mode: stored.mode, secrets: new Map(stored.mode === 'weak' ? Object.entries(stored.secrets) : []) }
  }

  async function readKeychain(bytes: Buffer): Promise<State> {
    try {
      const { plain, isOutdated } = await cipher.decrypt(bytes)
      const read: Opened = { mode: 'keychain', secrets: readUnsealed(plain) }
      if (isOutdated) await sealAnew(read)
      return read
    } catch (error) {
      log.warn('the keychain did not open the vault; its file is left alone', { error })
      return { mode: 'keychain', shutBy: 'vault.unreadable' }
    }
  }

  /** What was read stands, whether or not this works: the next start tries again. */
  async function sealAnew(read: Opened): Promise<void> {
    try {
      writeVaultFile(file, await sealed(read, cipher))
    } catch (error) {
      log.warn('the vault could not be sealed under the new key of the keychain', { error })
    }
  }

  async function write(next: Opened): Promise<void> {
    writeVaultFile(file, await sealed(next, cipher))
    state = next
  }

  /** One change at a time: each starts from what the one before it wrote. */
  function change<T>(work: () => Promise<T>): Promise<T> {
    const done = lastChange.then(work)
    lastChange = done.catch(() => undefined)
    return done
  }

  async function opened(): Promise<Opened> {
    // A keychain that was away may be back; a passphrase only a person can give.
    if (!isOpen(state) && state.mode === 'keychain') state = await readState()
    if (!isOpen(state)) throw new AppError(state.shutBy)
    return state
  }

  async function setSecret(name: string, secret: string | null): Promise<void> {
    const before = await opened()
    if ((before.secrets.get(name) ?? null) === secret) return
    const secrets = new Map(before.secrets)
    if (secret === null) secrets.delete(name)
    else secrets.set(name, secret)
    if (before.mode === 'session') state = { ...before, secrets }
    else await write({ ...before, secrets })
  }

  async function unlock(passphrase: string): Promise<void> {
    if (isOpen(state)) return
    const stored = readVaultFile(file)
    if (stored?.mode !== 'passphrase') throw new AppError('vault.unreadable')
    const salt = Buffer.from(stored.salt, 'base64')
    const bytes = await deriveKey(passphrase, salt)
    const secrets = readUnsealed(unseal(Buffer.from(stored.sealed, 'base64'), bytes))
    state = { mode: 'passphrase', secrets, key: { salt, bytes } }
  }

  async function setMode(mode: VaultMode, passphrase: string | undefined, startOver: boolean): Promise<void> {
    if (mode === 'keychain' && keychain !== 'strong')
      throw refusal('mode', `the keychain of this system is ${keychain}`)
    if (mode === 'passphrase' && passphrase === undefined) throw refusal('passphrase', 'a passphrase is needed')
    const secrets = startOver && !isOpen(state) ? new Map<string, string>() : (await opened()).secrets
    const salt = newSalt()
    const key =
      passphrase !== undefined && mode === 'passphrase' ? { salt, bytes: await deriveKey(passphrase, salt) } : null
    if (!isOpen(state)) setVaultAside(file, now())
    await write({ mode, secrets, ...(key ? { key } : {}) })
    isChosen = true
  }

  return {
    status: () => ({ mode: state.mode, locked: !isOpen(state) && state.shutBy === 'vault.locked', keychain }),
    problem: () => (isOpen(state) ? null : new AppError(state.shutBy)),
    get isChosen() {
      return isChosen
    },
    get: (name) => (isOpen(state) ? (state.secrets.get(name) ?? null) : null),
    set: (name, secret) => change(() => setSecret(name, secret)),
    unlock: (passphrase) => change(() => unlock(passphrase)),
    setMode: (mode, { passphrase, startOver = false } = {}) => change(() => setMode(mode, passphrase, startOver)),
  }
}

async function sealed({ mode, secrets, key }: Opened, cipher: Cipher): Promise<VaultFile> {
  if (mode === 'session') return { version: 1, mode }
  if (mode === 'weak') return { version: 1, mode, secrets: Object.fromEntries(secrets) }
  const text = JSON.stringify(Object.fromEntries(secrets))
  if (mode === 'passphrase') {
    if (!key) throw new AppError('vault.locked')
    return { version: 1, mode, salt: key.salt.toString('base64'), sealed: seal(text, key.bytes).toString('base64') }
  }
  if ((await cipher.strength()) !== 'strong') throw new AppError('vault.unreadable')
  return { version: 1, mode, sealed: (await cipher.encrypt(text)).toString('base64') }
}

/** The cause is left out: a parser's message repeats what it read. */
function readUnsealed(text: string): Map<string, string> {
  try {
    return new Map(Object.entries(Secrets.parse(JSON.parse(text))))
  } catch {
    throw new AppError('vault.unreadable', { details: { message: 'what the vault holds is damaged' } })
  }
}

const refusal = (path: string, problem: string) =>
  new AppError('call.input', { details: { fields: [{ path, problem }] } })
