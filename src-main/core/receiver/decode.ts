/** A delivery as the receiver got it → the event to store: which account and template, what it says, how far to trust it. */
import { hash } from 'node:crypto'
import type { EventRow, Trust } from '../../contract/events.ts'
import type { IncomingEvent } from '../events/events.ts'
import { maskCredentials, publicHeaders } from '../events/mask.ts'
import type { Keyring } from './keyring.ts'
import { type ParsedCallback, parseCallback } from './parse.ts'
import type { Delivery } from './receiver.ts'
import { gradeTrust } from './trust.ts'
import { reasonFacts } from './trust-reason.ts'

export interface DecodeOptions {
  readonly keyring: Keyring
  /** The account and template a path's slot was handed out for; null when this desk no longer knows it. */
  resolveSlot(slot: string): { accountId: string; templateId: number | null } | null
}

export function createDecoder({ keyring, resolveSlot }: DecodeOptions): (delivery: Delivery) => IncomingEvent {
  return (delivery) => {
    const { accountId, templateId } = resolveSlot(delivery.slot) ?? { accountId: null, templateId: null }
    const parsed = parseCallback(delivery.body)
    const keys = keyring.keysFor(accountId, templateId)
    const read = 'rejection' in parsed ? unreadable(parsed, delivery.body) : parsed
    const trust = gradeTrust(read, keys, delivery.receivedAt)
    const judged = { trust, accountId, templateId, receivedAt: delivery.receivedAt }
    const isProven = trust === 'ok' || trust === 'late'
    const { dedupKey, t, sign, ...row } = read
    return {
      rejection: null,
      ...row,
      facts: { ...maskFacts(row.facts), ...reasonFacts({ ...judged, t, sign }, keys, keyring) },
      accountId,
      templateId,
      receivedAt: delivery.receivedAt,
      trust,
      identity: identity([accountId ?? `slot ${delivery.slot}`, trustClass(trust), dedupKey]),
      signature: isProven ? `${t} ${sign?.toLowerCase()}` : null,
      validUntil: t === null ? null : Number(t) * 1000,
      path: maskCredentials(delivery.rawPath),
      headers: publicHeaders(delivery.headers),
      body: delivery.body,
    }
  }
}

/** Nothing but its bytes tells an unreadable delivery from another. */
const unreadable = ({ rejection }: Extract<ReturnType<typeof parseCallback>, { rejection: unknown }>, body: Buffer) =>
  ({
    rejection,
    type: null,
    domain: null,
    app: null,
    stream: null,
    session: null,
    occurredAt: null,
    verdict: null,
    score: null,
    label: null,
    facts: {},
    dedupKey: hash('sha256', body, 'hex'),
    t: null,
    sign: null,
  }) satisfies Omit<ParsedCallback, 'type'> & Pick<EventRow, 'type' | 'rejection'>

/** A forged event must not make the real one look like its duplicate. */
const trustClass = (trust: Trust) => (trust === 'ok' || trust === 'late' ? 'proven' : 'unproven')

const identity = (parts: readonly string[]) => hash('sha256', JSON.stringify(parts), 'buffer').subarray(0, 16)

const maskFacts = (facts: EventRow['facts']): EventRow['facts'] =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? maskCredentials(value) : value]),
  )
