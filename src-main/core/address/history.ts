/**
 * What the heartbeats tell over time: the curve of their latency, and the gaps in which the address did not lead
 * here. A gap begins when the address was last proven, since nobody knows how soon after that it broke; it is
 * reported once when the address turns red and once, with its length, when it is back.
 */
import type { Beat } from '../../contract/address.ts'
import { AppError } from '../../contract/errors.ts'
import type { AddressStatus } from '../../contract/receiver.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { Note } from '../host.ts'
import type { Log } from '../log.ts'
import type { AddressBeatsTable } from '../store/address-beats.ts'
import type { AddressGapsTable } from '../store/address-gaps.ts'

export interface AddressHistory {
  /** Of the address, oldest first. */
  beats(base: string | null): Beat[]
  observe(status: AddressStatus): void
}

export interface HistoryParts {
  readonly beats: AddressBeatsTable
  readonly gaps: AddressGapsTable
  readonly record: RecordActivity
  /** To the person, wherever they are. */
  readonly notify: (note: Omit<Note, 'language'>) => void
  readonly accountId: () => string | null
  readonly log: Log
  readonly now: () => number
}

const shownMs = 3 * 60 * 60_000
/** An event is repeated for 12 minutes; one that happened earlier in a longer gap is gone (css-callbacks, section 1). */
export const repeatedMs = 12 * 60_000

export function createHistory({ beats, gaps, record, notify, accountId, log, now }: HistoryParts): AddressHistory {
  const guarded = (write: () => void) => {
    try {
      write()
    } catch (error) {
      log.warn('what is known of the address could not be stored', { error })
    }
  }

  function lost(base: string, { checkedAt, provenAt, error }: AddressStatus): void {
    const from = provenAt ?? checkedAt ?? now()
    guarded(() => gaps.open(base, from))
    record({
      kind: 'address.lost',
      target: base,
      account: accountId(),
      after: { gapFrom: provenAt },
      outcome: 'failed',
      ...(error ? { error: AppError.fromShape(error) } : {}),
    })
    notify({ kind: 'address.lost', params: { address: base, from } })
  }

  function back(base: string, from: number, { provenAt }: AddressStatus): void {
    const to = provenAt ?? now()
    const ms = to - from
    guarded(() => gaps.close(base))
    record({
      kind: 'address.back',
      target: base,
      account: accountId(),
      after: { gapFrom: from, gapTo: to, gapMs: ms, gapLoss: ms > repeatedMs ? 'partly' : 'late' },
    })
    notify({ kind: 'address.back', params: { address: base, from, to } })
  }

  return {
    beats: (base) => (base === null ? [] : beats.since(base, now() - shownMs)),
    observe(status) {
      const { url, state, checkedAt, latencyMs } = status
      // A first miss of an address whose tunnel has yet to stand is none.
      if (url === null || checkedAt === null || state === 'unproven') return
      guarded(() => beats.add(url, { at: checkedAt, latencyMs }))
      const since = gaps.since(url)
      if (state === 'failed' && since === null) lost(url, status)
      if (state === 'proven' && since !== null) back(url, since, status)
    },
  }
}
