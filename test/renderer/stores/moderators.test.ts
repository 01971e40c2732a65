import { beforeEach, expect, it, vi } from 'vitest'
import type { Role } from '../../../src-main/contract/define.ts'
import type { Seat } from '../../../src-main/contract/moderators.ts'
import { startDesk } from '../desk.ts'

vi.mock('../../../src-renderer/client/index.ts', async () => (await import('../desk.ts')).clientOfTest)
const { useDeskStore } = await import('../../../src-renderer/stores/desk.ts')
const { useModeratorsStore } = await import('../../../src-renderer/stores/moderators.ts')

const seatOf = (role: Role, locked: boolean): Seat => ({ id: 's', name: 'Li Na', moderator: null, role, locked })
let seat: Seat

beforeEach(() => {
  sessionStorage.clear()
  seat = seatOf('viewer', true)
  startDesk({
    desk: {
      info: async () => ({
        version: '1',
        host: 'headless',
        role: seat.role,
        platform: 'linux',
        runtime: 'Node 24',
      }),
    },
    moderators: {
      me: async () => seat,
      resume: async () => {
        seat = seatOf('operator', false)
        return seat
      },
      enter: async () => {
        seat = seatOf('operator', false)
        return { ...seat, ticket: 'ticket-1' }
      },
      leave: async () => {
        seat = seatOf('viewer', true)
        return seat
      },
    },
  })
})

it('what may be done at a window goes with who has entered, and ends when it is locked', async () => {
  const desk = useDeskStore()
  const moderators = useModeratorsStore()
  await desk.readInfo()
  await moderators.readSeat()
  expect([moderators.isLocked, desk.canOperate]).toEqual([true, false])
  await moderators.enter('m', '1234')
  await vi.waitFor(() => expect(desk.canOperate).toBe(true))
  await moderators.lock()
  await vi.waitFor(() => expect(desk.canOperate).toBe(false))
})

it('a reload brings back what the person may do, with the seat', async () => {
  sessionStorage.setItem('seat-ticket', 'ticket-1')
  const desk = useDeskStore()
  const moderators = useModeratorsStore()
  await desk.readInfo()
  expect(desk.canOperate).toBe(false)
  await moderators.readSeat()
  await vi.waitFor(() => expect(desk.canOperate).toBe(true))
})
