/**
 * Cases: what the moderation board works on. One case per stream session: domain, app, stream, and its push
 * (where the push is not known, alerts not more than ten minutes apart).
 */
import { z } from 'zod'
import { ErrorShape } from './errors.ts'
import { Verdict } from './events.ts'
import { Decision } from './moderation-settings.ts'
import { defaultBanDays, maxBanDays } from './streams.ts'

/** Without a known push, alerts further apart than this belong to different cases. */
export const sessionGapMs = 10 * 60_000
/** Between a decision to cut, ban or resume and the call to the cloud. */
export const undoMs = 5_000
/** A claim is given up when its holder gave no sign of life for this long; a window sends one every 10 s. */
export const claimMs = 30_000
const day = 24 * 60 * 60_000
export const maxBanMs = maxBanDays * day
export const defaultBanMs = defaultBanDays * day

/** open = waits for a person; acting = decided, and not yet known how it ends; closed = done (and perhaps watched). */
export const CaseStatus = z.enum(['open', 'acting', 'closed'])
export type CaseStatus = z.infer<typeof CaseStatus>

/**
 * Why an open case waits. alert: flagged, never decided. worse: decided as harmless, then something worse came.
 * stillOnAir: the cloud said OK, the stream goes on. failed: the cloud refused, or nobody knows whether it acted
 * (`enforcement` says which). rePush: pushed again, or tried to, during its ban. banEnded. newSession: a stream
 * that was cut is back. undone: a decision was taken back.
 */
export const Attention = z.enum([
  'alert',
  'worse',
  'stillOnAir',
  'failed',
  'rePush',
  'banEnded',
  'newSession',
  'undone',
])
export type Attention = z.infer<typeof Attention>

export { Decision }

/** Decisions that call the cloud. */
export const EnforcingDecision = z.enum(['cut', 'ban', 'resume'])
export type EnforcingDecision = z.infer<typeof EnforcingDecision>

/**
 * How far a cut, ban or resume has come. waiting: may still be undone (until `sendAt`). requested: on its way to
 * the cloud. accepted: the cloud said OK, which says little. offAir: a stop event or the stream's state shows it
 * has ended. lifted: the ban is gone (resume). stillOnAir: `offAirWithinMs` have passed since the OK; it is watched
 * on, and may still become offAir. failed: nothing was done, `error` says why. unknown: no answer, and what was
 * read afterwards does not show whether it was done; nothing is repeated without a person, and what was accepted
 * may still become offAir. undone: taken back.
 */
export const EnforcementState = z.enum([
  'waiting',
  'requested',
  'accepted',
  'offAir',
  'lifted',
  'stillOnAir',
  'failed',
  'unknown',
  'undone',
])
export type EnforcementState = z.infer<typeof EnforcementState>

export const CaseEnforcement = z.object({
  id: z.number().int(),
  action: EnforcingDecision,
  state: EnforcementState,
  who: z.string(),
  decidedAt: z.number(),
  /** Until then it can be undone; then the call leaves. */
  sendAt: z.number(),
  sentAt: z.number().nullable(),
  acceptedAt: z.number().nullable(),
  /** When it reached a state it stays in. */
  endedAt: z.number().nullable(),
  /** From the call to off air, in milliseconds; null while unknown. */
  offAirAfterMs: z.number().nullable(),
  /** What showed that it is off air. */
  shownBy: z.enum(['stopEvent', 'state']).nullable(),
  /** When the ban ends by itself; null for a cut or a resume. */
  banUntil: z.number().nullable(),
  error: ErrorShape.nullable(),
})
export type CaseEnforcement = z.infer<typeof CaseEnforcement>

/** What is watched after an enforcement has succeeded. */
export const Watch = z.object({
  id: z.number().int(),
  caseId: z.number().int(),
  kind: z.enum(['cut', 'ban']),
  domain: z.string(),
  app: z.string(),
  stream: z.string(),
  who: z.string(),
  since: z.number(),
  /** The ban's end, or when a cut stream is no longer watched. */
  until: z.number(),
  /** Pushes of this stream name that the cloud refused, or that got on air, since. */
  attempts: z.number().int(),
  lastAttemptAt: z.number().nullable(),
})
export type Watch = z.infer<typeof Watch>

export const LastDecision = z.object({
  decision: Decision,
  /** Id of a reason (see `Reason`). */
  reason: z.string(),
  note: z.string(),
  who: z.string(),
  at: z.number(),
})
export type LastDecision = z.infer<typeof LastDecision>

