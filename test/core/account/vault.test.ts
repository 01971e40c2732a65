import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { VaultMode } from '../../../src-main/contract/account.ts'
import { openVault } from '../../../src-main/core/account/vault.ts'
import { createFakeCipher } from '../../fakes/cipher.ts'
import { createRecordedLog } from '../../fakes/log.ts'

const secret = 'CANARY-secret-value-0001'
const passphrase = 'correct horse battery'
let folder = ''
let file = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-'))
  file = join(folder, 'vault.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = (cipher = createFakeCipher()) => openVault(file, { cipher, log: createRecordedLog() })
const onDisk = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')

describe('where secrets lie by default', () => {
  it('is the keychain where it is strong', async () => {
    const vault = await open()
    expect(vault.status()).toEqual({ mode: 'keychain', locked: false, keychain: 'strong' })
    await vault.set('a', secret)
    expect((await open()).get('a')).toBe(secret)
    expect(onDisk()).not.toContain(secret)
  })

  it.each(['weak', 'none'] as const)(
    'is memory only where the keychain is %s: nothing reaches the disk',
    async (level) => {
      const vault = await open(createFakeCipher(level))
      expect(vault.status()).toEqual({ mode: 'session', locked: false, keychain: level })
      expect(vault.isChosen).toBe(false)
      await vault.set('a', secret)
      expect(vault.get('a')).toBe(secret)
      expect(readdirSync(folder)).toEqual([])
      expect((await open(createFakeCipher(level))).get('a')).toBeNull()
    },
  )

  it('refuses to use a keychain that is not strong', async () => {
    const vault = await open(createFakeCipher('weak'))
    await expect(vault.setMode('keychain')).rejects.toMatchObject({ code: 'call.input' })
    expect(vault.status().mode).toBe('session')
  })
})

describe('a passphrase', () => {
  it('opens what it sealed, and only the right one does', async () => {
    const before = await open(createFakeCipher('none'))
    await before.set('a', secret)
    await before.setMode('passphrase', { passphrase })
    expect(onDisk()).not.toContain(secret)

    const vault = await open(createFakeCipher('none'))
    expect(vault.status()).toMatchObject({ mode: 'passphrase', locked: true })
    expect(vault.get('a')).toBeNull()
    await expect(vault.set('b', 'x')).rejects.toMatchObject({ code: 'vault.locked' })
    await expect(vault.unlock('wrong')).rejects.toMatchObject({ code: 'vault.wrongPassphrase' })
    expect(vault.status().locked).toBe(true)

    await vault.unlock(passphrase)
    expect(vault.get('a')).toBe(secret)
    await vault.set('b', 'second')
    const again = await open(createFakeCipher('none'))
    await again.unlock(passphrase)
    expect([again.get('a'), again.get('b')]).toEqual([secret, 'second'])
  })

  it('must be given with the mode', async () => {
    await expect((await open()).setMode('passphrase')).rejects.toMatchObject({ code: 'call.input' })
  })
})

describe('changing the mode', () => {
  const path: VaultMode[] = ['keychain', 'weak', 'passphrase', 'keychain', 'session', 'weak']

  it('takes every secret along and leaves nothing of the old way behind', async () => {
    let vault = await open()
    await vault.set('a', secret)
    await vault.set('b', 'second')
    for (const mode of path) {
      await vault.setMode(mode, mode === 'passphrase' ? { passphrase } : {})
      expect(vault.status()).toMatchObject({ mode, locked: false })
      expect([vault.get('a'), vault.get('b')], mode).toEqual([secret, 'second'])
      expect(onDisk().includes(secret), mode).toBe(mode === 'weak')
      expect(readdirSync(folder)).toEqual(['vault.json'])
      if (mode === 'session') continue
      vault = await open()
      if (mode === 'passphrase') await vault.unlock(passphrase)
    }
  })

  it('is remembered, the choice of memory only included', async () => {
    await (await open()).setMode('session')
    const vault = await open()
    expect(vault.status().mode).toBe('session')
    expect(vault.isChosen).toBe(true)
  })

  it('needs an open vault, or the wish to start over, which keeps the old file', async () => {
    await (await open()).setMode('passphrase', { passphrase })
    const vault = await open()
    await expect(vault.setMode('session')).rejects.toMatchObject({ code: 'vault.locked' })
    await vault.setMode('keychain', { startOver: true })
    expect(vault.get('a')).toBeNull()
    await vault.set('a', 'new')
    expect(readdirSync(folder).filter((name) => name.includes('aside'))).toHaveLength(1)
  })

  it('keeps the secrets although one asked to start over an open vault', async () => {
    const vault = await open()
    await vault.set('a', secret)
    await vault.setMode('weak', { startOver: true })
    expect(vault.get('a')).toBe(secret)
  })
})

describe('a keychain with a newer key', () => {
  it('has the vault sealed anew under it, once', async () => {
    await (await open()).set('a', secret)
    const cipher = createFakeCipher()
    cipher.isRotated = true
    cipher.encrypt = async (plain) => Buffer.from([...`${plain} `].reverse().join(''))
    const bytes = readFileSync(file)
    const vault = await open(cipher)
    expect(vault.get('a')).toBe(secret)
    expect(readFileSync(file)).not.toEqual(bytes)
    expect(readdirSync(folder)).toEqual(['vault.json'])
    expect((await open()).get('a')).toBe(secret)
  })

  it('costs nothing when sealing anew fails: the old file stays and is used', async () => {
    await (await open()).set('a', secret)
    const cipher = createFakeCipher()
    cipher.isRotated = true
    cipher.encrypt = () => Promise.reject(new Error('the keychain is locked'))
    const bytes = readFileSync(file)
    expect((await open(cipher)).get('a')).toBe(secret)
    expect(readFileSync(file)).toEqual(bytes)
  })
})

describe('what cannot be read now', () => {
  it('is left alone while the keychain is away, and there again when it is back', async () => {
    await (await open()).set('a', secret)
    const bytes = readFileSync(file)
    const cipher = createFakeCipher()
    cipher.isAway = true
    const vault = await open(cipher)
    expect(vault.get('a')).toBeNull()
    expect(vault.problem()?.code).toBe('vault.unreadable')
    await expect(vault.set('b', 'x')).rejects.toMatchObject({ code: 'vault.unreadable' })
    await expect(vault.setMode('session')).rejects.toMatchObject({ code: 'vault.unreadable' })
    expect(readFileSync(file)).toEqual(bytes)

    cipher.isAway = false
    await vault.set('b', 'x')
    expect([vault.get('a'), vault.get('b')]).toEqual([secret, 'x'])
  })

  it('keeps the old file when the keychain fails while sealing anew', async () => {
    const cipher = createFakeCipher()
    const vault = await open(cipher)
    await vault.set('a', secret)
    const bytes = readFileSync(file)
    cipher.isAway = true
    await expect(vault.set('a', 'other')).rejects.toThrow('locked')
    cipher.isAway = false
    cipher.level = 'weak'
    await expect(vault.set('a', 'other')).rejects.toMatchObject({ code: 'vault.unreadable' })
    expect(readFileSync(file)).toEqual(bytes)
    expect(vault.get('a')).toBe(secret)
  })

  it.each(['', '{', '[]', '{"version":2,"mode":"weak","secrets":{}}', '{"version":1,"mode":"keychain"}'])(
    'is a damaged file (%j), which stays as it is',
    async (text) => {
      writeFileSync(file, text)
      const vault = await open()
      expect(vault.problem()?.code).toBe('vault.unreadable')
      await expect(vault.set('a', 'x')).rejects.toMatchObject({ code: 'vault.unreadable' })
      await expect(vault.unlock('x')).rejects.toMatchObject({ code: 'vault.unreadable' })
      expect(readFileSync(file, 'utf8')).toBe(text)
    },
  )
})

describe('the file', () => {
  it('is for its user only, also when it was not before', async () => {
    const vault = await open()
    await vault.setMode('weak')
    chmodSync(file, 0o644)
    await vault.set('a', secret)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('is rid of what a crash left half written', async () => {
    writeFileSync(`${file}.tmp`, secret)
    await open()
    expect(existsSync(`${file}.tmp`)).toBe(false)
  })

  it('holds every one of many changes made at once', async () => {
    const vault = await open()
    await Promise.all(Array.from({ length: 30 }, (_, index) => vault.set(`key-${index}`, String(index))))
    await vault.set('key-7', null)
    const again = await open()
    expect(again.get('key-29')).toBe('29')
    expect(again.get('key-7')).toBeNull()
  })
})
