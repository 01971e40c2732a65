/** Whether a hand is on the list: the pointer moved over it within the last two seconds. */
import { onScopeDispose, type Ref, ref } from 'vue'

const restsAfterMs = 2000

export function usePointerHold(): { isHeld: Ref<boolean>; move(): void; leave(): void } {
  const isHeld = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  const leave = () => {
    clearTimeout(timer)
    isHeld.value = false
  }
  const move = () => {
    clearTimeout(timer)
    isHeld.value = true
    timer = setTimeout(leave, restsAfterMs)
  }
  onScopeDispose(leave)
  return { isHeld, move, leave }
}
