/** The audit log: every change, who made it, before and after, and how it ended. */
import { z } from 'zod'
import { procedure, stream } from './define.ts'
import { ErrorShape } from './errors.ts'

export const activityKinds = [
  'account.saved',
  'account.removed',
  'account.activated',
  'vault.modeChanged',
  'domain.enabled',
  'domain.disabled',
  'template.created',
  'template.changed',
  'template.removed',
  'template.moved',
  'template.movedBack',
  'template.keyRotated',
  'template.tested',
  'binding.created',
  'binding.replaced',
  'binding.removed',
  'snapshots.bound',
  'snapshots.unbound',
  'snapshots.detectionOn',
  'snapshots.detectionOff',
  'stream.cut',
  'stream.banned',
  'stream.resumed',
  'config.exported',
  'drift.accepted',
  'settings.changed',
  'way.saved',
  'way.removed',
  'way.activated',
  'way.keyTrusted',
  'events.exported',
  'events.pruned',
  'events.recovered',
  'events.pinned',
  'events.unpinned',
  'moderation.decided',
  'moderation.undone',
  'moderation.ended',
  'moderation.changed',
  'moderator.saved',
  'moderator.removed',
  'address.lost',
  'address.back',
  'practice.started',
  'practice.stopped',
] as const
export const ActivityKind = z.enum(activityKinds)
export type ActivityKind = z.infer<typeof ActivityKind>

/**
 * How a change is taken back. Those that change the cloud's configuration by a plan (`plans.putBack`); of the others:
 * `place` = where it was made: it concerns this desk alone, and before and after stand in the entry;
 * `never` = it cannot be: what a key was is kept nowhere, a cut stream is pushed again by its streamer alone, a ban is
 * decided with its reason, its length and what it hits before the eyes (Streams › Bans), and what was thrown away or
 * given out is gone;
 * `nothing` = nothing was changed: something was sent, read, or happened by itself.
 */
export const wayBackOf = {
  'account.saved': 'place',
  'account.removed': 'never',
  'account.activated': 'place',
  'vault.modeChanged': 'place',
  'domain.enabled': 'plan',
  'domain.disabled': 'plan',
  'template.created': 'plan',
  'template.changed': 'plan',
  'template.removed': 'plan',
  'template.moved': 'plan',
  'template.movedBack': 'plan',
  'template.keyRotated': 'never',
  'template.tested': 'nothing',
  'binding.created': 'plan',
  'binding.replaced': 'plan',
  'binding.removed': 'plan',
  'snapshots.bound': 'plan',
  'snapshots.unbound': 'plan',
  'snapshots.detectionOn': 'plan',
  'snapshots.detectionOff': 'plan',
  'stream.cut': 'never',
  'stream.banned': 'plan',
  'stream.resumed': 'never',
  'config.exported': 'nothing',
  // What was accepted is somebody else's change; the entry says what was before it.
  'drift.accepted': 'nothing',
  'settings.changed': 'place',
  'way.saved': 'place',
  'way.removed': 'never',
  'way.activated': 'place',
  'way.keyTrusted': 'place',
  'events.exported': 'nothing',
  'events.pruned': 'never',
  'events.recovered': 'nothing',
  'events.pinned': 'place',
  'events.unpinned': 'place',
  // The board takes a decision back for five seconds; the ban itself stands here as `stream.banned`.
  'moderation.decided': 'place',
  'moderation.undone': 'place',
  'moderation.ended': 'nothing',
  'moderation.changed': 'place',
  'moderator.saved': 'place',
  'moderator.removed': 'never',
  'address.lost': 'nothing',
  'address.back': 'nothing',
  'practice.started': 'place',
  'practice.stopped': 'place',
} as const satisfies Record<ActivityKind, 'plan' | 'place' | 'never' | 'nothing'>

/** A flat picture of the thing changed; secrets appear as "set"/"changed", never as themselves. */
export const ActivityState = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
export type ActivityState = z.infer<typeof ActivityState>

export const ActivityEntry = z.object({
  id: z.number().int(),
  at: z.number(),
  /** Display name of who did it on this desk. */
  actor: z.string(),
  account: z.string().nullable(),
  kind: ActivityKind,
  /** What it was done to, as a person names it: a domain, a template's name and id, an account's name. */
  target: z.string(),
  before: ActivityState.nullable(),
  after: ActivityState.nullable(),
  /** putBack = it failed half-way and the old state was restored. */
  outcome: z.enum(['ok', 'failed', 'putBack']),
  error: ErrorShape.nullable(),
  /** The plan it was part of; null for a change on its own. */
  planId: z.string().nullable(),
  /**
   * Whether `plans.putBack` can reverse it, and if not, why: nothing was changed, or the desk kept no way back
   * (an older desk made the change). null for what is no change of the cloud.
   */
  wayBack: z.enum(['open', 'nothingChanged', 'notKept']).nullable(),
})
export type ActivityEntry = z.infer<typeof ActivityEntry>

const filter = z.strictObject({
  kinds: z.array(ActivityKind).optional(),
  outcome: z.enum(['ok', 'failed', 'putBack']).optional(),
  text: z.string().max(200).optional(),
  planId: z.string().max(100).optional(),
})

export const activityGroup = {
  /** Newest first. */
  page: procedure(
    z.strictObject({
      filter,
      before: z.number().int().optional(),
      limit: z.number().int().min(1).max(200).default(100),
    }),
    z.object({ entries: z.array(ActivityEntry), hasMore: z.boolean() }),
    { role: 'viewer' },
  ),
  export: stream(
    z.strictObject({ filter, format: z.enum(['jsonl', 'csv']) }),
    z.object({ text: z.string(), rows: z.number().int(), total: z.number().int() }),
    { role: 'viewer' },
  ),
}
