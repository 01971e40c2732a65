/** A search in the raw bodies: slow, so it shows how far it is, can be stopped, and goes on from where it ended. */
import { type Ref, ref, type ShallowRef, shallowRef } from 'vue'
import type { AppError } from '../../src-main/contract/errors.ts'
import type { EventFilter, EventRow } from '../../src-main/contract/events.ts'
import type { DeskClient } from '../../src-main/contract/index.ts'
import { onTopics } from './changes.ts'
import { toAppError } from './load.ts'

export interface BodySearch {
  /** What is looked for; null while nothing is. */
  readonly text: Readonly<Ref<string | null>>
  readonly isRunning: Readonly<Ref<boolean>>
  /** Found so far, oldest first. */
  readonly rows: Readonly<ShallowRef<readonly EventRow[]>>
  readonly progress: Readonly<ShallowRef<{ scanned: number; total: number }>>
  /** There are older events that were not looked through. */
  readonly hasMore: Readonly<Ref<boolean>>
  readonly error: Readonly<ShallowRef<AppError | null>>
  start(filter: EventFilter, text: string): void
  /** Stops; what was found stays. */
  cancel(): void
  goOn(): void
  /** Back to no search at all. */
  clear(): void
}

const limit = 200

export function createBodySearch(events: Pick<DeskClient['events'], 'searchBodies'>): BodySearch {
  const text = ref<string | null>(null)
  const isRunning = ref(false)
  const rows = shallowRef<readonly EventRow[]>([])
  const progress = shallowRef({ scanned: 0, total: 0 })
  const error = shallowRef<AppError | null>(null)
  const hasMore = ref(false)
  let filter: EventFilter = {}
  let next: number | null = null
  /** Looked through by earlier parts of this search. */
  let before = 0
  let stop: (() => void) | null = null

  const end = () => {
    stop?.()
    stop = null
    isRunning.value = false
    hasMore.value = next !== null
  }

  const run = () => {
    const wanted = text.value
    if (wanted === null) return
    isRunning.value = true
    error.value = null
    before = progress.value.scanned
    const input = () => ({ filter, text: wanted, limit, ...(next !== null && { before: next }) })
    const part = events.searchBodies(input(), {
      onItem: (step) => {
        rows.value = [...step.rows.toReversed(), ...rows.value]
        progress.value = { scanned: before + step.scanned, total: before + step.total }
        next = step.next
      },
      onEnd: (reason) => {
        if (stop !== part) return
        if (reason) error.value = toAppError(reason)
        end()
      },
      // After a lost connection it goes on behind what was looked through.
      resume: () => {
        before = progress.value.scanned
        return input()
      },
    })
    stop = part
  }

  const clear = () => {
    next = null
    end()
    text.value = null
    rows.value = []
    progress.value = { scanned: 0, total: 0 }
    error.value = null
    hasMore.value = false
  }
  onTopics(['account'], clear)

  return {
    text,
    isRunning,
    rows,
    progress,
    hasMore,
    error,
    clear,
    cancel: end,
    goOn: run,
    start(within, wanted) {
      clear()
      filter = within
      text.value = wanted
      run()
    },
  }
}
