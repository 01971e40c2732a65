/** What moderation takes from a stored event: a flagged alert, or the start or stop of a push. */
import { isProven } from '../../contract/events.ts'
import { refusedCode } from '../../contract/streams.ts'
import type { CaseAlert } from '../store/cases.ts'
import type { ModeratedEvent } from '../store/moderated-events.ts'
import type { Push } from '../store/pushes.ts'

/** JSON of account, domain, app and stream. */
export const placeKey = ({ accountId, domain, app, stream }: Place): string =>
  JSON.stringify([accountId, domain, app, stream])

export interface Place {
  readonly accountId: string | null
  readonly domain: string | null
  readonly app: string | null
  readonly stream: string | null
}

export function readPlace(key: string): Place {
  const [accountId, domain, app, stream] = JSON.parse(key) as (string | null)[]
  return { accountId: accountId ?? null, domain: domain ?? null, app: app ?? null, stream: stream ?? null }
}

/** null for everything that is not flagged: Pass makes no case. */
export function toAlert(event: ModeratedEvent): CaseAlert | null {
  if (event.type !== 317 && event.type !== 315) return null
  if (event.verdict !== 'Block' && event.verdict !== 'Review') return null
  const { picture, subLabel, suspicious } = event.facts
  return {
    eventId: event.id,
    at: timeOf(event),
    receivedAt: event.receivedAt,
    kind: event.type === 317 ? 'image' : 'audio',
    verdict: event.verdict,
    score: event.score,
    label: event.label,
    subLabel: typeof subLabel === 'string' ? subLabel : null,
    trust: suspicious === 1 && isProven(event) ? 'reused' : event.trust,
    hasPicture: typeof picture === 'string' && picture !== '',
  }
}

/** A sender's clock that is far ahead must not keep a case on top, or open, for ever. */
const aheadMs = 60_000
const timeOf = ({ occurredAt, receivedAt }: ModeratedEvent): number =>
  occurredAt === null || occurredAt > receivedAt + aheadMs ? receivedAt : occurredAt

export interface PushNews {
  readonly push: Push
  /** A push that never got on air. */
  readonly isRefused: boolean
  readonly at: number
  /** Its signature is right: it may close the loop of an enforcement. */
  readonly isVerified: boolean
}

/**
 * null for every other event, and for one whose signature is wrong or missing although there is a key: a forged
 * stop must not stop a clock.
 */
export function toPush(event: ModeratedEvent): PushNews | null {
  if (event.type !== 0 && event.type !== 1) return null
  if (event.trust === 'wrong' || event.trust === 'missing') return null
  const at = timeOf(event)
  const isStart = event.type === 1
  const sequence = event.session ?? `${isStart ? 'start' : 'stop'} ${at}`
  return {
    push: { sequence, startedAt: isStart ? at : null, stoppedAt: isStart ? null : at },
    isRefused: !isStart && event.facts.code === refusedCode,
    at,
    isVerified: isProven(event) && event.facts.suspicious !== 1,
  }
}
