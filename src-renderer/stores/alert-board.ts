/**
 * The cases that wait for a person or are being acted upon, followed from the start of the window to its end,
 * whichever page is open and also while it is minimised (so no animation frame is waited for).
 */
import { type Ref, ref, type ShallowRef, shallowRef } from 'vue'
import type { BoardBatch } from '../../src-main/contract/alerts.ts'
import type { CaseRow } from '../../src-main/contract/cases.ts'
import type { AppError } from '../../src-main/contract/errors.ts'
import type { DeskClient } from '../../src-main/contract/index.ts'
import { onTopics } from './changes.ts'
import { toAppError } from './load.ts'

export interface AlertBoard {
  /** By case id, in no order. */
  readonly cases: Readonly<ShallowRef<ReadonlyMap<number, CaseRow>>>
  /** Cases open or being acted upon, shown or not. */
  readonly total: Readonly<Ref<number>>
  /** To add to this window's clock to have the desk's, in milliseconds. */
  readonly skewMs: Readonly<Ref<number>>
  /** When the desk last told of anything, on this window's clock; null before. */
  readonly heardAt: Readonly<Ref<number | null>>
  readonly isLoading: Readonly<Ref<boolean>>
  readonly error: Readonly<ShallowRef<AppError | null>>
  start(): void
  /** A decision's own answer, so that nobody waits for the stream to say it again. */
  take(row: CaseRow): void
  /** Told of every case that is new or changed since the first snapshot, with what it was (undefined = new). Returns how to stop. */
  onChange(listener: (row: CaseRow, before: CaseRow | undefined) => void): () => void
  /** Told of every case that is closed, or has joined another. */
  onRemoved(listener: (id: number) => void): void
}

const publishEveryMs = 50
const againMs = 3000

export function createAlertBoard(alerts: Pick<DeskClient['alerts'], 'board'>): AlertBoard {
  const cases = shallowRef<ReadonlyMap<number, CaseRow>>(new Map())
  const total = ref(0)
  const skewMs = ref(0)
  const heardAt = ref<number | null>(null)
  const isLoading = ref(true)
  const error = shallowRef<AppError | null>(null)
  const listeners = new Set<(row: CaseRow, before: CaseRow | undefined) => void>()
  const removedListeners = new Set<(id: number) => void>()
  let known = new Map<number, CaseRow>()
  let isKnown = false
  let due: ReturnType<typeof setTimeout> | undefined
  let stop: (() => void) | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let isStarted = false
  let publishedAt = 0

  const publish = () => {
    due = undefined
    publishedAt = Date.now()
    cases.value = new Map(known)
  }
  const publishSoon = () => {
    due ??= setTimeout(publish, Math.max(0, publishedAt + publishEveryMs - Date.now()))
  }
  const tell = (row: CaseRow, before: CaseRow | undefined) => {
    for (const listener of listeners) listener(row, before)
  }

  const receive = (batch: BoardBatch) => {
    const changes = batch.cases.map((row) => ({ row, before: known.get(row.id) }))
    const before = known
    if (batch.reset) known = new Map()
    for (const row of batch.cases) known.set(row.id, row)
    // What was closed while the connection was lost is not in the new snapshot.
    const removed = batch.reset ? [...before.keys()].filter((id) => !known.has(id)) : batch.removed
    for (const id of removed) known.delete(id)
    total.value = batch.total
    skewMs.value = batch.now - Date.now()
    error.value = null
    heardAt.value = Date.now()
    if (isKnown) for (const { row, before } of changes) tell(row, before)
    for (const id of removed) for (const listener of removedListeners) listener(id)
    if (batch.reset) {
      isKnown = true
      isLoading.value = false
      clearTimeout(due)
      publish()
    } else publishSoon()
  }

  const subscribe = () => {
    stop = alerts.board(
      {},
      {
        onItem: receive,
        onEnd: (reason) => {
          stop = null
          error.value = reason ? toAppError(reason) : null
          again = setTimeout(subscribe, againMs)
        },
      },
    )
  }

  const startOver = () => {
    clearTimeout(again)
    clearTimeout(due)
    due = undefined
    stop?.()
    known = new Map()
    isKnown = false
    total.value = 0
    heardAt.value = null
    isLoading.value = true
    error.value = null
    publish()
    if (isStarted) subscribe()
  }
  onTopics(['account'], startOver)

  return {
    cases,
    total,
    skewMs,
    heardAt,
    isLoading,
    error,
    start() {
      if (isStarted) return
      isStarted = true
      subscribe()
    },
    take(row) {
      const before = known.get(row.id)
      if (before && before.version > row.version) return
      if (row.status === 'closed') known.delete(row.id)
      else known.set(row.id, row)
      clearTimeout(due)
      publish()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onRemoved: (listener) => void removedListeners.add(listener),
  }
}
