/** Watches by which address the events of moved templates come: the first one by the new address confirms the move. */
import type { Trust } from '../../contract/events.ts'
import type { StoredMove } from '../store/template-moves.ts'
import type { Journal } from './journal.ts'
import { cameBy, type Delivered } from './via.ts'

/** What an event must tell to confirm a move. */
export interface Arrival {
  readonly id: number
  readonly accountId: string | null
  readonly templateId: number | null
  readonly trust: Trust
  readonly receivedAt: number
}

/** What comes by the former address is written down this often at most. */
const oldEveryMs = 10_000

/** `deliveryOf` says how a stored event was delivered. */
export function createWatch(journal: Journal, deliveryOf: (eventId: number) => Delivered) {
  /** `eventId` null: a person says it is well, without an event. */
  function confirm(move: StoredMove, at: number, eventId: number | null): void {
    journal.put({ ...move, state: 'confirmed', confirmedAt: at, confirmedBy: eventId, error: null })
  }

  function arrived(move: StoredMove, { id, receivedAt }: Arrival): boolean {
    const by = cameBy(deliveryOf(id), move.toBase, move.fromBase)
    const isTimeOver = move.expectedBy !== null && receivedAt >= move.expectedBy
    if (by === 'new' || (by === 'unknown' && isTimeOver)) {
      confirm(move, receivedAt, id)
      return true
    }
    if (by !== 'old' || (move.lastOldAt !== null && receivedAt - move.lastOldAt < oldEveryMs)) return false
    journal.put({ ...move, lastOldAt: receivedAt })
    return true
  }

  return {
    confirm,
    /** Answers whether anything is known now that was not. Of each batch only a template's newest event is looked at. */
    observe(moves: readonly StoredMove[], events: readonly Arrival[]): boolean {
      const waiting = moves.filter(({ state }) => state === 'moved')
      if (waiting.length === 0) return false
      const isNews = waiting.map((move) => {
        const own = (event: Arrival) =>
          event.accountId === move.accountId && event.templateId === move.templateId && event.trust !== 'wrong'
        const newest = events.findLast(own)
        return newest !== undefined && arrived(move, newest)
      })
      return isNews.includes(true)
    },
  }
}
