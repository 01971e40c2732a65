/** Callback events as stored: rows for lists, the whole delivery for one, and the live tail. */
import { z } from 'zod'
import { procedure, stream } from './define.ts'
import { maxReplay, minuteMs } from './event-limits.ts'

/**
 * The trust in one delivery, from `sign` and `t` alone (the body is never covered): signature right and in
 * time; right but `t` has passed; wrong; absent; or no key is known for the template. `recovered` = it was not
 * delivered here: it was taken from the cloud's delivery records, through the signed API.
 */
export const Trust = z.enum(['ok', 'late', 'wrong', 'missing', 'noKey', 'recovered'])
export type Trust = z.infer<typeof Trust>
/** Signed by who has the key, if perhaps not in time. */
export const isProven = ({ trust }: { readonly trust: string }): boolean => trust === 'ok' || trust === 'late'

export const Verdict = z.enum(['Block', 'Review', 'Pass'])
export type Verdict = z.infer<typeof Verdict>

/** Why a delivery could not be read as an event. It is stored all the same so that people see what arrives. */
export const Rejection = z.enum(['notJson', 'notUtf8', 'notObject', 'tooDeep', 'tooManyKeys', 'noEventType'])
export type Rejection = z.infer<typeof Rejection>

export const EventRow = z.object({
  /** Grows with every stored event: the cursor. */
  id: z.number().int(),
  receivedAt: z.number(),
  /** When the cloud says it happened; null when the body has no time. */
  occurredAt: z.number().nullable(),
  /** `event_type`; null for a rejected delivery. */
  type: z.number().int().nullable(),
  domain: z.string().nullable(),
  app: z.string().nullable(),
  stream: z.string().nullable(),
  /** Pairs a start with its stop (`sequence`). */
  session: z.string().nullable(),
  trust: Trust,
  /** The template the path token names; null when the path names none or it is gone. */
  templateId: z.number().int().nullable(),
  verdict: Verdict.nullable(),
  /** 0–100 as sent; null when none. */
  score: z.number().nullable(),
  label: z.string().nullable(),
  /** The few values its one-line summary needs (stop code, duration …), named per type in core/receiver/callback-types.ts. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** How often the cloud delivered it here: 1 plus the duplicates; of a recovered one, 0 plus the deliveries since. */
  deliveries: z.number().int(),
  rejection: Rejection.nullable(),
})
export type EventRow = z.infer<typeof EventRow>

export const EventFilter = z.strictObject({
  types: z.array(z.number().int()).max(50).optional(),
  domain: z.string().max(255).optional(),
  app: z.string().max(255).optional(),
  /** A prefix of the stream name. */
  stream: z.string().max(255).optional(),
  trust: z.array(Trust).optional(),
  verdicts: z.array(Verdict).optional(),
  minScore: z.number().optional(),
  /**
   * Whole words, in any case, each anywhere in stream, domain, app, session, label, recognised text and
   * messages; `show*` is the beginning of a word. A row of Chinese characters is found inside longer ones.
   */
  text: z.string().max(200).optional(),
  rejected: z.boolean().optional(),
  /** Received at or after / before, epoch milliseconds. */
  from: z.number().optional(),
  to: z.number().optional(),
})
export type EventFilter = z.infer<typeof EventFilter>

/**
 * One step of the tail. For every batch `received = rows.length + filtered + collapsed`: nothing passes
 * silently. `collapsed` rows were skipped because the client was too far behind; they are in the store.
 */
export const TailBatch = z.object({
  rows: z.array(EventRow),
  /** The last row this batch accounts for; continue with it after a reconnect. */
  cursor: z.number().int(),
  received: z.number().int(),
  filtered: z.number().int(),
  collapsed: z.number().int(),
  /** Rows already sent whose delivery count has risen. */
  redelivered: z.array(z.object({ id: z.number().int(), deliveries: z.number().int() })),
  /** Between the arrival of the oldest row here and now; for rows older than the tail, since its start. */
  lagMs: z.number(),
  /** The rows between the asked cursor and this batch were more than the replay limit: drop what is shown. */
  restarted: z.boolean(),
})
export type TailBatch = z.infer<typeof TailBatch>

