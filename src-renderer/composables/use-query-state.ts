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
  const state = computed<S>({
    get: () => read(route.query),
    set: (next) => void router.replace({ query: write(next) }),
  })
  return {
    state,
    change: (part) => {
      state.value = { ...state.value, ...part }
    },
  }
}
