/** The moderation board: cases, decisions that are done when the stream is off air, the log and its measures. */
import { z } from 'zod'
import { CaseDetail, Picture, StripItem, TimelineEntry } from './case-detail.ts'
import { CaseRow, CaseStatus, maxBanMs, StreamIdentity } from './cases.ts'
import { procedure, stream } from './define.ts'
import { minuteMs } from './event-limits.ts'
import { Verdict } from './events.ts'
import { Decision, PictureHost, Reason, SavedView } from './moderation-settings.ts'
import { Handover, Measures } from './shift.ts'

/** The snapshot holds at most this many cases, the most urgent ones. */
export const maxBoard = 500
/** Alerts of one film strip read at once. */
const maxStrip = 100

/** A snapshot (`reset`) with the cases that are not closed, then what changed, batched. */
export const BoardBatch = z.object({
  /** Forget what is shown: this is everything, or its most urgent `maxBoard`. */
  reset: z.boolean(),
  /** New or changed; a closed one is in `removed` instead. */
  cases: z.array(CaseRow),
  /** Closed, or joined with another. */
  removed: z.array(z.number().int()),
  /** Cases open or being acted upon, shown or not. */
  total: z.number().int(),
  /** The desk's clock, for clocks that do not trust the window's. */
  now: z.number(),
})
export type BoardBatch = z.infer<typeof BoardBatch>

export const CaseFilter = z.strictObject({
  status: z.array(CaseStatus).optional(),
  verdict: Verdict.optional(),
  domain: z.string().max(255).optional(),
  /** Of any of its alerts. */
  label: z.string().max(200).optional(),
  trust: z.enum(['verified', 'weak']).optional(),
  decision: Decision.optional(),
  /** Name of who made the newest decision. */
  who: z.string().max(100).optional(),
  /** Anywhere in domain, app, stream, labels, reason or note, in any case. */
  text: z.string().max(200).optional(),
  /** Newest alert at or after / before. */
  from: z.number().optional(),
  to: z.number().optional(),
})
export type CaseFilter = z.infer<typeof CaseFilter>

/** Every domain and app that a ban of this stream name hits: css-api, section 6. */
export const CaseBlastRadius = z.object({
  stream: z.string(),
  identity: StreamIdentity,
  /** On air first; `isCase` = the one of the case itself. */
  places: z.array(
    z.object({
      domain: z.string(),
      app: z.string(),
      onAirSince: z.number().nullable(),
      lastEndedAt: z.number().nullable(),
      isCase: z.boolean(),
    }),
  ),
  /** False when there may be more than could be read. */
  isComplete: z.boolean(),
  at: z.number(),
})
export type CaseBlastRadius = z.infer<typeof CaseBlastRadius>

export const DecideInput = z
  .strictObject({
    caseId: z.number().int(),
    /** Of the row the person saw. */
    version: z.number().int(),
    decision: Decision,
    reason: z.string().max(40),
    note: z.string().trim().max(500).default(''),
    /** How long a ban lasts. */
    durationMs: z.number().int().min(minuteMs).max(maxBanMs).optional(),
    /** What the person has confirmed beside the decision. */
    confirmations: z
      .strictObject({
        /** The alerts are not verified and the person acts all the same. */
        weakTrust: z.literal(true).optional(),
        /** The stream's name, typed, where a ban hits more than one place. */
        blastRadius: z.string().max(1000).optional(),
      })
      .default({}),
  })
  .refine(({ decision, durationMs }) => (decision === 'ban') === (durationMs !== undefined), {
    path: ['durationMs'],
    message: 'a ban needs a duration, and nothing else has one',
  })
export type DecideInput = z.infer<typeof DecideInput>

const caseRef = { caseId: z.number().int() }
const versioned = { ...caseRef, version: z.number().int() }
const none = z.strictObject({})
const done = z.object({})

