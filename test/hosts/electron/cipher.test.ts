import { describe, expect, it, vi } from 'vitest'
import { createCipher } from '../../../src-main/hosts/electron/cipher.ts'
import { safeStorage } from '../../fakes/electron.ts'

vi.mock('electron', () => import('../../fakes/electron.ts'))

type Backend = ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>
const storage = ({ available = true, backend = 'gnome_libsecret' as Backend, prefix = 'v11' } = {}) => ({
  isAsyncEncryptionAvailable: async () => available,
  encryptStringAsync: async (text: string) => Buffer.from(`${prefix}${text}`),
  decryptStringAsync: async (sealed: Buffer) => ({ result: sealed.toString().slice(3), shouldReEncrypt: false }),
  getSelectedStorageBackend: () => backend,
})
const strength = (what: Parameters<typeof storage>[0], platform: NodeJS.Platform = 'linux') =>
  createCipher(storage(what), platform).strength()

describe('what the system’s keychain is worth (S1)', () => {
  it.each<[Backend, string, string]>([
    ['gnome_libsecret', 'v11', 'strong'],
    ['kwallet', 'v11', 'strong'],
    ['kwallet5', 'v11', 'strong'],
    ['kwallet6', 'v12', 'strong'],
    ['basic_text', 'v11', 'weak'],
    ['unknown', 'v11', 'weak'],
    ['gnome_libsecret', 'v10', 'weak'],
    ['kwallet6', 'v10', 'weak'],
    ['basic_text', 'v10', 'weak'],
    ['unknown', 'v10', 'weak'],
  ])('on Linux with %s and texts that start %s is: %s', async (backend, prefix, expected) => {
    expect(await strength({ backend, prefix })).toBe(expected)
  })

  it('on macOS and Windows is strong, where every text starts with v10', async () => {
    expect(await strength({ prefix: 'v10' }, 'darwin')).toBe('strong')
    expect(await strength({ prefix: 'v10' }, 'win32')).toBe('strong')
  })

  it('is nothing when it is not available, cannot encrypt, or gives back something else', async () => {
    expect(await strength({ available: false })).toBe('none')
    expect(await strength({ available: false }, 'darwin')).toBe('none')
    const broken = { ...storage(), encryptStringAsync: () => Promise.reject(new Error('locked')) }
    expect(await createCipher(broken, 'linux').strength()).toBe('none')
    const lying = { ...storage(), decryptStringAsync: async () => ({ result: 'else', shouldReEncrypt: false }) }
    expect(await createCipher(lying, 'linux').strength()).toBe('none')
  })

  it('is asked anew each time, since a keychain can be unlocked', async () => {
    const system = storage({ available: false })
    const cipher = createCipher(system, 'linux')
    expect(await cipher.strength()).toBe('none')
    system.isAsyncEncryptionAvailable = async () => true
    expect(await cipher.strength()).toBe('strong')
  })
})

describe('sealing', () => {
  it('gives back what went in', async () => {
    const cipher = createCipher(safeStorage as never)
    const sealed = await cipher.encrypt('a fake key 密钥')
    expect(sealed.toString()).not.toContain('a fake key')
    expect(await cipher.decrypt(sealed)).toEqual({ plain: 'a fake key 密钥', isOutdated: false })
  })

  it('says when the keychain has a newer key by now', async () => {
    const rotated = { ...storage(), decryptStringAsync: async () => ({ result: 'text', shouldReEncrypt: true }) }
    expect(await createCipher(rotated, 'linux').decrypt(Buffer.from('v11'))).toEqual({
      plain: 'text',
      isOutdated: true,
    })
  })

  it('rejects what cannot be opened now, so that it is left alone', async () => {
    const locked = { ...storage(), decryptStringAsync: () => Promise.reject(new Error('locked')) }
    await expect(createCipher(locked, 'linux').decrypt(Buffer.from('v11'))).rejects.toThrow('locked')
  })
})
