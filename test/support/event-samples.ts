/** Events as the receiver hands them to the store, made from the few fields a test is about. */
import { createHash } from 'node:crypto'
import type { IncomingEvent } from '../../src-main/core/events/events.ts'

let made = 0

/** Each call makes another event unless it is given an `identity`. */
export function incoming(fields: Partial<IncomingEvent> & { key?: string } = {}): IncomingEvent {
  const { key = `event ${made++}`, ...given } = fields
  return {
    accountId: 'acc',
    templateId: 17,
    receivedAt: 1_700_000_000_000,
    occurredAt: 1_700_000_000_000,
    type: 1,
    domain: 'push.example.com',
    app: 'live',
    stream: 'show',
    session: null,
    trust: 'ok',
    verdict: null,
    score: null,
    label: null,
    facts: {},
    rejection: null,
    identity: createHash('sha256').update(key).digest().subarray(0, 16),
    signature: null,
    validUntil: 1_700_000_600_000,
    path: '/c/abcdefgh.****/streamBegin',
    headers: [['Host', 'desk.example.com']],
    body: Buffer.from('{"event_type":1}'),
    ...given,
  }
}

export const alert = (fields: Partial<IncomingEvent> & { key?: string } = {}): IncomingEvent =>
  incoming({ type: 317, verdict: 'Block', score: 99, label: 'Porn', ...fields })
