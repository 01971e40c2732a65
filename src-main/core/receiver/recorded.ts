/**
 * An event as the cloud's delivery records tell it → the event to store. It came through the signed API and not
 * through the receiver, so it has a trust of its own; whether it is one that was received all the same is told by the
 * identity it would have had.
 */
import { recordedTypes } from '../../contract/deliveries.ts'
import type { IncomingEvent } from '../events/events.ts'
import { identity, maskFacts } from './decode.ts'
import { parseCallback } from './parse.ts'

export interface RecordedEvent {
  readonly event: IncomingEvent
  /** As a received one is stored: with a right signature, and without. */
  readonly identities: readonly Buffer[]
}

/** null for a text that is no event of the kind that is recorded. */
export function readRecorded(accountId: string, request: string, now: number): RecordedEvent | null {
  const body = Buffer.from(request)
  const parsed = parseCallback(body)
  if ('rejection' in parsed || !recordedTypes.includes(parsed.type)) return null
  const { dedupKey, t, sign: _sign, ...read } = parsed
  const identities = [identity(accountId, true, dedupKey), identity(accountId, false, dedupKey)]
  return {
    identities,
    event: {
      ...read,
      facts: maskFacts(read.facts),
      accountId,
      templateId: null,
      receivedAt: now,
      trust: 'recovered',
      rejection: null,
      // A delivery of it that comes later belongs to this row.
      identity: identity(accountId, true, dedupKey),
      signature: null,
      validUntil: t === null ? null : Number(t) * 1000,
      path: '',
      headers: [],
      body,
    },
  }
}
