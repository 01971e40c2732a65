/** A delivery, read and graded, on its way into the store. */
import type { EventRow } from '../../contract/events.ts'

export interface IncomingEvent extends Omit<EventRow, 'id' | 'deliveries'> {
  /** null when the path names no account this desk knows. */
  readonly accountId: string | null
  /** 16 bytes, equal for repeats of one event within its account and its class of trust. */
  readonly identity: Buffer
  /** The proven `t` and `sign` of the body; null unless the signature is right. */
  readonly signature: string | null
  /** Epoch milliseconds of `t`. */
  readonly validUntil: number | null
  readonly path: string
  readonly headers: readonly [string, string][]
  readonly body: Buffer
}

export interface StoredEvent extends EventRow {
  readonly accountId: string | null
}
