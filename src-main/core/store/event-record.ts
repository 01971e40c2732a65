/**
 * An event as the writer takes it: its columns, ready to be bound. A batch of them crosses to the writer's thread
 * as one text and one transferred buffer, since cloning thousands of values and pooled buffers costs more than the
 * insert itself.
 */
import type { IncomingEvent } from './event.ts'

type Plain = string | number | null

export interface EventRecord {
  /** 16 bytes. */
  readonly identity: Uint8Array
  /** As `plainColumns`. */
  readonly plain: readonly Plain[]
  readonly body: Uint8Array
}

export interface EventBatch {
  /** For each event its plain columns, then the length of its body: one flat list, as JSON. */
  readonly plain: string
  /** For each event its identity, then its body. */
  readonly bytes: ArrayBuffer
}

export const plainColumns = [
  'account_id',
  'received_at',
  'rejection',
  'occurred_at',
  'valid_until',
  'template_id',
  'type',
  'domain',
  'app',
  'stream',
  'session',
  'trust',
  'verdict',
  'score',
  'label',
  'facts',
  'path',
  'headers',
  'body_bytes',
] as const

/** Unreadable deliveries are kept for people to look at, not as a record: of a long one only the beginning. */
const longestRejected = 64 * 1024
const identityBytes = 16

export function toRecord(event: IncomingEvent): EventRecord {
  const plain: Plain[] = []
  putColumns(plain, event)
  return { identity: event.identity, plain, body: storedBody(event) }
}

function putColumns(plain: Plain[], event: IncomingEvent): void {
  plain.push(
    event.accountId,
    event.receivedAt,
    event.rejection,
    event.occurredAt,
    event.validUntil,
    event.templateId,
    event.type,
    event.domain,
    event.app,
    event.stream,
    event.session,
    event.trust,
    event.verdict,
    event.score,
    event.label,
    JSON.stringify(event.facts),
    event.path,
    JSON.stringify(event.headers),
    event.body.length,
  )
}

const storedBody = ({ rejection, body }: IncomingEvent) => (rejection === null ? body : cut(body))

/** Not through the middle of a character, which would make a sound text look broken. */
function cut(body: Buffer): Buffer {
  if (body.length <= longestRejected) return body
  let end = longestRejected
  while (end > longestRejected - 4 && ((body[end] ?? 0) & 0xc0) === 0x80) end--
  return body.subarray(0, end)
}

export function pack(events: readonly IncomingEvent[]): EventBatch {
  const plain: Plain[] = []
  const bodies = events.map(storedBody)
  const bytes = new Uint8Array(bodies.reduce((sum, { length }) => sum + identityBytes + length, 0))
  let at = 0
  for (const [index, event] of events.entries()) {
    const body = bodies[index] ?? event.body
    putColumns(plain, event)
    plain.push(body.length)
    bytes.set(event.identity, at)
    bytes.set(body, at + identityBytes)
    at += identityBytes + body.length
  }
  return { plain: JSON.stringify(plain), bytes: bytes.buffer }
}

export function unpack({ plain: text, bytes }: EventBatch): EventRecord[] {
  const plain = JSON.parse(text) as Plain[]
  const width = plainColumns.length
  const records: EventRecord[] = []
  let at = 0
  for (let from = 0; from < plain.length; from += width + 1) {
    const bodyAt = at + identityBytes
    const bodyLength = Number(plain[from + width])
    records.push({
      identity: new Uint8Array(bytes, at, identityBytes),
      plain: plain.slice(from, from + width),
      body: new Uint8Array(bytes, bodyAt, bodyLength),
    })
    at = bodyAt + bodyLength
  }
  return records
}

const trustAt = plainColumns.indexOf('trust')

/** What the commit itself needs to know of an event. */
export function factsOf({ plain }: EventRecord) {
  const [accountId, receivedAt, rejection, occurredAt, validUntil] = plain
  return {
    accountId: accountId as string | null,
    receivedAt: receivedAt as number,
    isRejected: rejection !== null,
    isRecovered: plain[trustAt] === 'recovered',
    occurredAt: occurredAt as number | null,
    validUntil: validUntil as number | null,
  }
}
