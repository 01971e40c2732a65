import { describe, expect, it } from 'vitest'
import { createKeyring } from '../../../src-main/core/receiver/keyring.ts'

describe('the keyring', () => {
  it('knows the key of each template of each account', () => {
    const keyring = createKeyring()
    keyring.set(
      'a',
      new Map([
        [1, 'one'],
        [2, 'two'],
      ]),
    )
    keyring.set('b', new Map([[1, 'other']]))
    expect(keyring.keysFor('a', 1)).toEqual(['one'])
    expect(keyring.keysFor('b', 1)).toEqual(['other'])
    expect(keyring.keysFor('a', 3)).toEqual([])
    expect(keyring.keysFor(null, 1)).toEqual([])
  })

  it('offers every key of the account where the template is not known yet', () => {
    const keyring = createKeyring()
    keyring.set(
      'a',
      new Map([
        [1, 'one'],
        [2, 'two'],
      ]),
    )
    expect(keyring.keysFor('a', null)).toEqual(['one', 'two'])
  })

  it('keeps a replaced or removed key good for an hour, since the edge goes on signing with it', () => {
    let at = 0
    const keyring = createKeyring({ now: () => at })
    keyring.set('a', new Map([[1, 'old']]))
    keyring.set('a', new Map([[1, 'new']]))
    expect(keyring.keysFor('a', 1)).toEqual(['new', 'old'])
    keyring.set('a', new Map())
    expect(keyring.keysFor('a', 1)).toEqual(['new', 'old'])
    at = 60 * 60_000
    expect(keyring.keysFor('a', 1)).toEqual([])
  })

  it('takes the same keys again without retiring any', () => {
    const keyring = createKeyring()
    keyring.set('a', new Map([[1, 'one']]))
    keyring.set('a', new Map([[1, 'one']]))
    expect(keyring.keysFor('a', 1)).toEqual(['one'])
  })

  it('forgets an account', () => {
    const keyring = createKeyring()
    keyring.set('a', new Map([[1, 'one']]))
    keyring.forget('a')
    expect(keyring.keysFor('a', 1)).toEqual([])
    expect(keyring.keysFor('a', null)).toEqual([])
  })

  it('lets a replaced key go sooner where the cloud runs faster', () => {
    let at = 0
    const keyring = createKeyring({ now: () => at })
    keyring.set('a', new Map([[1, 'old']]), 60)
    keyring.set('a', new Map([[1, 'new']]), 60)
    at = 60_000 - 1
    expect(keyring.keysFor('a', 1)).toEqual(['new', 'old'])
    at = 60_000
    expect(keyring.keysFor('a', 1)).toEqual(['new'])
  })

  it('accepts a key that is about to be set, and makes it the current one when the cloud says so', () => {
    const keyring = createKeyring({ now: () => 0 })
    keyring.set('a', new Map([[1, 'old']]))
    keyring.accept('a', { templateId: 1, key: 'new', until: 1000, standing: 'coming' })
    expect(keyring.keysFor('a', 1)).toEqual(['old', 'new'])
    expect(keyring.isReplaced('a', 1, 'new')).toBe(false)
    keyring.set('a', new Map([[1, 'new']]))
    expect(keyring.keysFor('a', 1)).toEqual(['new', 'old'])
    expect(keyring.isReplaced('a', 1, 'old')).toBe(true)
    expect(keyring.isReplaced('a', 1, 'new')).toBe(false)
    expect(keyring.isReplaced('a', 2, 'old')).toBe(false)
    expect(keyring.isReplaced('a', null, 'old')).toBe(true)
  })

  it('lets a key that never came go when its time is over', () => {
    let at = 0
    const keyring = createKeyring({ now: () => at })
    keyring.set('a', new Map([[1, 'old']]))
    keyring.accept('a', { templateId: 1, key: 'new', until: 9e9, standing: 'coming' })
    at = 8e9
    expect(keyring.keysFor('a', 1)).toEqual(['old', 'new'])
    keyring.set('a', new Map([[1, 'old']]))
    expect(keyring.keysFor('a', 1)).toEqual(['old', 'new'])
    at += 60 * 60_000
    expect(keyring.keysFor('a', 1)).toEqual(['old'])
  })
})
