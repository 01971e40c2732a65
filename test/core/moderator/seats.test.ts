/** Who sits at which window: seats, roles, PINs. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { NewEntry } from '../../../src-main/core/activity/activity.ts'
import { createSeats, type Seats, type StoredModerator } from '../../../src-main/core/moderator/seats.ts'
import { errorOf } from '../moderation/rig.ts'

let stored: StoredModerator[]
let left: string[]
let recorded: NewEntry[]
let now: number
let seats: Seats

beforeEach(() => {
  stored = []
  left = []
  recorded = []
  now = 1_000_000
  seats = createSeats({
    section: {
      get: () => stored,
      set: (next) => {
        stored = next
      },
    },
    deskName: () => 'Desk',
    left: (seat) => void left.push(seat),
    record: (entry) => void recorded.push(entry),
    now: () => now,
  })
})

const withPin = () => seats.save({ name: 'Ann', role: 'operator', pin: '1234' })

describe('a window', () => {
  it('without moderators is the desk’s own user with the host’s role', () => {
    const session = seats.open('operator')
    expect(session.role()).toBe('operator')
    expect(seats.of(session.id)).toMatchObject({ name: 'Desk', moderator: null, locked: false })
  })

  it('has a seat of its own, and gives it up with its claims when somebody else enters', async () => {
    const { id: bob } = await seats.save({ name: 'Bob', role: 'moderator' })
    const [one, other] = [seats.open('operator'), seats.open('operator')]
    expect(seats.of(one.id).id).not.toBe(seats.of(other.id).id)
    const before = seats.of(one.id).id
    const seat = await seats.enter(one.id, bob, undefined)
    expect(seat).toMatchObject({ name: 'Bob', role: 'moderator', locked: false })
    expect([left, one.role(), other.role()]).toEqual([[before], 'moderator', 'operator'])
  })

  it('never has more than its host allows', async () => {
    const { id } = await seats.save({ name: 'Ann', role: 'operator' })
    const session = seats.open('viewer')
    expect(await seats.enter(session.id, id, undefined)).toMatchObject({ role: 'viewer' })
  })

  it('that lost its connection comes back to its seat by its ticket, for twelve hours', async () => {
    const { id } = await seats.save({ name: 'Ann', role: 'moderator' })
    const first = seats.open('operator')
    const { id: seat, ticket } = await seats.enter(first.id, id, undefined)
    first.close()
    const second = seats.open('operator')
    expect(seats.resume(second.id, ticket)).toMatchObject({ id: seat, name: 'Ann' })
    now += 12 * 3_600_000
    expect(await errorOf(() => seats.resume(seats.open('operator').id, ticket))).toMatchObject({
      code: 'moderator.wrongTicket',
    })
    expect(left).toHaveLength(1)
  })

  it('that was left gives nobody its seat back', async () => {
    const { id } = await seats.save({ name: 'Ann', role: 'moderator' })
    const session = seats.open('operator')
    const { ticket } = await seats.enter(session.id, id, undefined)
    expect(seats.leave(session.id)).toMatchObject({ name: 'Desk', moderator: null })
    expect(await errorOf(() => seats.resume(session.id, ticket))).toMatchObject({ code: 'moderator.wrongTicket' })
  })

  it('of somebody who has another PIN now does not come back by a ticket from before', async () => {
    const { id, ...ann } = await withPin()
    const entered = async () => (await seats.enter(seats.open('operator').id, id, '1234')).ticket
    const comeBack = (ticket: string) => seats.resume(seats.open('operator').id, ticket)
    const kept = await entered()
    await seats.save({ id, name: 'Anna', role: ann.role })
    expect(comeBack(kept)).toMatchObject({ name: 'Anna' })
    await seats.save({ id, name: 'Anna', role: ann.role, pin: '1234' })
    expect(await errorOf(() => comeBack(kept))).toMatchObject({ code: 'moderator.wrongTicket' })
    expect(comeBack(await entered())).toMatchObject({ name: 'Anna' })
  })
})

describe('a PIN', () => {
  it('locks every window until somebody enters, and is kept as a hash', async () => {
    const ann = await withPin()
    const session = seats.open('operator')
    expect(seats.of(session.id)).toMatchObject({ locked: true, role: 'viewer' })
    expect(session.role()).toBe('viewer')
    expect(await errorOf(seats.enter(session.id, ann.id, '4321'))).toMatchObject({ code: 'moderator.wrongPin' })
    expect(await errorOf(seats.enter(session.id, ann.id, undefined))).toMatchObject({ code: 'moderator.wrongPin' })
    expect(await seats.enter(session.id, ann.id, '1234')).toMatchObject({ locked: false, role: 'operator' })
    expect(JSON.stringify([stored, recorded])).not.toContain('1234')
    expect(recorded[0]).toMatchObject({ kind: 'moderator.saved', after: { pin: 'changed' } })
  })

  it('is not looked at after five wrong ones in a minute', async () => {
    const ann = await withPin()
    const session = seats.open('operator')
    for (let time = 0; time < 5; time++) await errorOf(seats.enter(session.id, ann.id, '0000'))
    expect(await errorOf(seats.enter(session.id, ann.id, '1234'))).toMatchObject({ code: 'moderator.tooManyTries' })
    now += 61_000
    expect(await seats.enter(session.id, ann.id, '1234')).toMatchObject({ name: 'Ann' })
  })

  it('stays when a moderator is saved without one, and goes when it is removed', async () => {
    const ann = await withPin()
    expect(await seats.save({ id: ann.id, name: 'Anna', role: 'operator' })).toMatchObject({
      name: 'Anna',
      hasPin: true,
    })
    expect(await seats.save({ id: ann.id, name: 'Anna', role: 'operator', pin: null })).toMatchObject({ hasPin: false })
  })

  it('must leave a way in for an operator', async () => {
    expect(await errorOf(seats.save({ name: 'Bob', role: 'moderator', pin: '1234' }))).toMatchObject({
      code: 'moderator.needsOperator',
    })
    const ann = await withPin()
    await seats.save({ name: 'Bob', role: 'moderator', pin: '1234' })
    expect(await errorOf(() => seats.remove(ann.id))).toMatchObject({ code: 'moderator.needsOperator' })
    expect(await errorOf(() => seats.remove('gone'))).toMatchObject({ code: 'moderator.unknown' })
  })
})
