/**
 * The queue as it stands on screen. While it is in use nobody's place changes: what is new waits to be asked
 * for, what others finished stays where it was, marked as gone. Let go, the list is the desk's order again.
 */
export interface HeldOrder {
  /** Ids from the top. */
  readonly shown: readonly number[]
  /** Ids that are open but not shown yet, in the desk's order. */
  readonly waiting: readonly number[]
}

export const nothingShown: HeldOrder = { shown: [], waiting: [] }

/**
 * `sorted` is the desk's order now. `mine` are cases this window has just decided: they leave at once, for
 * that is what their moderator asked for.
 */
export function arrange(
  before: HeldOrder,
  sorted: readonly number[],
  isHeld: boolean,
  mine: ReadonlySet<number> = new Set(),
): HeldOrder {
  if (!isHeld || before.shown.length === 0) return { shown: sorted, waiting: [] }
  const shown = before.shown.filter((id) => !mine.has(id))
  const known = new Set(before.shown)
  return { shown, waiting: sorted.filter((id) => !known.has(id)) }
}

/** Where to go when `id` leaves the list: the one below it, or else the first other. */
export function nextAfter(shown: readonly number[], id: number, isOpen: (id: number) => boolean): number | null {
  const at = shown.indexOf(id)
  return shown.slice(at + 1).find(isOpen) ?? shown.slice(0, Math.max(0, at)).find(isOpen) ?? null
}
