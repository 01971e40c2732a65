/** A keychain that reverses the text, of a strength a test may change, and that can go away. */
import type { Cipher } from '../../src-main/core/host.ts'

export interface FakeCipher extends Cipher {
  level: 'strong' | 'weak' | 'none'
  isAway: boolean
  /** Its key has been replaced; what is sealed from now on needs no second time. */
  isRotated: boolean
}

const turned = (text: string) => [...text].reverse().join('')

export function createFakeCipher(level: FakeCipher['level'] = 'strong'): FakeCipher {
  return {
    level,
    isAway: false,
    isRotated: false,
    async strength() {
      return this.level
    },
    async encrypt(plain) {
      if (this.isAway) throw new Error('the keychain is locked')
      return Buffer.from(turned(plain))
    },
    async decrypt(sealed) {
      if (this.isAway) throw new Error('the keychain is locked')
      return { plain: turned(sealed.toString('utf8')), isOutdated: this.isRotated }
    },
  }
}
