/** Streams: who is on air, cutting and banning them, and how that ended (css-api, section 6). */
import { z } from 'zod'
import { procedure } from './define.ts'

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

interface Reach {
  /** `isCase` = the one the person decides about. */
  readonly places: readonly { readonly isCase?: boolean | undefined }[]
  readonly isComplete: boolean
}
/** A ban that hits any other place, or may, is confirmed by typing the stream's name, to the letter. */
export const mustTypeName = ({ places, isComplete }: Reach): boolean =>
  !isComplete || places.some(({ isCase }) => !isCase)

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

/** Stop code of a push that the cloud refused, for instance because the stream is banned (css-callbacks, section 4). */
export const refusedCode = 18

/** How long after the API's OK a stream may stay on air before it is an alarm. */
export const offAirWithinMs = 20_000

/** Who says that a stream is on air: the cloud's list, this desk's events, or both. */
export const OnAirSource = z.enum(['list', 'event', 'both'])

export const OnAirStream = z.object({
  ...StreamRef.shape,
  /** null when the cloud gave no time. */
  since: z.number().nullable(),
  source: OnAirSource,
  /** The list still has it, but its stop event came at this time; it goes with the next list. */
  endedAt: z.number().nullable(),
  /** Moderation alerts (Block or Review) received since this push began. */
  alerts: z.number().int(),
  lastAlertAt: z.number().nullable(),
  /** The newest event of it; null when none has come since this desk last started and within its newest 5,000. */
  lastEvent: z.object({ id: z.number().int(), type: z.number().int().nullable(), at: z.number() }).nullable(),
  /** It is on air although its name is banned: when that ban ends. */
  bannedUntil: z.number().nullable(),
})
export type OnAirStream = z.infer<typeof OnAirStream>

/** A push as the cloud's history and this desk's events tell it. */
export const Push = z.object({
  ...StreamRef.shape,
  startedAt: z.number().nullable(),
  /** null = on air, or nobody saw it end. */
  endedAt: z.number().nullable(),
  /** In the words of whoever told it. */
  stopReason: z.string(),
  /** '' when unknown, '-' for a private address. */
  clientIp: z.string(),
  resolution: z.string(),
  /** It never got on air. */
  refused: z.boolean(),
  source: z.enum(['history', 'event', 'both']),
  startEvent: z.number().int().nullable(),
  stopEvent: z.number().int().nullable(),
})
export type Push = z.infer<typeof Push>

export const Ban = z.object({
  /** null when this desk did not make it. */
  id: z.number().int().nullable(),
  stream: z.string(),
  /** Where it was made; the ban itself goes by name. null when the cloud does not say. */
  domain: z.string().nullable(),
  app: z.string().nullable(),
  reason: z.string(),
  /** '' when it was not made on this desk. */
  actor: z.string(),
  createdAt: z.number().nullable(),
  expiresAt: z.number().nullable(),
  liftedAt: z.number().nullable(),
  attempts: z.number().int(),
  lastAttemptAt: z.number().nullable(),
  /** When the stream got on air during the ban. */
  brokenAt: z.number().nullable(),
  source: z.enum(['desk', 'cloud', 'both']),
})
export type Ban = z.infer<typeof Ban>

export const streamsGroup = {
  /**
   * The cloud's list at the pace its documents advise (`nextAt` says when it may be read again), joined with what
   * events have told since.
   */
  onAir: procedure(
    z.strictObject({}),
    z.object({
      items: z.array(OnAirStream),
      /** When the list was read. */
      fetchedAt: z.number(),
      nextAt: z.number(),
    }),
    { role: 'viewer' },
  ),
  state: procedure(StreamRef, z.object({ state: StreamState, fetchedAt: z.number() }), { role: 'viewer' }),
  /** Pushes and refused pushes of the last `days`, newest first. */
  history: procedure(
    StreamRef.extend({ days: z.number().int().min(1).max(30).default(7) }),
    z.object({ pushes: z.array(Push), isComplete: z.boolean(), fetchedAt: z.number() }),
    { role: 'viewer' },
  ),
  blastRadius: procedure(StreamRef.pick({ stream: true }), BlastRadius, { role: 'viewer' }),
  bans: procedure(
    z.strictObject({}),
    z.object({
      running: z.array(Ban),
      /** Lifted and expired ones this desk made, newest first. */
      past: z.array(Ban),
      /** False where the site has no list: bans made elsewhere are not among these. */
      isFromCloud: z.boolean(),
      fetchedAt: z.number(),
    }),
    { role: 'viewer' },
  ),
  /** Cuts, bans and resumes since this desk started, newest first. */
  enforcements: procedure(z.strictObject({}), z.object({ items: z.array(Enforcement) }), { role: 'viewer' }),
  cut: procedure(StreamRef.extend({ reason: BanReason }), Enforcement, { role: 'moderator' }),
  /** `until` null = 7 days. The ban goes by name: see `blastRadius`. */
  ban: procedure(StreamRef.extend({ reason: BanReason, until: z.number().nullable() }), Enforcement, {
    role: 'moderator',
  }),
  resume: procedure(StreamRef.extend({ reason: BanReason }), Enforcement, { role: 'moderator' }),
}
