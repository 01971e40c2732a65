import { beforeEach, describe, expect, it } from 'vitest'
import { createDecoder } from '../../../src-main/core/receiver/decode.ts'
import { createKeyring, type Keyring } from '../../../src-main/core/receiver/keyring.ts'
import { callbackKey, signed } from '../../support/receiving-desk.ts'

const receivedAt = 1_700_000_000_000
const t = 1_700_000_600
const path = `/c/abcdefgh.${'Ab_-'.repeat(5)}xy/record`

let keyring: Keyring
let slots: Record<string, { accountId: string; templateId: number | null }>

beforeEach(() => {
  keyring = createKeyring()
  keyring.set('acc', new Map([[17, callbackKey]]))
  slots = { abcdefgh: { accountId: 'acc', templateId: 17 } }
})

function decode(body: object | string, { slot = 'abcdefgh', at = receivedAt } = {}) {
  return createDecoder({ keyring, resolveSlot: (given) => slots[given] ?? null })({
    slot,
    group: 'record',
    rawHeaders: ['Host', 'desk.example.com', 'Cookie', 'a=b'],
    rawPath: path,
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    receivedAt: at,
  })
}

describe('a delivery', () => {
  it('belongs to the account and template its path was handed out for', () => {
    expect(decode(signed({ event_type: 1 }, { t }))).toMatchObject({
      accountId: 'acc',
      templateId: 17,
      trust: 'ok',
      type: 1,
      rejection: null,
      validUntil: t * 1000,
    })
  })

  it('of a path that is no longer known belongs to nobody and cannot be trusted', () => {
    expect(decode(signed({ event_type: 1 }, { t }), { slot: 'zzzzzzzz' })).toMatchObject({
      accountId: null,
      templateId: null,
      trust: 'noKey',
    })
  })

  it('is graded by the time it arrived', () => {
    expect(decode(signed({ event_type: 1 }, { t }), { at: t * 1000 + 1 }).trust).toBe('late')
  })

  it('that cannot be read is kept with the reason', () => {
    expect(decode('event_type=1')).toMatchObject({ rejection: 'notJson', type: null, trust: 'missing', facts: {} })
    expect(decode('event_type=1').identity).toEqual(decode('event_type=1').identity)
    expect(decode('event_type=1').identity).not.toEqual(decode('event_type=2').identity)
  })

  it('keeps no credential outside its body', () => {
    const body = { event_type: 0, errmsg: 'rtmp://a/b?txSecret=0011223344&x', stream_param: 'txSecret=0011223344' }
    const { body: _body, ...event } = decode(signed(body, { t }))
    const kept = JSON.stringify({ ...event, signature: null })
    expect(kept).not.toContain('0011223344')
    expect(kept).not.toContain('Ab_-')
    expect(kept).not.toContain('Cookie')
    expect(event.path).toBe('/c/abcdefgh.****/record')
  })
})

describe('the identity of an event', () => {
  const start = { event_type: 1, sequence: '1' }

  it('is the same for its repeats, early and late', () => {
    const { identity } = decode(signed(start, { t }))
    expect(identity).toHaveLength(16)
    expect(decode(signed(start, { t: t + 60 })).identity).toEqual(identity)
    expect(decode(signed(start, { t }), { at: t * 1000 + 1 }).identity).toEqual(identity)
  })

  it('differs between accounts', () => {
    slots.other = { accountId: 'other', templateId: 17 }
    expect(decode(start, { slot: 'other' }).identity).not.toEqual(decode(start).identity)
  })

  it('of a forgery is not that of the real event, which would otherwise pass for its repeat', () => {
    const real = decode(signed(start, { t })).identity
    expect(decode(signed(start, { t, key: 'guessed' })).identity).not.toEqual(real)
    expect(decode(start).identity).not.toEqual(real)
  })
})
