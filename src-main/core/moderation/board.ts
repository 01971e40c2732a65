/**
 * The board of each window: everything that waits for somebody at once, then what changed, put together so that a
 * flood of alerts costs a window no more than its cases.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import { type BoardBatch, maxBoard } from '../../contract/alerts.ts'
import { byUrgency, type CaseRow } from '../../contract/cases.ts'

export type Batch = z.input<typeof BoardBatch>

export interface BoardSource {
  /** Open and acting ones of the account and of no known account. */
  waiting(accountId: string | null): CaseRow[]
  /** null = closed, joined, or of another account. */
  row(accountId: string | null, caseId: number): CaseRow | null
  total(accountId: string | null): number
  readonly now: () => number
}

export interface Board {
  changed(caseIds: ReadonlySet<number>): void
  watch(accountId: string | null, signal: AbortSignal): AsyncGenerator<Batch, void, void>
}

/** The first change goes out at once; what follows within this time goes together. */
const gatherMs = 20

export function createBoard(source: BoardSource): Board {
  const readers = new Set<{ waiting: Set<number>; wake: () => void }>()

  const snapshot = (accountId: string | null): Batch => {
    const rows = source.waiting(accountId)
    const now = source.now()
    const cases = rows.length > maxBoard ? rows.toSorted(byUrgency(now)).slice(0, maxBoard) : rows
    return { reset: true, cases, removed: [], total: rows.length, now }
  }
  const delta = (accountId: string | null, ids: ReadonlySet<number>): Batch => {
    const cases: CaseRow[] = []
    const removed: number[] = []
    for (const id of ids) {
      const row = source.row(accountId, id)
      if (row) cases.push(row)
      else removed.push(id)
    }
    return { reset: false, cases, removed, total: source.total(accountId), now: source.now() }
  }

  return {
    changed(caseIds) {
      for (const reader of readers) {
        for (const id of caseIds) reader.waiting.add(id)
        reader.wake()
      }
    },
    async *watch(accountId, signal) {
      const reader = { waiting: new Set<number>(), wake: () => {} }
      const onAbort = () => reader.wake()
      readers.add(reader)
      signal.addEventListener('abort', onAbort)
      try {
        yield snapshot(accountId)
        while (!signal.aborted) {
          if (reader.waiting.size === 0) {
            await new Promise<void>((resolve) => {
              reader.wake = resolve
            })
            continue
          }
          const ids = reader.waiting
          reader.waiting = new Set()
          yield delta(accountId, ids)
          await delay(gatherMs, undefined, { signal }).catch(() => {})
        }
      } finally {
        readers.delete(reader)
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}
