/**
 * The cloud's delivery records beside what this desk received (css-api, section 5). The China site keeps them for 14
 * days, for start, stop, recording and screenshot events only; porn alerts can never be looked up.
 */
import { z } from 'zod'
import { procedure, stream } from './define.ts'

export const recordedTypes: readonly number[] = [0, 1, 100, 200]
export const recordDays = 14

export const DeliveryAttempt = z.object({
  at: z.number().nullable(),
  /** The server took it. */
  ok: z.boolean(),
  /** 0 = success; what other numbers mean is not documented. */
  resultCode: z.number().int().nullable(),
  /** What the server answered, shortened, with credentials masked. */
  response: z.string(),
})

export const DeliveryRecord = z.object({
  type: z.number().int().nullable(),
  domain: z.string().nullable(),
  app: z.string().nullable(),
  /** When it happened, by the body; failing that by the record. */
  occurredAt: z.number().nullable(),
  /** Oldest first. */
  attempts: z.array(DeliveryAttempt),
  /** `missing` can be taken in; `unreadable` is no event. */
  state: z.enum(['received', 'recovered', 'missing', 'unreadable']),
  /** The stored event; null when there is none. */
  eventId: z.number().int().nullable(),
})
export type DeliveryRecord = z.infer<typeof DeliveryRecord>

export const RecoverStep = z.object({
  /** `streams` = finding out which streams there were. */
  phase: z.enum(['streams', 'records', 'done']),
  streams: z.number().int(),
  /** Streams looked through. */
  done: z.number().int(),
  /** Events the cloud has records of, how many this desk had already, and how many it has taken in. */
  events: z.number().int(),
  known: z.number().int(),
  takenIn: z.number().int(),
  unreadable: z.number().int(),
  /** Streams whose records could not be read. */
  failed: z.number().int(),
  /** False when there were more streams or records than can be read. */
  isComplete: z.boolean(),
})
export type RecoverStep = z.infer<typeof RecoverStep>

export const DeliveryGap = z.object({
  from: z.number(),
  to: z.number(),
  /** `off` = the desk was not listening; `address` = the public address did not lead here. */
  reasons: z.array(z.enum(['off', 'address'])),
})
export type DeliveryGap = z.infer<typeof DeliveryGap>

export const deliveriesGroup = {
  /** Throws `cloud.unavailableOnSite` on the international site, which has no such call. */
  records: procedure(
    z.strictObject({ stream: z.string().min(1).max(1000), from: z.number(), to: z.number() }),
    z.object({ items: z.array(DeliveryRecord), isComplete: z.boolean(), fetchedAt: z.number() }),
    { role: 'viewer' },
  ),
  /** Times of the last 14 days in which events may not have arrived, newest first. */
  gaps: procedure(
    z.strictObject({}),
    z.object({
      /** Whether the site of the account keeps delivery records. */
      isOffered: z.boolean(),
      gaps: z.array(DeliveryGap),
      /** Nobody noted before this whether the desk was listening; null = never. */
      knownFrom: z.number().nullable(),
    }),
    { role: 'viewer' },
  ),
  /**
   * Takes in what the cloud has records of and this desk has not: of the streams named, or of all that were pushed in
   * that time. What was taken in stays when it is stopped half-way; asked again it goes on.
   */
  recover: stream(
    z
      .strictObject({
        from: z.number(),
        to: z.number(),
        streams: z.array(z.string().min(1).max(1000)).max(1000).optional(),
      })
      .refine(({ from, to }) => to > from),
    RecoverStep,
    { role: 'operator' },
  ),
}
