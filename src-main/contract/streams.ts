/** Streams: who is on air, cutting and banning them, and how that ended (css-api, section 6). */
import { z } from 'zod'

/** A stream is known by all three: the same name may be pushed to several domains and apps. */
export const StreamRef = z.strictObject({
  domain: z.string().min(1).max(255),
  app: z.string().max(255),
  stream: z.string().min(1).max(1000),
})
export type StreamRef = z.infer<typeof StreamRef>

/** As DescribeLiveStreamState says it. `unknown` = a word that is not documented. */
export const StreamState = z.enum(['active', 'inactive', 'forbid', 'unknown'])
export type StreamState = z.infer<typeof StreamState>

export const StreamPlace = z.object({
  domain: z.string(),
  app: z.string(),
  isOnAir: z.boolean(),
  /** Since when it is on air there; null when it is not, or when the cloud gave no time. */
  onAirSince: z.number().nullable(),
  /** When its last push there ended; null when none is known. */
  lastEndedAt: z.number().nullable(),
})
export type StreamPlace = z.infer<typeof StreamPlace>

/** How far back a blast radius looks for pushes that have ended: as long as a ban lasts by default. */
export const radiusDays = 7

/** Every domain and app a ban of this name would hit: on air now, or pushed to within the last `radiusDays`. */
export const BlastRadius = z.object({
  stream: z.string(),
  /** On air first. */
  places: z.array(StreamPlace),
  /** False when there were more pushes than are worth reading; then places that were only pushed to may be missing. */
  isComplete: z.boolean(),
  fetchedAt: z.number(),
})
export type BlastRadius = z.infer<typeof BlastRadius>

/** What the API takes: a ban lasts 7 days by default and 90 days at most. */
export const defaultBanDays = 7
export const maxBanDays = 90
/** 500 characters stay below the 2,048 bytes the API takes, whatever the script. */
export const BanReason = z.string().trim().max(500)

export const EnforcementAction = z.enum(['cut', 'ban', 'resume'])
export type EnforcementAction = z.infer<typeof EnforcementAction>

/**
 * Where a cut, ban or resume stands. The API's OK (`accepted`) says little: DropLiveStream succeeds even when
 * nothing was stopped. `done` closes the loop: the stream is off air everywhere it was, or after a resume may be
 * pushed again. `overdue`: still not so after `offAirWithinMs`, which is an alarm, though it may yet become
 * `done`. `notOnAir`: there was nothing to end. `unknown`: the cloud does not say, or nobody watched to the end.
 */
export const EnforcementPhase = z.enum(['accepted', 'done', 'overdue', 'notOnAir', 'unknown'])
export type EnforcementPhase = z.infer<typeof EnforcementPhase>

export const Enforcement = z.object({
  id: z.number().int(),
  action: EnforcementAction,
  ...StreamRef.shape,
  reason: z.string(),
  /** When a ban ends by itself. */
  until: z.number().nullable(),
  requestedAt: z.number(),
  acceptedAt: z.number(),
  /** `state` = the answer got lost, and what was read afterwards shows it done. */
  confirmedBy: z.enum(['answer', 'state']),
  phase: EnforcementPhase,
  /** Where the stream was on air when it began: the one place of a cut, all places of a ban. */
  onAirAt: z.array(StreamPlace),
  doneAt: z.number().nullable(),
  /** What showed it: the stop events, or the state the API gave. */
  doneBy: z.enum(['event', 'state']).nullable(),
  /** The streamer has begun a new push since. */
  rePushedAt: z.number().nullable(),
})
export type Enforcement = z.infer<typeof Enforcement>

/** How long after the API's OK a stream may stay on air before it is an alarm. */
export const offAirWithinMs = 20_000