export const alertsGroup = {
  /** Ends when another account becomes active. */
  board: stream(none, BoardBatch, { role: 'viewer' }),
  /** Any case, newest first by the time of its newest alert. `before` is the last row's cursor. */
  cases: procedure(
    z.strictObject({
      filter: CaseFilter.default({}),
      before: z.strictObject({ lastAt: z.number(), id: z.number().int() }).optional(),
      limit: z.number().int().min(1).max(200).default(100),
    }),
    z.object({ rows: z.array(CaseRow), hasMore: z.boolean() }),
    { role: 'viewer' },
  ),
  /** Throws `case.notFound`; of a case that has joined another, that one. */
  case: procedure(z.strictObject({ id: z.number().int() }), CaseDetail, { role: 'moderator' }),
  /** Alerts of a case before the given one, in time order, nearest last. */
  strip: procedure(
    z.strictObject({
      ...caseRef,
      before: z.number().int().optional(),
      limit: z.number().int().min(1).max(maxStrip).default(50),
    }),
    z.object({ items: z.array(StripItem), hasMore: z.boolean() }),
    { role: 'moderator' },
  ),
  /** Fetches it if it is not here yet, ahead of all others. `retry`: also when it failed before. */
  picture: procedure(z.strictObject({ eventId: z.number().int(), retry: z.boolean().default(false) }), Picture, {
    role: 'moderator',
  }),
  /** Asks the API whose the stream is and what a ban of it would hit. Throws `case.noStream`. */
  blastRadius: procedure(z.strictObject(caseRef), CaseBlastRadius, { role: 'moderator' }),

  /** Opening a case claims it for this seat. Throws `case.claimed` while somebody else has it, unless `takeOver`. */
  claim: procedure(z.strictObject({ ...caseRef, takeOver: z.boolean().default(false) }), CaseRow, {
    role: 'moderator',
  }),
  release: procedure(z.strictObject(caseRef), done, { role: 'moderator' }),
  /** A sign of life, every 10 s: keeps this seat's claims. Answers with those it still has. */
  beat: procedure(none, z.object({ claims: z.array(z.number().int()) }), { role: 'moderator' }),

  /**
   * Compare-and-set: throws `case.stale` (params: what, who, at) when the case has changed since `version`,
   * `case.claimed`, `case.needsConfirmation` (params: what = weakTrust | blastRadius), `case.noStream`,
   * `case.foreign`. Cut, ban and resume wait `undoMs` before the call leaves.
   */
  decide: procedure(DecideInput, CaseRow, { role: 'moderator' }),
  /** Takes back a cut, ban or resume that has not left, or a dismissal or warning. Throws `case.tooLate`. */
  undo: procedure(z.strictObject(versioned), CaseRow, { role: 'moderator' }),
  /** These pictures were on screen (covered or not). */
  viewed: procedure(z.strictObject({ ...caseRef, eventIds: z.array(z.number().int()).max(500) }), done, {
    role: 'moderator',
  }),
  /** This picture was uncovered, whole or by region, for so long. */
  revealed: procedure(
    z.strictObject({
      ...caseRef,
      eventId: z.number().int(),
      how: z.enum(['whole', 'region']),
      ms: z.number().int().min(0).max(3_600_000),
    }),
    done,
    { role: 'moderator' },
  ),

  reasons: procedure(none, z.object({ reasons: z.array(Reason) }), { role: 'viewer' }),
  /** Replaces the list; an empty one brings the built-in reasons back. */
  setReasons: procedure(z.strictObject({ reasons: z.array(Reason).max(50) }), z.object({ reasons: z.array(Reason) }), {
    role: 'operator',
  }),
  views: procedure(none, z.object({ views: z.array(SavedView) }), { role: 'viewer' }),
  setViews: procedure(z.strictObject({ views: z.array(SavedView).max(30) }), z.object({ views: z.array(SavedView) }), {
    role: 'moderator',
  }),
  /** Hosts pictures may be fetched from. `builtIn` are the cloud's own storage hosts and cannot be removed. */
  pictureHosts: procedure(none, z.object({ builtIn: z.array(z.string()), own: z.array(z.string()) }), {
    role: 'viewer',
  }),
  setPictureHosts: procedure(
    z.strictObject({ own: z.array(PictureHost).max(50) }),
    z.object({ builtIn: z.array(z.string()), own: z.array(z.string()) }),
    { role: 'operator' },
  ),

  /** Newest first, of all cases. */
  entries: procedure(
    z.strictObject({ before: z.number().int().optional(), limit: z.number().int().min(1).max(500).default(200) }),
    z.object({ entries: z.array(TimelineEntry), hasMore: z.boolean() }),
    { role: 'viewer' },
  ),
  /** Text to append to a file; `rows` counts what was written so far, of `total`. */
  log: stream(
    z.strictObject({ format: z.enum(['jsonl', 'csv']), from: z.number().optional(), to: z.number().optional() }),
    z.object({ text: z.string(), rows: z.number().int(), total: z.number().int() }),
    { role: 'viewer' },
  ),
  measures: procedure(
    z.strictObject({ from: z.number(), to: z.number() }).refine(({ from, to }) => to > from),
    Measures,
    { role: 'viewer' },
  ),
  handover: procedure(none, Handover, { role: 'viewer' }),
}
