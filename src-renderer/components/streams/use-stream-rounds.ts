/** Asks for the list again when the desk may read a newer one, as long as somebody looks at the page. */
import { onScopeDispose, watch } from 'vue'
import { useStreamsStore } from '../../stores/streams.ts'

/** A desk and a page whose clocks differ must not ask in a circle. */
const leastMs = 2000

export function useStreamRounds(): void {
  const streams = useStreamsStore()
  let timer: ReturnType<typeof setTimeout> | undefined

  const wait = () => {
    clearTimeout(timer)
    const nextAt = streams.onAir.data?.nextAt ?? Date.now() + 30_000
    timer = setTimeout(round, Math.max(leastMs, nextAt - Date.now() + 100))
  }
  async function round(): Promise<void> {
    if (document.visibilityState === 'visible') await streams.onAir.refresh()
    wait()
  }

  watch(() => streams.onAir.loadedAt, wait, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))
}
