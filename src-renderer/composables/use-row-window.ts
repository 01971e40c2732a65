/**
 * Which rows of a scrolled list are in sight, and a few beyond either edge, where all rows are equally
 * high and a head of the same height stays on top of them. So nothing needs to be measured but the scroller.
 */
import { type ComputedRef, computed, onMounted, onScopeDispose, type Ref, ref } from 'vue'

const beyond = 8

export interface RowWindow {
  /** From `first` up to, not including, `end`. */
  readonly first: ComputedRef<number>
  readonly end: ComputedRef<number>
  /** How many whole rows fit below the head. */
  readonly fitting: ComputedRef<number>
  noteScroll(): void
  /** Scrolls no further than it takes to have the row in sight. */
  reveal(index: number): void
}

export function useRowWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  rowHeight: number,
  count: () => number,
): RowWindow {
  const scrollTop = ref(0)
  const height = ref(0)
  const noteScroll = () => {
    scrollTop.value = scroller.value?.scrollTop ?? 0
  }
  const measure = () => {
    height.value = scroller.value?.clientHeight ?? 0
  }
  const observer = new ResizeObserver(measure)
  onMounted(() => {
    measure()
    if (scroller.value) observer.observe(scroller.value)
  })
  onScopeDispose(() => observer.disconnect())

  const fitting = computed(() => Math.max(1, Math.floor(height.value / rowHeight) - 1))
  const first = computed(() => Math.max(0, Math.floor(scrollTop.value / rowHeight) - beyond))
  const end = computed(() => Math.min(count(), Math.ceil((scrollTop.value + height.value) / rowHeight) + beyond))

  function reveal(index: number): void {
    const element = scroller.value
    if (!element) return
    const lowest = (index + 2) * rowHeight - element.clientHeight
    element.scrollTop = Math.min(index * rowHeight, Math.max(lowest, element.scrollTop))
    noteScroll()
  }

  return { first, end, fitting, noteScroll, reveal }
}
