/**
 * Asks before unsaved work is lost, whichever way the person goes: closing, another page, the address bar.
 * `ask` resolves to whether to go; while `answer` is not null, the page shows its question.
 */
import { type ShallowRef, shallowRef } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'

export interface LeaveGuard {
  readonly answer: ShallowRef<((mayGo: boolean) => void) | null>
  ask(): Promise<boolean>
}

export function useLeaveGuard(hasUnsaved: () => boolean): LeaveGuard {
  const answer = shallowRef<((mayGo: boolean) => void) | null>(null)
  let isAgreed = false

  const ask = (): Promise<boolean> => {
    if (isAgreed || !hasUnsaved()) return Promise.resolve(true)
    answer.value?.(false)
    return new Promise((resolve) => {
      answer.value = (mayGo) => {
        answer.value = null
        isAgreed = mayGo
        resolve(mayGo)
      }
    })
  }

  onBeforeRouteLeave(ask)
  onBeforeRouteUpdate(ask)
  return { answer, ask }
}
