/**
 * The queue of open cases: the desk's order by urgency, held still while it is in use, with what was there
 * and is gone marked as such.
 */
import { computed, type Ref, shallowRef, watch } from 'vue'
import { byUrgency, type CaseRow } from '../../../src-main/contract/cases.ts'
import { type BoardFilter, fits, openFilterText } from './board-query.ts'
import { arrange, type HeldOrder, nextAfter, nothingShown } from './held-order.ts'

export interface QueueParts {
  readonly cases: Readonly<Ref<ReadonlyMap<number, CaseRow>>>
  readonly mine: Readonly<Ref<ReadonlySet<number>>>
  readonly filter: () => BoardFilter
  readonly seat: () => string | null
  readonly isHeld: () => boolean
  /** The desk's clock, moving: urgency grows with it. */
  readonly now: Readonly<Ref<number>>
}

export interface QueueLine {
  readonly row: CaseRow
  readonly isGone: boolean
}

export function useQueue({ cases, mine, filter, seat, isHeld, now }: QueueParts) {
  const order = shallowRef<HeldOrder>(nothingShown)
  /** Every row as last seen, so that a line that is held can still be drawn after its case has gone. */
  const lastSeen = new Map<number, CaseRow>()

  const open = computed(() =>
    [...cases.value.values()].filter((row) => row.status === 'open' && !mine.value.has(row.id)),
  )
  const matching = computed(() => open.value.filter((row) => fits(row, filter(), seat())))

  function sort(held: boolean): void {
    const sorted = [...matching.value].sort(byUrgency(now.value)).map(({ id }) => id)
    order.value = arrange(order.value, sorted, held, mine.value)
    const kept = new Set([...order.value.shown, ...order.value.waiting])
    for (const id of lastSeen.keys()) if (!kept.has(id)) lastSeen.delete(id)
    for (const row of matching.value) lastSeen.set(row.id, row)
  }
  watch([matching, isHeld, now], () => sort(isHeld()), { immediate: true })
  // Another filter is another list: there is nothing to hold.
  watch(
    () => openFilterText(filter()),
    () => sort(false),
  )

  const lines = computed<QueueLine[]>(() =>
    order.value.shown.flatMap((id) => {
      const row = cases.value.get(id)
      const isOpen = row?.status === 'open'
      const drawn = row ?? lastSeen.get(id)
      return drawn ? [{ row: drawn, isGone: !isOpen }] : []
    }),
  )
  const waiting = computed(() => order.value.waiting.flatMap((id) => cases.value.get(id) ?? []))

  const isFree = (id: number): boolean => {
    const row = cases.value.get(id)
    return row?.status === 'open' && !mine.value.has(id) && (row.claim === null || row.claim.seat === seat())
  }

  return {
    lines,
    waiting,
    hiddenCount: computed(() => open.value.length - matching.value.length),
    /** The desk's order now, whatever is held. */
    release: () => sort(false),
    after: (id: number): number | null => nextAfter(order.value.shown, id, isFree),
    first: (): number | null => order.value.shown.find(isFree) ?? order.value.shown[0] ?? null,
  }
}