export const EventDetail = z.object({
  row: EventRow,
  /** The body as received, with credentials inside it masked (sign, txSecret). */
  body: z.string(),
  bodyBytes: z.number().int(),
  /** Exactly when the body was no valid UTF-8: then `body` shows replacement characters. */
  bodyIsLossy: z.boolean(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  /** The path it came to, its token masked. */
  path: z.string(),
  /** When each delivery of it arrived, the first one first; at most the newest 50 duplicates are kept. */
  deliveredAt: z.array(z.number()),
  /** `t` of the body in epoch milliseconds; null when absent or malformed. */
  validUntil: z.number().nullable(),
  /** Kept whatever the retention says. */
  pinned: z.boolean(),
})
export type EventDetail = z.infer<typeof EventDetail>

export const ExportFormat = z.enum(['jsonl', 'csv'])

/** Bars of one histogram: more than a screen has room for, and few enough to send at once. */
export const mostBars = 2000

const Span = z.object({ from: z.number(), to: z.number() })

/** How many of the events asked for were received in each bar of equal length, by type. */
export const Histogram = z.object({
  /** Where the first bar begins. */
  from: z.number(),
  stepMs: z.number(),
  /** A count per bar. `type` null = deliveries that could not be read. */
  series: z.array(z.object({ type: z.number().int().nullable(), counts: z.array(z.number().int()) })),
  /** When the desk was listening, oldest first; the newest span reaches the present while it is. */
  listened: z.array(Span),
  /** Before this nobody noted whether the desk was listening; null = never. */
  knownFrom: z.number().nullable(),
  /** False while the search index is built anew: older events are counted first. */
  isComplete: z.boolean(),
})
export type Histogram = z.infer<typeof Histogram>

/** A slow walk through the raw bodies, newest first. Ends by itself after `limit` hits or at the oldest event. */
export const BodySearchStep = z.object({
  /** Found since the last step. */
  rows: z.array(EventRow),
  /** Events looked through so far, of `total`. */
  scanned: z.number().int(),
  total: z.number().int(),
  /** Go on before this one after the last step; null when there is nothing older. */
  next: z.number().int().nullable(),
})
export type BodySearchStep = z.infer<typeof BodySearchStep>

export const eventsGroup = {
  /** `after` null starts at the newest `backlog` rows, oldest first. */
  tail: stream(
    z.strictObject({
      after: z.number().int().nullable(),
      backlog: z.number().int().min(0).max(maxReplay).default(200),
      filter: EventFilter,
    }),
    TailBatch,
    { role: 'viewer' },
  ),
  /** Newest first, whichever way it was asked for. `after` gives the rows that follow that one. */
  page: procedure(
    z.strictObject({
      filter: EventFilter,
      before: z.number().int().optional(),
      after: z.number().int().optional(),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    z.object({ rows: z.array(EventRow), hasMore: z.boolean() }),
    { role: 'viewer' },
  ),
  get: procedure(z.strictObject({ id: z.number().int() }), EventDetail, { role: 'viewer' }),
  /** A pinned event outlives the retention. Throws `event.notFound`. */
  pin: procedure(z.strictObject({ id: z.number().int(), pinned: z.boolean() }), z.object({}), { role: 'moderator' }),
  /** Bars of `stepMs` (whole minutes) from the minute of `from` on. The filter has no time of its own. */
  histogram: procedure(
    z
      .strictObject({
        filter: EventFilter.omit({ from: true, to: true }),
        from: z.number(),
        to: z.number(),
        stepMs: z.number().multipleOf(minuteMs).min(minuteMs),
      })
      .refine(({ from, to, stepMs }) => to > from && (to - from) / stepMs <= mostBars),
    Histogram,
    { role: 'viewer' },
  ),
  /** `text` stands anywhere in the body as it was received, ASCII letters in any case. */
  searchBodies: stream(
    z.strictObject({
      filter: EventFilter,
      text: z.string().min(1).max(200),
      before: z.number().int().optional(),
      limit: z.number().int().min(1).max(1000).default(200),
    }),
    BodySearchStep,
    { role: 'viewer' },
  ),
  /** Text to append to a file; `rows` counts what was written so far, of `total`. */
  export: stream(
    z.strictObject({ filter: EventFilter, format: ExportFormat }),
    z.object({ text: z.string(), rows: z.number().int(), total: z.number().int() }),
    { role: 'viewer' },
  ),
}
