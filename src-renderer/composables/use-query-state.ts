/**
 * A page's state kept in its address, so that reload, back and a copied link show the same. Typing replaces
 * the entry; it does not fill the history.
 */
import { computed, type WritableComputedRef } from 'vue'
import { type LocationQuery, useRoute, useRouter } from 'vue-router'

export function useQueryState<S>(
  read: (query: LocationQuery) => S,
  write: (state: S) => Record<string, string>,
): { state: WritableComputedRef<S>; change(part: Partial<S>): void } {
  const route = useRoute()
  const router = useRouter()
  /** On its way into the address; a change made meanwhile is made to this, or one of the two would be lost. */
  let pending: S | null = null

  async function go(next: S): Promise<void> {
    pending = next
    await router.replace({ query: write(next) })
    if (pending === next) pending = null
  }
  const state = computed<S>({ get: () => read(route.query), set: (next) => void go(next) })
  return { state, change: (part) => void go({ ...(pending ?? state.value), ...part }) }
}
