/**
 * Who sits at which window. A connection gets a seat when it opens; somebody takes it by name, with a PIN where one
 * is set. While any PIN is set, a window where nobody has entered is locked: it may look at lists and no more.
 */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { hasRole, type Role, roles } from '../../contract/define.ts'
import { AppError } from '../../contract/errors.ts'
import type { Moderator, Seat } from '../../contract/moderators.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { Section } from '../profile.ts'
import type { Session } from '../serve.ts'
import { createTries, isPin, StoredPin, sealPin } from './pins.ts'

export const StoredModerator = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  pin: StoredPin.nullable(),
})
export type StoredModerator = z.infer<typeof StoredModerator>

export interface ModeratorDraft {
  readonly id?: string | undefined
  readonly name: string
  readonly role: Role
  readonly pin?: string | null | undefined
}

export interface Seats {
  /** A connection has opened; its role is at most the one its host allows. */
  open(hostRole: Role): Session
  list(): Moderator[]
  save(draft: ModeratorDraft): Promise<Moderator>
  remove(id: string): void
  /** The seat of a connection; for calls from elsewhere (the host itself) that of the desk's own user. */
  of(session: string): Seat
  enter(session: string, id: string, pin: string | undefined): Promise<Seat & { ticket: string }>
  resume(session: string, ticket: string): Seat
  leave(session: string): Seat
}

export interface SeatsParts {
  readonly section: Section<StoredModerator[]>
  /** Name of the desk's own user. */
  readonly deskName: () => string
  /** Nobody sits there any more. */
  readonly left: (seatId: string) => void
  readonly record: RecordActivity
  readonly now: () => number
}

interface Held {
  id: string
  moderatorId: string | null
}

const ticketMs = 12 * 60 * 60_000
const mostTickets = 200
const lesser = (a: Role, b: Role): Role => (hasRole(a, b) ? b : a)
const newId = () => randomBytes(9).toString('base64url')

export function createSeats({ section, deskName, left, record, now }: SeatsParts): Seats {
  const sessions = new Map<string, { readonly hostRole: Role; seat: Held }>()
  const tickets = new Map<string, { readonly seat: Held; readonly until: number }>()
  const tries = createTries(now)

  const find = (id: string | null) => section.get().find((each) => each.id === id) ?? null
  const hasPins = (list: readonly StoredModerator[] = section.get()) => list.some(({ pin }) => pin !== null)

  function seatOf(hostRole: Role, { id, moderatorId }: Held): Seat {
    const moderator = find(moderatorId)
    const locked = moderator === null && hasPins()
    const role = locked ? 'viewer' : lesser(hostRole, moderator?.role ?? hostRole)
    return { id, name: moderator?.name ?? deskName(), moderator: moderator && shown(moderator), role, locked }
  }
  const requireSession = (session: string) => {
    const found = sessions.get(session)
    if (!found) throw new AppError('call.role', { params: { needed: 'viewer' } })
    return found
  }

  /** Somebody who may change the desk must be able to get in again. */
  const put = (next: StoredModerator[]): void => {
    if (hasPins(next) && !next.some(({ role, pin }) => role === 'operator' && pin !== null))
      throw new AppError('moderator.needsOperator')
    section.set(next)
  }
  const forget = (isMeant: (seat: Held) => boolean): void => {
    for (const [ticket, { seat }] of tickets) if (isMeant(seat)) tickets.delete(ticket)
  }
  const issue = (seat: Held): string => {
    const ticket = randomBytes(24).toString('base64url')
    tickets.set(ticket, { seat, until: now() + ticketMs })
    for (const [old, { until }] of tickets) if (until <= now() || tickets.size > mostTickets) tickets.delete(old)
    return ticket
  }

  return {
    open(hostRole) {
      const id = newId()
      sessions.set(id, { hostRole, seat: { id: newId(), moderatorId: null } })
      return {
        id,
        role() {
          const held = sessions.get(id)
          return held ? seatOf(hostRole, held.seat).role : 'viewer'
        },
        // The claims of a lost connection run out by themselves, so that a page that comes back still has them.
        close: () => void sessions.delete(id),
      }
    },
    list: () => section.get().map(shown),
    async save({ id, name, role, pin }) {
      const before = id === undefined ? null : find(id)
      if (id !== undefined && !before) throw new AppError('moderator.unknown')
      const sealed = pin == null ? pin : await sealPin(pin)
      const saved = { id: id ?? newId(), name, role, pin: sealed === undefined ? (before?.pin ?? null) : sealed }
      const list = section.get()
      if (before && sealed !== undefined) forget(({ moderatorId }) => moderatorId === before.id)
      put(before ? list.map((each) => (each.id === saved.id ? saved : each)) : [...list, saved])
      const states = {
        before: before && stateOf(before),
        after: { ...stateOf(saved), ...(sealed && { pin: 'changed' }) },
      }
      record({ kind: 'moderator.saved', target: name, account: null, ...states })
      return shown(saved)
    },
    remove(id) {
      const found = find(id)
      if (!found) throw new AppError('moderator.unknown')
      put(section.get().filter((each) => each.id !== id))
      record({ kind: 'moderator.removed', target: found.name, account: null, before: stateOf(found) })
    },
    of(session) {
      const found = sessions.get(session)
      if (found) return seatOf(found.hostRole, found.seat)
      return { id: 'desk', name: deskName(), moderator: null, role: 'operator', locked: false }
    },
    async enter(session, id, pin) {
      const { hostRole } = requireSession(session)
      const found = find(id)
      if (!found) throw new AppError('moderator.unknown')
      if (found.pin !== null) {
        tries.begin(id)
        if (pin === undefined || !(await isPin(pin, found.pin))) throw new AppError('moderator.wrongPin')
        tries.right(id)
      }
      const held = requireSession(session)
      if (held.seat.moderatorId !== id) {
        left(held.seat.id)
        held.seat = { id: newId(), moderatorId: id }
      }
      return { ...seatOf(hostRole, held.seat), ticket: issue(held.seat) }
    },
    resume(session, ticket) {
      const held = requireSession(session)
      const known = tickets.get(ticket)
      if (!known || known.until <= now() || find(known.seat.moderatorId) === null)
        throw new AppError('moderator.wrongTicket')
      held.seat = known.seat
      return seatOf(held.hostRole, held.seat)
    },
    leave(session) {
      const held = requireSession(session)
      left(held.seat.id)
      forget(({ id }) => id === held.seat.id)
      held.seat = { id: newId(), moderatorId: null }
      return seatOf(held.hostRole, held.seat)
    },
  }
}

const shown = ({ id, name, role, pin }: StoredModerator): Moderator => ({ id, name, role, hasPin: pin !== null })
const stateOf = ({ name, role, pin }: StoredModerator) => ({ name, role, pin: pin === null ? 'none' : 'set' })
