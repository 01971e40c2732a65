/**
 * The desk as this window sees it: what it is, its status as it changes, and whether it can be reached.
 * Feeds the changes to whoever follows a topic. `start` is called once, by App.vue.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { hasRole } from '../../src-main/contract/define.ts'
import type { DeskInfo, DeskStatus } from '../../src-main/contract/desk.ts'
import type { AppError } from '../../src-main/contract/errors.ts'
import { client, connection } from '../client/index.ts'
import { announce, announceMissed } from './changes.ts'
import { toAppError } from './load.ts'

/** A stream that the desk ended itself is asked for again after this long (milliseconds). */
const againMs = 5000

export const useDeskStore = defineStore('desk', () => {
  const info = shallowRef<DeskInfo | null>(null)
  const status = shallowRef<DeskStatus | null>(null)
  /** Why the desk could not say what it is; the page shows it in place of everything. */
  const problem = shallowRef<AppError | null>(null)
  const link = ref(connection.state)
  /** Since when the desk has been out of reach; null while it answers. */
  const offlineSince = ref<number | null>(null)
  const canModerate = computed(() => info.value !== null && hasRole(info.value.role, 'moderator'))
  const canOperate = computed(() => info.value !== null && hasRole(info.value.role, 'operator'))

  async function readInfo(): Promise<void> {
    try {
      info.value = await client.desk.info({})
      problem.value = null
    } catch (error) {
      problem.value = toAppError(error)
    }
  }

  function followStatus(): void {
    client.desk.status(
      {},
      {
        onItem: (item) => {
          status.value = item
        },
        onEnd: () => setTimeout(followStatus, againMs),
      },
    )
  }

  function followChanges(): void {
    client.desk.changes({}, { onItem: ({ topic }) => announce(topic), onEnd: () => setTimeout(followChanges, againMs) })
  }

  function start(): void {
    let wasOffline = false
    connection.onState((state) => {
      link.value = state
      if (state === 'offline') {
        wasOffline = true
        offlineSince.value ??= Date.now()
      }
      if (state !== 'online') return
      offlineSince.value = null
      if (wasOffline) announceMissed()
      wasOffline = false
      void readInfo()
    })
    void readInfo()
    followStatus()
    followChanges()
  }

  async function dismissNotice(id: string): Promise<void> {
    await client.desk.dismissNotice({ id })
  }

  return { info, status, problem, link, offlineSince, canModerate, canOperate, start, readInfo, dismissNotice }
})
