/**
 * A callback body, as bytes from a stranger, read into what the desk stores and shows. Pure, and it never
 * throws: what cannot be read comes back with the reason. The names of `facts` per type are documented in
 * callback-types.ts.
 */
import type { EventRow, Rejection, Verdict } from '../../contract/events.ts'
import { placeParts } from './callback-reader.ts'
import { readerOf } from './callback-types.ts'
import { type JsonObject, readJsonObject } from './json.ts'

export interface ParsedCallback {
  readonly type: number
  readonly domain: string | null
  readonly app: string | null
  readonly stream: string | null
  readonly session: string | null
  /** Epoch milliseconds, as the cloud says; null when the body has none. */
  readonly occurredAt: number | null
  readonly verdict: Verdict | null
  readonly score: number | null
  readonly label: string | null
  readonly facts: EventRow['facts']
  /** Equal for repeats of one event (css-callbacks, section 3), different for different events. */
  readonly dedupKey: string
  /** The decimal text that was signed; null when absent or not a plain 10-digit time (security W3). */
  readonly t: string | null
  /** As sent; null when absent or empty. */
  readonly sign: string | null
}

export function parseCallback(body: Uint8Array): ParsedCallback | { rejection: Rejection } {
  const read = readJsonObject(body)
  if ('rejection' in read) return read
  const type = eventType(read.object)
  if (type === null) return { rejection: 'noEventType' }
  const reader = readerOf(type)
  return {
    type,
    ...reader.place(read.object),
    session: reader.session?.(read.object) ?? null,
    occurredAt: reader.time(read.object),
    ...(reader.judge?.(read.object) ?? { verdict: null, score: null, label: null }),
    facts: reader.facts(read.object),
    dedupKey: dedupKey(type, reader.identity(read.object), read.object),
    t: signedTime(read.object),
    sign: signature(read.object),
  }
}

/** The cloud sends evaluation averages as 344 too: their average_score tells them apart (css-callbacks, section 13). */
function eventType({ event_type: given, average_score: average }: JsonObject): number | null {
  const type = typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : given
  if (typeof type !== 'number' || !Number.isSafeInteger(type)) return null
  return type === 344 && average !== undefined ? 345 : type
}

/** No document promises that an id is unique beyond its stream: without the place, one stream's event could hide another's. */
function dedupKey(type: number, identity: readonly (string | null)[], body: JsonObject): string {
  const key = [...placeParts(body), ...identity]
  if (!key.includes(null)) return JSON.stringify([type, ...key])
  const { t: _t, sign: _sign, ...rest } = body
  return JSON.stringify([type, rest])
}

/** Loose reading would let an MD5 length extension pass as a time (security W3). */
function signedTime({ t }: JsonObject): string | null {
  const given = typeof t === 'number' ? String(t) : t
  return typeof given === 'string' && /^\d{10}$/.test(given) ? given : null
}

/** A sign of a wrong type is a wrong sign, not a missing one. */
function signature({ sign }: JsonObject): string | null {
  if (sign === undefined || sign === null || sign === '') return null
  return typeof sign === 'string' ? sign : 'not a text'
}
