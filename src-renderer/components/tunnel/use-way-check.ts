/** Trying a way before it is saved: the steps as they come, cancelled when the form changes or goes. */
import { onScopeDispose, ref, shallowRef } from 'vue'
import type { AppError } from '../../../src-main/contract/errors.ts'
import type { CheckItem, CheckStep, HostKey, WayDraft } from '../../../src-main/contract/tunnel.ts'
import { toAppError } from '../../stores/load.ts'
import { useTunnelStore } from '../../stores/tunnel.ts'

export function useWayCheck() {
  const store = useTunnelStore()
  const items = shallowRef<Partial<Record<CheckStep, CheckItem>>>({})
  const error = shallowRef<AppError | null>(null)
  const isRunning = ref(false)
  /** The key a server has shown, to be compared by the person. */
  const shownKey = shallowRef<HostKey | null>(null)
  let stop: (() => void) | null = null

  function cancel(): void {
    stop?.()
    stop = null
    isRunning.value = false
    items.value = Object.fromEntries(Object.entries(items.value).filter(([, item]) => item.state !== 'running'))
  }

  function clear(): void {
    cancel()
    items.value = {}
    error.value = null
    shownKey.value = null
  }

  function run(draft: WayDraft): void {
    clear()
    isRunning.value = true
    stop = store.check(draft, {
      onItem(item) {
        items.value = { ...items.value, [item.step]: item }
        if (item.hostKey) shownKey.value = item.hostKey
      },
      onEnd(ended) {
        isRunning.value = false
        if (ended) error.value = toAppError(ended)
      },
    })
  }

  onScopeDispose(cancel)
  return { items, error, isRunning, shownKey, run, cancel, clear }
}
