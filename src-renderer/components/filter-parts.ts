/** A filter as its bar edits it: each part a model of its own, beside all of them chosen or not. */
import { computed, type Ref, type WritableComputedRef } from 'vue'

export function useFilterParts<F extends object>(filter: Ref<F>, none: F) {
  const part = <K extends keyof F>(key: K): WritableComputedRef<F[K]> =>
    computed({
      get: () => filter.value[key],
      set: (value) => {
        filter.value = { ...filter.value, [key]: value }
      },
    })
  return { part, isFiltered: computed(() => JSON.stringify(filter.value) !== JSON.stringify(none)) }
}
