/** The moderation board of this window: its open cases, the case looked at, and the decision that can still be undone. */
import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowRef } from 'vue'
import type { DecideInput } from '../../src-main/contract/alerts.ts'
import { type CaseRow, type Decision, undoMs } from '../../src-main/contract/cases.ts'
import { client } from '../client/index.ts'
import { createAlertBoard } from './alert-board.ts'
import { onTopics } from './changes.ts'
import { createLoad } from './load.ts'
import { createOpenCase } from './open-case.ts'
import { createUnderWay } from './under-way.ts'

/** What `u` takes back, as long as it can be. */
export interface Undoable {
  readonly row: CaseRow
  readonly decision: Decision
  /** On the desk's clock. */
  readonly until: number
}

export const useAlertsStore = defineStore('alerts', () => {
  const board = markRaw(createAlertBoard(client.alerts))
  const opened = markRaw(createOpenCase(client.alerts))
  const underWay = markRaw(createUnderWay(client.alerts, board))
  const reasons = createLoad(() => client.alerts.reasons({}), ['settings'], { perAccount: false })
  const views = createLoad(() => client.alerts.views({}), ['settings'], { perAccount: false })
  const undoable = shallowRef<Undoable | null>(null)
  const openCount = computed(
    () => board.total.value - [...board.cases.value.values()].filter(({ status }) => status !== 'open').length,
  )
  /** Cases decided in this window leave its queue at once, whoever holds the list. */
  const mine = ref<ReadonlySet<number>>(new Set())

  const deskNow = (): number => Date.now() + board.skewMs.value

  async function decide(input: DecideInput): Promise<CaseRow> {
    const row = await client.alerts.decide(input)
    mine.value = new Set([...mine.value, row.id])
    board.take(row)
    const waits = row.enforcement?.state === 'waiting' ? row.enforcement.sendAt : deskNow() + undoMs
    underWay.follow(row)
    undoable.value = { row, decision: input.decision, until: waits }
    return row
  }

  async function undo(): Promise<CaseRow | null> {
    const last = undoable.value
    if (!last) return null
    undoable.value = null
    const version = board.cases.value.get(last.row.id)?.version ?? last.row.version
    const row = await client.alerts.undo({ caseId: last.row.id, version })
    mine.value = new Set([...mine.value].filter((id) => id !== row.id))
    board.take(row)
    underWay.forget(row.id)
    return row
  }

  /** A case that was raised again is in the queue again. */
  board.onChange((row) => {
    if (row.status !== 'open' || !mine.value.has(row.id)) return
    mine.value = new Set([...mine.value].filter((id) => id !== row.id))
  })

  const setViews = async (next: Parameters<typeof client.alerts.setViews>[0]['views']): Promise<void> => {
    views.data.value = await client.alerts.setViews({ views: next })
  }
  const setReasons = async (next: Parameters<typeof client.alerts.setReasons>[0]['reasons']): Promise<void> => {
    reasons.data.value = await client.alerts.setReasons({ reasons: next })
  }

  onTopics(['account'], () => {
    undoable.value = null
    mine.value = new Set()
    opened.close()
    underWay.clear()
  })

  return {
    board,
    opened,
    underWay,
    reasons,
    views,
    undoable,
    openCount,
    mine,
    deskNow,
    decide,
    undo,
    setViews,
    setReasons,
  }
})
