/**
 * One live tail with its filter: subscribes, goes on from its cursor after a lost connection or a closed
 * page, and publishes in the next animation frame, but only so often, however fast events arrive.
 */
import { computed, type Ref, ref, type ShallowRef, shallowRef, watch } from 'vue'
import type { AppError } from '../../src-main/contract/errors.ts'
import type { EventFilter, EventRow, TailBatch } from '../../src-main/contract/events.ts'
import type { DeskClient } from '../../src-main/contract/index.ts'
import { onTopics } from './changes.ts'
import { createEventList, type TailNumbers } from './event-list.ts'
import { toAppError } from './load.ts'

export interface EventTail {
  /** Oldest first. */
  readonly rows: Readonly<ShallowRef<readonly EventRow[]>>
  readonly numbers: Readonly<ShallowRef<TailNumbers>>
  /** From commit to here, of the newest batch; null before any. */
  readonly lagMs: Readonly<Ref<number | null>>
  /** Nothing is known yet: neither the tail nor the store has answered for this filter. */
  readonly isLoading: Readonly<Ref<boolean>>
  readonly error: Readonly<ShallowRef<AppError | null>>
  /** By the person, until they go on. */
  readonly isPaused: Ref<boolean>
  /** The list is being read: new rows wait so that nothing moves under the hand. */
  readonly isInUse: Ref<boolean>
  /** Whether older rows may be in the store. */
  readonly hasOlder: Readonly<Ref<boolean>>
  readonly isPagingBack: Readonly<Ref<boolean>>
  setFilter(filter: EventFilter): void
  /** Begins, or goes on where it was closed. */
  open(): void
  close(): void
  pageBack(): Promise<void>
  retry(): void
}

const keptRows = 5000
/** History is for looking around; beyond this a narrower filter or an export is the way. */
const mostRows = 20_000
const backlog = 200
const againMs = 5000
/** In a flood a list that changes with every frame is read by nobody and leaves the page no time for its person. */
const publishEveryMs = 200

export function createEventTail(events: Pick<DeskClient['events'], 'tail' | 'page'>, initial: EventFilter): EventTail {
  const list = createEventList(keptRows)
  const rows = shallowRef<readonly EventRow[]>([])
  const numbers = shallowRef(list.numbers)
  const lagMs = ref<number | null>(null)
  const isLoading = ref(true)
  const error = shallowRef<AppError | null>(null)
  const isPaused = ref(false)
  const isInUse = ref(false)
  const hasOlder = ref(true)
  const isPagingBack = ref(false)
  const isHeld = computed(() => isPaused.value || isInUse.value)

  let filter = initial
  let cursor: number | null = null
  let stop: (() => void) | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let isOpen = false
  let isPublishDue = false
  let publishedAt = 0
  let newestLagMs: number | null = null
  /** Answers that belong to an earlier filter or account are dropped. */
  let epoch = 0

  const publish = () => {
    isPublishDue = false
    publishedAt = Date.now()
    rows.value = list.rows
    numbers.value = list.numbers
    lagMs.value = newestLagMs
  }
  const publishSoon = () => {
    if (isPublishDue) return
    isPublishDue = true
    const rest = publishedAt + publishEveryMs - Date.now()
    if (rest > 0) setTimeout(() => requestAnimationFrame(publish), rest)
    else requestAnimationFrame(publish)
  }

  const receive = (batch: TailBatch) => {
    list.receive(batch, isHeld.value)
    if (batch.restarted) hasOlder.value = true
    cursor = batch.cursor
    newestLagMs = batch.lagMs
    error.value = null
    publishSoon()
  }

  const subscribe = () => {
    const startedIn = epoch
    const input = () => ({ after: cursor, backlog, filter })
    stop = events.tail(input(), {
      onItem: receive,
      onEnd: (reason) => {
        if (startedIn !== epoch) return
        stop = null
        if (reason) error.value = toAppError(reason)
        again = setTimeout(subscribe, againMs)
      },
      resume: input,
    })
  }

  const unsubscribe = () => {
    clearTimeout(again)
    stop?.()
    stop = null
  }

  async function pageBack(): Promise<void> {
    if (isPagingBack.value || !hasOlder.value || list.rows.length >= mostRows) return
    const startedIn = epoch
    isPagingBack.value = true
    const before = list.rows[0]?.id
    const answer = await events.page({ filter, ...(before !== undefined && { before }), limit: backlog }).then(
      (page) => ({ page }),
      (reason: unknown) => ({ error: toAppError(reason) }),
    )
    if (startedIn !== epoch) return
    isPagingBack.value = false
    isLoading.value = false
    if ('error' in answer) {
      error.value = answer.error
      return
    }
    list.addHistory(answer.page.rows)
    hasOlder.value = answer.page.hasMore
    publish()
  }

  const startOver = () => {
    epoch++
    unsubscribe()
    list.clear()
    cursor = null
    newestLagMs = null
    error.value = null
    hasOlder.value = true
    isPagingBack.value = false
    isLoading.value = true
    isPaused.value = false
    publish()
    if (isOpen) begin()
  }

  /** The tail starts with the newest rows only; a filter's hits may lie further back. */
  const begin = () => {
    subscribe()
    if (isLoading.value) void pageBack()
  }

  watch(
    isHeld,
    (held) => {
      if (held) return
      list.release()
      publish()
    },
    { flush: 'sync' },
  )
  onTopics(['account'], startOver)

  return {
    rows,
    numbers,
    lagMs,
    isLoading,
    error,
    isPaused,
    isInUse,
    hasOlder,
    isPagingBack,
    pageBack,
    setFilter(next) {
      if (JSON.stringify(next) === JSON.stringify(filter)) return
      filter = next
      startOver()
    },
    open() {
      if (isOpen) return
      isOpen = true
      begin()
    },
    close() {
      isOpen = false
      unsubscribe()
    },
    retry() {
      error.value = null
      unsubscribe()
      begin()
      void pageBack()
    },
  }
}