/**
 * Whose the stream is, as the API says, never the body. own: a push domain of this account, and the stream is on
 * air or was pushed lately; foreign: the domain is not the account's; absent: the domain is, but the API knows no
 * such stream; unread: not asked yet, or the API did not answer.
 */
export const StreamIdentity = z.enum(['own', 'foreign', 'absent', 'unread'])
export type StreamIdentity = z.infer<typeof StreamIdentity>

export const CaseRow = z.object({
  id: z.number().int(),
  /** Raised by everything that a decision must know of: decisions, outcomes, something worse. Not by more of the same. */
  version: z.number().int(),
  status: CaseStatus,
  /** null unless open. */
  attention: Attention.nullable(),
  /** null where the alerts name none: such a case can be dismissed but not acted upon. */
  domain: z.string().nullable(),
  app: z.string().nullable(),
  stream: z.string().nullable(),
  /** The push (`sequence` of its start); null while unknown. */
  session: z.string().nullable(),
  /** The worst of its alerts. Pass never makes a case. */
  verdict: Verdict,
  /** The highest score with that verdict, as sent: may be missing, negative or above 100. */
  score: z.number().nullable(),
  /** Of the alert with that score; as sent, so perhaps a word the desk does not know. */
  label: z.string().nullable(),
  subLabel: z.string().nullable(),
  /** Every label seen, worst first, at most 8. */
  labels: z.array(z.string()),
  alerts: z.number().int(),
  pictures: z.number().int(),
  audios: z.number().int(),
  /** Alerts whose verdict is Block. */
  blocks: z.number().int(),
  /** When the first flagged picture or slice was taken, and the newest. */
  firstAt: z.number(),
  lastAt: z.number(),
  /** When the first of them arrived here. */
  receivedAt: z.number(),
  /** When the stream went off air; null while it is taken to be on air: the clock runs. */
  offAirAt: z.number().nullable(),
  /** Weight of a second on air: see `severityOf`. */
  severity: z.number(),
  /** weak: no verified alert (signature right, not reused) supports the verdict shown. */
  trust: z.enum(['verified', 'weak']),
  /** Alerts per grade; `reused` = right signature that came with too many different bodies. */
  trusts: z.object({
    ok: z.number().int(),
    late: z.number().int(),
    wrong: z.number().int(),
    missing: z.number().int(),
    noKey: z.number().int(),
    reused: z.number().int(),
  }),
  identity: StreamIdentity,
  /** Who works on it. `seat` as in `moderators.me`. */
  claim: z.object({ seat: z.string(), name: z.string(), since: z.number() }).nullable(),
  firstViewedAt: z.number().nullable(),
  decision: LastDecision.nullable(),
  /** The newest one. */
  enforcement: CaseEnforcement.nullable(),
  watch: Watch.nullable(),
  /** The alert whose picture shows the worst, for `alerts.picture`. */
  pictureEvent: z.number().int().nullable(),
})
export type CaseRow = z.infer<typeof CaseRow>

const severities = { Block: 4, Review: 1, Pass: 0 } as const
/** A missing or impossible score counts as the worst: a person looks. */
const shareOf = (score: number | null) => (score === null || score < 0 || score > 100 ? 1 : score / 100)

/** Block weighs four times as much as Review, a score of 100 twice as much as 0. */
export const severityOf = (verdict: Verdict, score: number | null): number =>
  severities[verdict] * (0.5 + shareOf(score) / 2)

/** Since when and until when the stream has been on air after the first flagged picture: what the clock shows. */
export const onAirMs = ({ firstAt, offAirAt }: Pick<CaseRow, 'firstAt' | 'offAirAt'>, now: number): number =>
  Math.max(0, (offAirAt ?? now) - firstAt)

/** Seconds on air since the first flagged picture × severity. */
const urgencyOf = (row: Pick<CaseRow, 'firstAt' | 'offAirAt' | 'severity'>, now: number): number =>
  (onAirMs(row, now) / 1000) * row.severity

/** Alarms first: what was decided and did not hold. Then Block, then Review; what is being acted upon last. */
export function rankOf({ status, attention, verdict }: Pick<CaseRow, 'status' | 'attention' | 'verdict'>): number {
  if (status !== 'open') return 3
  if (attention === 'stillOnAir' || attention === 'failed' || attention === 'rePush') return 0
  return verdict === 'Block' ? 1 : 2
}

/** For sorting: the most urgent first; equal ones keep the order of their ids. */
export const byUrgency =
  (now: number) =>
  (a: CaseRow, b: CaseRow): number =>
    rankOf(a) - rankOf(b) || urgencyOf(b, now) - urgencyOf(a, now) || a.id - b.id
