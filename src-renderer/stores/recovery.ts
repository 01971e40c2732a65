/** Taking in missing events: how far it is, and what came of it. One at a time; it goes on while other pages are looked at. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { RecoverStep } from '../../src-main/contract/deliveries.ts'
import type { AppError } from '../../src-main/contract/errors.ts'
import { client } from '../client/index.ts'
import { onTopics } from './changes.ts'
import { createLoad, toAppError } from './load.ts'

export interface Recovery {
  readonly from: number
  readonly to: number
  readonly streams?: readonly string[]
}

export const useRecoveryStore = defineStore('recovery', () => {
  const gaps = createLoad(() => client.deliveries.gaps({}), [])
  const asked = shallowRef<Recovery | null>(null)
  const step = shallowRef<RecoverStep | null>(null)
  const error = shallowRef<AppError | null>(null)
  const isRunning = ref(false)
  let stop: (() => void) | null = null

  const finish = () => {
    stop = null
    isRunning.value = false
  }
  const cancel = () => {
    stop?.()
    finish()
  }
  const reset = () => {
    cancel()
    asked.value = null
    step.value = null
    error.value = null
  }

  function start(wanted: Recovery): void {
    if (isRunning.value) return
    reset()
    asked.value = wanted
    isRunning.value = true
    const { from, to, streams } = wanted
    // After a lost connection it is asked again; what was taken in by then is known already.
    stop = client.deliveries.recover(
      { from, to, ...(streams ? { streams: [...streams] } : {}) },
      {
        onItem: (next) => {
          step.value = next
        },
        onEnd: (reason) => {
          finish()
          if (reason) error.value = toAppError(reason)
        },
      },
    )
  }

  onTopics(['account'], reset)
  const records = (stream: string, from: number, to: number) => client.deliveries.records({ stream, from, to })

  return { gaps, asked, step, error, isRunning, start, cancel, records }
})
