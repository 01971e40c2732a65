/**
 * Who sits at this window. A ticket kept for the life of the browser's tab brings the seat and its claims back
 * after a lost connection or a reload; locking throws it away.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { hasRole } from '../../src-main/contract/define.ts'
import type { Seat } from '../../src-main/contract/moderators.ts'
import { client, connection } from '../client/index.ts'
import { onTopics } from './changes.ts'
import { useDeskStore } from './desk.ts'
import { createLoad, toAppError } from './load.ts'

const ticketKey = 'seat-ticket'

export const useModeratorsStore = defineStore('moderators', () => {
  const seat = shallowRef<Seat | null>(null)
  const list = createLoad(() => client.moderators.list({}), ['settings'], { perAccount: false })
  /** Somebody asked to change who sits here, though nothing is locked. */
  const isChoosing = ref(false)
  const isLocked = computed(() => seat.value?.locked === true)
  const canModerate = computed(() => seat.value !== null && !seat.value.locked && hasRole(seat.value.role, 'moderator'))

  const desk = useDeskStore()
  /** What may be done at this window goes with who sits at it; it was asked for before anybody had entered. */
  watch(
    () => JSON.stringify([seat.value?.id, seat.value?.role, seat.value?.locked]),
    () => void desk.readInfo(),
  )

  async function readSeat(): Promise<void> {
    const ticket = sessionStorage.getItem(ticketKey)
    const resumed = ticket === null ? null : await client.moderators.resume({ ticket }).catch(toAppError)
    if (resumed && 'id' in resumed) {
      seat.value = resumed
      return
    }
    if (resumed?.code === 'moderator.wrongTicket') sessionStorage.removeItem(ticketKey)
    seat.value = await client.moderators.me({}).catch(() => seat.value)
  }

  /** Called once, by App.vue: a new connection is a new seat until it is resumed. */
  function start(): void {
    let isFirst = true
    connection.onState((state) => {
      if (state === 'online' && !isFirst) void readSeat()
      if (state === 'online') isFirst = false
    })
    if (connection.state === 'online') isFirst = false
    void readSeat()
    // The first PIN of the desk locks the windows where nobody has entered; a role may be another one.
    onTopics(['settings'], () => void readSeat())
  }

  async function enter(id: string, pin: string | null): Promise<void> {
    const { ticket, ...entered } = await client.moderators.enter({ id, ...(pin !== null && { pin }) })
    sessionStorage.setItem(ticketKey, ticket)
    seat.value = entered
    isChoosing.value = false
  }

  async function lock(): Promise<void> {
    sessionStorage.removeItem(ticketKey)
    seat.value = await client.moderators.leave({})
    if (!seat.value.locked) isChoosing.value = true
  }

  async function save(input: Parameters<typeof client.moderators.save>[0]): Promise<void> {
    await client.moderators.save(input)
    await list.refresh()
  }

  async function remove(id: string): Promise<void> {
    await client.moderators.remove({ id })
    await list.refresh()
  }

  return { seat, list, isChoosing, isLocked, canModerate, start, readSeat, enter, lock, save, remove }
})
