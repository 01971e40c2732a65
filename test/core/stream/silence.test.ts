import { describe, expect, it } from 'vitest'
import { findSilent, type SilenceQuestion } from '../../../src-main/core/stream/silence.ts'
import { room } from './support.ts'

const minute = 60_000
const now = Date.UTC(2026, 0, 2, 12)
const bound = { domain: room.domain, app: '', isHere: true, effectiveFrom: now - 60 * minute }
const onAir = { ...room, since: now - 5 * minute }

const ask = (more: Partial<SilenceQuestion> = {}) =>
  findSilent({
    bindings: [bound],
    online: [onAir],
    isHeard: async () => false,
    hasListened: () => true,
    graceMs: minute,
    now,
    ...more,
  })

describe('a silent binding', () => {
  it('has a stream on air that began under it, and of which nothing has arrived', async () => {
    expect(await ask()).toEqual([{ domain: room.domain, app: '', stream: room, since: onAir.since }])
  })

  it('is none as soon as one of its streams is heard', async () => {
    const other = { ...onAir, stream: 'other' }
    expect(await ask({ online: [onAir, other], isHeard: async ({ stream }) => stream === 'other' })).toEqual([])
  })

  it('is not claimed where the stream need not be heard', async () => {
    expect(await ask({ bindings: [{ ...bound, isHere: false }] })).toEqual([])
    expect(await ask({ bindings: [{ ...bound, effectiveFrom: null }] })).toEqual([])
    // It was on air before the binding took effect: its start was never sent.
    expect(await ask({ bindings: [{ ...bound, effectiveFrom: now - 4 * minute }] })).toEqual([])
    expect(await ask({ online: [{ ...onAir, since: now - 30_000 }] })).toEqual([])
    expect(await ask({ online: [{ ...onAir, since: null }] })).toEqual([])
    expect(await ask({ hasListened: () => false })).toEqual([])
    expect(await ask({ online: [{ ...onAir, domain: 'elsewhere.example' }] })).toEqual([])
  })

  it('is the app’s own where the app has one', async () => {
    const own = { ...bound, app: 'live', isHere: false }
    expect(await ask({ bindings: [bound, own] })).toEqual([])
    expect(await ask({ bindings: [bound, { ...own, isHere: true }] })).toMatchObject([{ app: 'live' }])
  })

  it('names the stream that is on air for longest', async () => {
    const longer = { ...onAir, stream: 'longer', since: now - 20 * minute }
    expect(await ask({ online: [onAir, longer] })).toMatchObject([{ stream: { stream: 'longer' } }])
  })
})
