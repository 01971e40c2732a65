/** A delivery as the receiver got it → the event to store: which account and template, what it says, how far to trust it. */
import { hash } from 'node:crypto'
import type { EventRow } from '../../contract/events.ts'
import type { IncomingEvent } from '../events/events.ts'
import { maskCredentials, publicHeaders } from '../events/mask.ts'

import type { Keyring } from './keyring.ts'
import { createMemo } from './memo.ts'
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
  const shownPath = createMemo(maskCredentials)
  return ({ slot, rawPath, rawHeaders, body, receivedAt }) => {
    const known = resolveSlot(slot)
    const accountId = known?.accountId ?? null
    const templateId = known?.templateId ?? null
    const parsed = parseCallback(body)
    const isReadable = !('rejection' in parsed)
    const read = isReadable ? parsed : unreadable(body)
    const { t, sign } = read
    const keys = keyring.keysFor(accountId, templateId)
    const trust = gradeTrust(read, keys, receivedAt)
    const isProven = trust === 'ok' || trust === 'late'
    // Field by field: spreading what was read costs as much as reading it.
    return {
      accountId,
      templateId,
      receivedAt,
      occurredAt: read.occurredAt,
      type: isReadable ? parsed.type : null,
      domain: read.domain,
      app: read.app,
      stream: read.stream,
      session: read.session,
      trust,
      verdict: read.verdict,
      score: read.score,
      label: read.label,
      facts: Object.assign(
        maskFacts(read.facts),
        reasonFacts({ trust, accountId, templateId, receivedAt, t, sign }, keys, keyring),
      ),
      rejection: isReadable ? null : parsed.rejection,
      identity: identity(accountId ?? `slot ${slot}`, isProven, read.dedupKey),
      signature: isProven ? `${t} ${sign?.toLowerCase()}` : null,
      validUntil: t === null ? null : Number(t) * 1000,
      path: shownPath(rawPath) ?? '',
      headers: publicHeaders(rawHeaders),
      body,
    }
  }
}

/** Nothing but its bytes tells an unreadable delivery from another. */
const unreadable = (body: Buffer) =>
  ({
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
  }) satisfies Omit<ParsedCallback, 'type'>

/** A forged event must not make the real one look like its duplicate. */
export function identity(owner: string, isProven: boolean, dedupKey: string): Buffer {
  const digest = hash('sha256', JSON.stringify([owner, isProven ? 'proven' : 'unproven', dedupKey]), 'hex')
  return Buffer.from(digest.slice(0, 32), 'hex')
}

export function maskFacts(facts: EventRow['facts']): EventRow['facts'] {
  const masked: EventRow['facts'] = {}
  for (const name in facts) {
    const value = facts[name] ?? null
    masked[name] = typeof value === 'string' ? maskCredentials(value) : value
  }
  return masked
}
