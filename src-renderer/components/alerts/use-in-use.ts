/** Whether the list is being used: a hand is on it, a key of it was pressed a moment ago, or a form is open. */
import { computed, onScopeDispose, type Ref, ref } from 'vue'

const restsAfterMs = 4000

export function useInUse(isFormOpen: () => boolean): {
  readonly isInUse: Readonly<Ref<boolean>>
  readonly hasHand: Ref<boolean>
  touch(): void
  rest(): void
} {
  const hasHand = ref(false)
  const isTouched = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  const rest = () => {
    clearTimeout(timer)
    isTouched.value = false
  }
  const touch = () => {
    clearTimeout(timer)
    isTouched.value = true
    timer = setTimeout(rest, restsAfterMs)
  }
  onScopeDispose(rest)
  return { isInUse: computed(() => hasHand.value || isTouched.value || isFormOpen()), hasHand, touch, rest }
}
