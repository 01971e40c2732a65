/** What the heartbeats tell over time: the curve, and the gaps with their length. */
import { describe, expect, it } from 'vitest'
import type { AddressStatus } from '../../../src-main/contract/receiver.ts'
import type { NewEntry } from '../../../src-main/core/activity/activity.ts'
import { createHistory } from '../../../src-main/core/address/history.ts'
import { createAddressBeatsTable } from '../../../src-main/core/store/address-beats.ts'
import { createAddressGapsTable } from '../../../src-main/core/store/address-gaps.ts'
import { openStore } from '../../../src-main/core/store/store.ts'
import { createRecordedLog } from '../../fakes/log.ts'

const minute = 60_000
const base = 'https://cb.example.com'

function create() {
  const log = createRecordedLog()
  const store = openStore(':memory:', { log })
  const entries: NewEntry[] = []
  const notes: { kind: string; params: object }[] = []
  let at = 1_700_000_000_000
  const run = () =>
    createHistory({
      beats: createAddressBeatsTable(store),
      gaps: createAddressGapsTable(store),
      record: (entry) => void entries.push(entry),
      notify: (note) => void notes.push(note),
      accountId: () => 'acc',
      log,
      now: () => at,
    })
  let history = run()
  let provenAt: number | null = null
  const beat = (state: AddressStatus['state'], url = base) => {
    if (state === 'proven') provenAt = at
    const error = state === 'failed' ? { code: 'receiver.addressGateway' as const, params: { status: 502 } } : null
    history.observe({ url, state, checkedAt: at, provenAt, latencyMs: state === 'proven' ? 40 : null, error })
  }
  return {
    entries,
    notes,
    beat,
    beats: (of: string | null = base) => history.beats(of),
    wait: (ms: number) => (at += ms),
    now: () => at,
    restart: () => {
      history = run()
    },
  }
}

describe('the curve of the heartbeats', () => {
  it('begins with the first answer of a new address, not with what was asked before its tunnel stood', () => {
    const { beat, beats, entries, notes } = create()
    beat('unproven')
    beat('proven')
    expect(beats()).toHaveLength(1)
    expect([entries, notes]).toEqual([[], []])
  })

  it('holds the last three hours of this address, misses among them, over a restart', () => {
    const { beat, beats, wait, restart, now } = create()
    beat('proven')
    wait(2 * 60 * minute)
    beat('failed')
    wait(1)
    beat('proven', 'https://other.example.com')
    wait(minute - 1)
    beat('proven')
    restart()
    expect(beats()).toEqual([
      { at: now() - 121 * minute, latencyMs: 40 },
      { at: now() - minute, latencyMs: null },
      { at: now(), latencyMs: 40 },
    ])
    wait(60 * minute)
    expect(beats()).toHaveLength(2)
    expect(beats(null)).toEqual([])
  })

  it('shows a miss as a miss', () => {
    const { beat, beats } = create()
    beat('failed')
    expect(beats()).toMatchObject([{ latencyMs: null }])
  })
})

describe('a gap', () => {
  it('is told when the address turns red, and once more with its length when it is back', () => {
    const { beat, wait, entries, notes, now } = create()
    beat('proven')
    const from = now()
    wait(minute)
    beat('failed')
    wait(minute)
    beat('failed')
    wait(5 * minute)
    beat('proven')
    wait(minute)
    beat('proven')
    expect(entries).toMatchObject([
      { kind: 'address.lost', target: base, outcome: 'failed', error: { code: 'receiver.addressGateway' } },
      {
        kind: 'address.back',
        after: { gapFrom: from, gapTo: from + 7 * minute, gapMs: 7 * minute, gapLoss: 'late' },
      },
    ])
    expect(notes).toMatchObject([
      { kind: 'address.lost', params: { address: base, from } },
      { kind: 'address.back', params: { from, to: from + 7 * minute } },
    ])
  })

  it('says that events are lost when it was longer than the cloud repeats', () => {
    const { beat, wait, entries } = create()
    beat('proven')
    wait(minute)
    beat('failed')
    wait(12 * minute)
    beat('proven')
    expect(entries.at(-1)?.after).toMatchObject({ gapMs: 13 * minute, gapLoss: 'partly' })
  })

  it('keeps its beginning over a restart', () => {
    const { beat, wait, restart, entries } = create()
    beat('proven')
    wait(minute)
    beat('failed')
    restart()
    wait(minute)
    beat('failed')
    wait(minute)
    beat('proven')
    expect(entries.map(({ kind }) => kind)).toEqual(['address.lost', 'address.back'])
    expect(entries.at(-1)?.after).toMatchObject({ gapMs: 3 * minute })
  })

  it('begins with the first try where the address was never proven', () => {
    const { beat, wait, entries } = create()
    beat('failed')
    wait(2 * minute)
    beat('proven')
    expect(entries.at(-1)?.after).toMatchObject({ gapMs: 2 * minute })
  })
})
