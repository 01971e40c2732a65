/** Why a delivery has the trust it has, as the receiver notes it down (security W5). */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createDecoder } from '../../../src-main/core/receiver/decode.ts'
import { createKeyring } from '../../../src-main/core/receiver/keyring.ts'

const at = 1_700_000_000_000
const inTime = at / 1000 + 600
const slots: Record<string, { accountId: string; templateId: number | null }> = {
  known: { accountId: 'acc', templateId: 7 },
  keyless: { accountId: 'acc', templateId: 8 },
  unsaved: { accountId: 'acc', templateId: null },
  unread: { accountId: 'other', templateId: 7 },
}

function decodeWith(body: object, slot = 'known') {
  const keyring = createKeyring({ now: () => at })
  keyring.set('acc', new Map([[7, 'first']]))
  keyring.set('acc', new Map([[7, 'second']]))
  const decode = createDecoder({ keyring, resolveSlot: (given) => slots[given] ?? null })
  const text = JSON.stringify({ event_type: 1, ...body })
  return decode({ slot, group: 'record', rawHeaders: [], rawPath: '/', body: Buffer.from(text), receivedAt: at })
}

const signed = (key: string, t: number) => ({ t, sign: createHash('md5').update(`${key}${t}`).digest('hex') })

describe('the reason of a trust', () => {
  it('is silent for what is verified with the current key and in time', () => {
    expect(decodeWith(signed('second', inTime))).toMatchObject({ trust: 'ok', facts: {} })
    expect(decodeWith(signed('second', inTime)).facts).not.toHaveProperty('signedWith')
  })

  it('names the replaced key', () => {
    expect(decodeWith(signed('first', inTime))).toMatchObject({ trust: 'ok', facts: { signedWith: 'replaced' } })
    expect(decodeWith(signed('first', inTime), 'unsaved').facts.signedWith).toBe('replaced')
  })

  it('says how late it came, whichever key it was', () => {
    expect(decodeWith(signed('second', at / 1000 - 180))).toMatchObject({ trust: 'late', facts: { lateMs: 180_000 } })
    expect(decodeWith(signed('first', at / 1000 - 1)).facts).toMatchObject({ lateMs: 1000, signedWith: 'replaced' })
  })

  it.each([
    ['a time that is no whole number', { t: '17000000000', sign: 'a'.repeat(32) }, 'time'],
    ['no time', { sign: 'a'.repeat(32) }, 'time'],
    ['a signature of the wrong shape', { t: inTime, sign: 'abc' }, 'sign'],
  ])('says what could not be read: %s', (_what, body, unsound) => {
    expect(decodeWith(body)).toMatchObject({ trust: 'wrong', facts: { unsound } })
  })

  it('leaves a signature that simply does not fit without a further reason', () => {
    const { trust, facts } = decodeWith(signed('somebody else’s', inTime))
    expect(trust).toBe('wrong')
    expect(facts).not.toHaveProperty('unsound')
  })

  it.each([
    ['an address this desk does not know', 'gone', 'path'],
    ['an account whose keys were never read', 'unread', 'unread'],
    ['a template without a key', 'keyless', 'template'],
  ])('says why no key is known: %s', (_what, slot, noKey) => {
    expect(decodeWith(signed('second', inTime), slot)).toMatchObject({ trust: 'noKey', facts: { noKey } })
  })
})
