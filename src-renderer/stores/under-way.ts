/**
 * What this window has cut, banned or resumed, followed until it is known how it ended, and shown for a while
 * after. A case leaves the board when it is closed, so its outcome is read once more.
 */
import { type ShallowRef, shallowRef } from 'vue'
import type { CaseRow } from '../../src-main/contract/cases.ts'
import type { DeskClient } from '../../src-main/contract/index.ts'
import type { AlertBoard } from './alert-board.ts'

export interface UnderWay {
  /** The newest first. */
  readonly rows: Readonly<ShallowRef<readonly CaseRow[]>>
  /** From its decision on; what calls no cloud is not followed. */
  follow(row: CaseRow): void
  forget(id: number): void
  clear(): void
}

const shownAfterMs = 90_000
const mostRows = 8

export function createUnderWay(
  alerts: Pick<DeskClient['alerts'], 'case'>,
  board: Pick<AlertBoard, 'onChange' | 'onRemoved'>,
): UnderWay {
  const rows = shallowRef<readonly CaseRow[]>([])
  const isFollowed = (id: number) => rows.value.some((row) => row.id === id)
  const forget = (id: number) => {
    rows.value = rows.value.filter((row) => row.id !== id)
  }
  const put = (row: CaseRow) => {
    if (isFollowed(row.id)) rows.value = rows.value.map((other) => (other.id === row.id ? row : other))
  }
  board.onChange(put)
  board.onRemoved((id) => {
    if (!isFollowed(id)) return
    setTimeout(() => forget(id), shownAfterMs)
    void alerts.case({ id }).then(
      ({ row }) => put(row),
      () => undefined,
    )
  })

  return {
    rows,
    follow(row) {
      if (row.enforcement) rows.value = [row, ...rows.value.filter(({ id }) => id !== row.id)].slice(0, mostRows)
    },
    forget,
    clear: () => {
      rows.value = []
    },
  }
}
