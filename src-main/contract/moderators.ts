/**
 * Who sits at the desk. Each connection has a seat; somebody takes it by name, and by PIN where one is set. What a
 * seat may do is the lesser of what its host allows and the moderator's own role.
 */
import { z } from 'zod'
import { procedure, roles } from './define.ts'

export const Moderator = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  hasPin: z.boolean(),
})
export type Moderator = z.infer<typeof Moderator>

export const Seat = z.object({
  /** Names this seat in claims. */
  id: z.string(),
  /** Shown beside what is done here: the moderator's name, or the desk's display name. */
  name: z.string(),
  moderator: Moderator.nullable(),
  role: z.enum(roles),
  /** Only looking at lists is possible until somebody enters a PIN. */
  locked: z.boolean(),
})
export type Seat = z.infer<typeof Seat>

export const Pin = z.string().regex(/^\d{4,12}$/)

const none = z.strictObject({})

export const moderatorsGroup = {
  list: procedure(none, z.object({ moderators: z.array(Moderator) }), { role: 'viewer' }),
  /** `pin` null removes it, absent leaves it. While any PIN is set, a new window is locked until somebody enters. */
  save: procedure(
    z.strictObject({
      /** Absent for a new one. */
      id: z.string().optional(),
      name: z.string().trim().min(1).max(60),
      role: z.enum(roles),
      pin: Pin.nullable().optional(),
    }),
    Moderator,
    { role: 'operator' },
  ),
  remove: procedure(z.strictObject({ id: z.string() }), z.object({}), { role: 'operator' }),
  me: procedure(none, Seat, { role: 'viewer' }),
  /**
   * Takes this seat. Throws `moderator.wrongPin`, and `moderator.tooManyTries` after five wrong ones in a minute.
   * `ticket` brings the same seat and its claims back after a lost connection, for 12 hours.
   */
  enter: procedure(z.strictObject({ id: z.string(), pin: Pin.optional() }), Seat.extend({ ticket: z.string() }), {
    role: 'viewer',
  }),
  /** Throws `moderator.wrongTicket`: enter again. */
  resume: procedure(z.strictObject({ ticket: z.string().max(100) }), Seat, { role: 'viewer' }),
  /** Nobody sits here any more: claims are given up, and with a PIN on the desk the window is locked. */
  leave: procedure(none, Seat, { role: 'viewer' }),
}
