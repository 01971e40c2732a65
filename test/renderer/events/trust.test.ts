/** The reason of a trust, in words (security W5). */
import { describe, expect, it } from 'vitest'
import type { EventRow } from '../../../src-main/contract/events.ts'
import { explainTrust } from '../../../src-renderer/events/trust.ts'
import { eventRow } from './event-row.ts'
import { wordsOf } from './say-with.ts'

const say = (trust: EventRow['trust'], facts: EventRow['facts'] = {}) =>
  explainTrust({ row: eventRow({ trust, facts }) }, wordsOf('en'))

describe('the trust in words', () => {
  it('says how late, from the row alone', () => {
    expect(say('late', { lateMs: 180_000 })).toBe('Signature right, but 3 min past its time. Kept and marked as late.')
    expect(say('late')).toContain('past its time')
  })

  it('names the replaced key', () => {
    expect(say('ok', { signedWith: 'replaced' })).toContain('signed with the replaced key')
    expect(say('ok')).not.toContain('replaced')
  })

  it('says why no key is known', () => {
    const reasons = ['path', 'unread', 'template'].map((noKey) => say('noKey', { noKey }))
    expect(new Set(reasons).size).toBe(3)
    expect(reasons[1]).toContain('not known yet')
  })

  it('says what made a signature unreadable', () => {
    expect(say('wrong', { unsound: 'time' })).toContain('no whole number')
    expect(say('wrong', { unsound: 'sign' })).toContain('32 hexadecimal')
    expect(say('wrong')).toContain('does not fit')
  })

  it('adds that one signature went on bringing new bodies', () => {
    expect(say('ok', { suspicious: 1 })).toContain('More than 50 new bodies')
  })
})
