/** Sealing under a passphrase: scrypt (N = 2^17, r = 8, p = 1; 128 MB, about 0.3 s) and AES-256-GCM. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { AppError } from '../../contract/errors.ts'

const scryptCost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 }
const ivBytes = 12
const tagBytes = 16

export const newSalt = (): Buffer => randomBytes(16)

export function deriveKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Normalised, since keyboards and systems compose the same character differently.
    scrypt(passphrase.normalize('NFKC'), salt, 32, scryptCost, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

export function seal(plain: string, key: Buffer): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  return Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/** Throws `vault.wrongPassphrase` when the key does not fit (or the bytes were changed: the two look alike). */
export function unseal(sealed: Buffer, key: Buffer): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes))
    decipher.setAuthTag(sealed.subarray(-tagBytes))
    return Buffer.concat([decipher.update(sealed.subarray(ivBytes, -tagBytes)), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new AppError('vault.wrongPassphrase', { cause: error })
  }
}
