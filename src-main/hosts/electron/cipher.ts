/**
 * Encryption by the system's keychain, through the async safeStorage API only (security S1). On Linux it
 * calls itself available even with Chromium's constant key, so what it is worth is found out: from the
 * backend's name, and from a probe, whose text starts with `v10` under that key. (On macOS and Windows
 * every text starts so.)
 */
import { type SafeStorage, safeStorage as systemStorage } from 'electron'
import type { Cipher } from '../../core/host.ts'

type Storage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>

export function createCipher(storage: Storage = systemStorage, platform: NodeJS.Platform = process.platform): Cipher {
  return {
    strength: () => findStrength(storage, platform).catch(() => 'none' as const),
    encrypt: (plain) => storage.encryptStringAsync(plain),
    async decrypt(sealed) {
      const { result, shouldReEncrypt } = await storage.decryptStringAsync(sealed)
      return { plain: result, isOutdated: shouldReEncrypt }
    },
  }
}

const probeText = 'callback-desk'

async function findStrength(storage: Storage, platform: NodeJS.Platform): Promise<'strong' | 'weak' | 'none'> {
  if (!(await storage.isAsyncEncryptionAvailable())) return 'none'
  const probe = await storage.encryptStringAsync(probeText)
  if ((await storage.decryptStringAsync(probe)).result !== probeText) return 'none'
  if (platform !== 'linux') return 'strong'
  const isConstantKey = probe.subarray(0, 3).toString('latin1') === 'v10'
  const isNoKeychain = ['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend())
  return isConstantKey || isNoKeychain ? 'weak' : 'strong'
}
