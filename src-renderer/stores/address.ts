/** The public address over time, and the move of templates to another one. */
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import type { MoveStatus } from '../../src-main/contract/address.ts'
import { client } from '../client/index.ts'
import { useDeskStore } from './desk.ts'
import { createLoad } from './load.ts'

export const useAddressStore = defineStore('address', () => {
  const desk = useDeskStore()
  const move = createLoad(() => client.address.move({}), ['address', 'templates', 'settings'])
  const beats = createLoad(() => client.address.beats({}), [])
  const isSheetOpen = ref(false)

  // Every heartbeat moves the time of the last check.
  watch(
    () => desk.status?.receiver.address.checkedAt,
    (at) => at && void beats.refresh(),
  )

  const taking = (call: () => Promise<MoveStatus>) => async (): Promise<void> => {
    move.data.value = await call()
  }
  const start = async (templateIds?: number[]): Promise<void> => {
    move.data.value = await client.address.startMove(templateIds ? { templateIds } : {})
  }
  const putBack = taking(() => client.address.putBack({}))
  const dismiss = taking(() => client.address.dismissMove({}))

  return { move, beats, isSheetOpen, start, putBack, dismiss }
})
