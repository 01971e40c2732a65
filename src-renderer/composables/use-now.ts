import { onScopeDispose, type Ref, ref } from 'vue'

/** The present in epoch milliseconds, moving every `intervalMs` while its scope lives. */
export function useNow(intervalMs: number): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => {
    now.value = Date.now()
  }, intervalMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}
