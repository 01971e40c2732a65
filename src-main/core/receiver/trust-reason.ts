/**
 * Why a delivery has the trust it has, as facts of its row (security W5): the sentence is the page's. Nothing is
 * added to what is verified, in time, and signed with the current key, which is nearly everything.
 */
import type { EventRow, Trust } from '../../contract/events.ts'
import type { Keyring } from './keyring.ts'
import { signerOf } from './trust.ts'

export interface Judged {
  readonly trust: Trust
  readonly t: string | null
  readonly sign: string | null
  readonly accountId: string | null
  readonly templateId: number | null
  readonly receivedAt: number
}

const none: EventRow['facts'] = {}

/**
 * lateMs: how long after `t` it came. signedWith = 'replaced': the key was the template's before the present one.
 * unsound: 'time' or 'sign', the one that cannot be read. noKey: 'path' (an address this desk no longer knows),
 * 'unread' (the account's keys are not known yet), 'template' (the template has none).
 */
export function reasonFacts(
  { trust, t, sign, accountId, templateId, receivedAt }: Judged,
  keys: readonly string[],
  keyring: Keyring,
): EventRow['facts'] {
  switch (trust) {
    case 'ok':
    case 'late': {
      const late = trust === 'late' ? { lateMs: receivedAt - Number(t) * 1000 } : none
      if (keys.length < 2) return late
      const key = signerOf({ t, sign }, keys)
      return key !== null && keyring.isReplaced(accountId ?? '', templateId, key)
        ? { ...late, signedWith: 'replaced' }
        : late
    }
    case 'wrong':
      return t === null ? { unsound: 'time' } : /^[0-9a-f]{32}$/i.test(sign ?? '') ? none : { unsound: 'sign' }
    case 'noKey':
      return { noKey: accountId === null ? 'path' : keyring.knows(accountId) ? 'template' : 'unread' }
    case 'missing':
    case 'recovered':
      return none
  }
}
