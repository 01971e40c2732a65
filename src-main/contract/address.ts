/**
 * The public address over time: how long it has taken to answer, and the move of callback templates when it has
 * become another one. A template must move when one of its URLs was made by this desk under an address that is
 * no longer the desk's.
 */
import { z } from 'zod'
import { procedure } from './define.ts'
import { ErrorShape } from './errors.ts'
import { UrlGroup } from './sites.ts'

/** One heartbeat. `latencyMs` null = it did not come back. */
export const Beat = z.object({ at: z.number(), latencyMs: z.number().nullable() })
export type Beat = z.infer<typeof Beat>

/**
 * `needed`: points at a former address. `queued`: about to be changed. `pending`: changed, and no event has come by
 * the new address yet. `overdue`: nor had one when the change must have taken effect. `confirmed`: an event has come,
 * or the template is used by no domain and its time has passed. `failed`: the cloud did not take the change.
 * `leaving`, `left`: being put back, put back.
 */
export const MoveItemState = z.enum([
  'needed',
  'queued',
  'pending',
  'overdue',
  'confirmed',
  'failed',
  'leaving',
  'left',
])
export type MoveItemState = z.infer<typeof MoveItemState>

export const MoveItem = z.object({
  templateId: z.number().int(),
  name: z.string(),
  state: MoveItemState,
  /** Groups whose URL moves. */
  groups: z.array(UrlGroup),
  /** Groups that this site's API can read but not change: they stay at the former address. */
  stuck: z.array(UrlGroup),
  /** The former address. */
  from: z.string(),
  /** Bindings that use the template. */
  bindings: z.number().int(),
  movedAt: z.number().nullable(),
  /** Earliest and latest moment the change takes effect (5 and 10 minutes after it, on the practice cloud scaled). */
  expectedFrom: z.number().nullable(),
  expectedBy: z.number().nullable(),
  confirmedAt: z.number().nullable(),
  /** The event that came by the new address; null when none was waited for. */
  confirmedBy: z.number().int().nullable(),
  /** When an event last came by the former address after the change was made. */
  lastOldAt: z.number().nullable(),
  error: ErrorShape.nullable(),
})
export type MoveItem = z.infer<typeof MoveItem>

export const MoveStatus = z.object({
  /** The most urgent state of all items; `none` while every URL of this desk leads here. */
  state: z.enum(['none', 'needed', 'moving', 'pending', 'overdue', 'failed', 'done', 'left']),
  /** The address the desk has now; null = none. */
  to: z.string().nullable(),
  items: z.array(MoveItem),
  /** Whether the former address still led here when it was last tried; null = not tried. */
  formerLeadsHere: z.boolean().nullable(),
  /** The person wants no banner for this address any more. */
  dismissed: z.boolean(),
  /** Urls of templates are moved without asking (settings). */
  alone: z.boolean(),
})
export type MoveStatus = z.infer<typeof MoveStatus>

export const addressGroup = {
  /** Heartbeats of the last three hours at the address in use, oldest first. */
  beats: procedure(z.strictObject({}), z.object({ beats: z.array(Beat) }), { role: 'viewer' }),
  /** What is known without asking the cloud; `refresh` reads the templates first. */
  move: procedure(z.strictObject({ refresh: z.boolean().default(false) }), MoveStatus, { role: 'viewer' }),
  /**
   * Moves the templates that need it (or only those named). Returns when all were tried; a failed one is in the
   * status. Throws `move.notProven` while the new address does not lead here.
   */
  startMove: procedure(z.strictObject({ templateIds: z.array(z.number().int()).max(50).optional() }), MoveStatus, {
    role: 'operator',
  }),
  /** Gives the templates of the move their former URLs again. */
  putBack: procedure(z.strictObject({}), MoveStatus, { role: 'operator' }),
  /** Needed: hides the banner for this address. Over (done, overdue, left): ends the move and forgets the former URLs. */
  dismissMove: procedure(z.strictObject({}), MoveStatus, { role: 'operator' }),
}
