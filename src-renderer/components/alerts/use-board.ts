/** The board page: which cases stand in the queue, which one is open, and what follows from a decision on it. */
import { computed, onScopeDispose, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CaseRow, Decision } from '../../../src-main/contract/cases.ts'
import { client } from '../../client/index.ts'
import { useAction } from '../../composables/use-action.ts'
import { useNow } from '../../composables/use-now.ts'
import { useQueryState } from '../../composables/use-query-state.ts'
import { useToast } from '../../composables/use-toast.ts'
import { useAlertsStore } from '../../stores/alerts.ts'
import { useModeratorsStore } from '../../stores/moderators.ts'
import { readBoardQuery, writeBoardQuery } from './board-query.ts'
import { sayStream, toHistoryRow, toQueueRow } from './case-words.ts'
import { useDecision } from './use-decision.ts'
import { useHistory } from './use-history.ts'
import { useInUse } from './use-in-use.ts'
import { useQueue } from './use-queue.ts'
import { useSpeech } from './use-speech.ts'

export type BoardPage = ReturnType<typeof useBoard>

export function useBoard() {
  const { t, te } = useI18n()
  const { show } = useToast()
  const speech = useSpeech()
  const alerts = useAlertsStore()
  const moderators = useModeratorsStore()
  const { board, opened, underWay } = alerts
  const { state, change } = useQueryState(readBoardQuery, writeBoardQuery)
  const tick = useNow(1000)
  const now = computed(() => tick.value + board.skewMs.value)
  const seatId = computed(() => moderators.seat?.id ?? null)
  const isHistory = computed(() => state.value.tab === 'history')

  const detail = computed(() => (opened.detail.value?.row.id === state.value.caseId ? opened.detail.value : null))
  const form = useDecision({
    row: () => detail.value?.row ?? null,
    reasons: () => alerts.reasons.data?.reasons ?? [],
    readBlastRadius: (caseId) => client.alerts.blastRadius({ caseId }),
    decide: alerts.decide,
    onDone,
  })
  const use = useInUse(() => form.draft.value !== null)
  const queue = useQueue({
    cases: board.cases,
    mine: computed(() => alerts.mine),
    filter: () => state.value,
    seat: () => seatId.value,
    isHeld: () => use.isInUse.value,
    now,
  })

  const { history, read: readHistory } = useHistory(state, () => use.isInUse.value)

  const rows = computed(() =>
    isHistory.value
      ? history.rows.value.map((row) => toHistoryRow(row, now.value, speech.value))
      : queue.lines.value.map(({ row, isGone }) => toQueueRow(row, seatId.value, isGone, speech.value)),
  )

  /** Opening a case claims it; a viewer sees the list only. */
  const canOpen = computed(() => moderators.canModerate)
  watch(
    [() => state.value.caseId, canOpen],
    ([id, can]) => {
      form.cancel()
      if (id === null || !can) opened.close()
      else opened.open(id)
    },
    { immediate: true },
  )
  onScopeDispose(() => opened.close())
  const openRow = computed(() => (state.value.caseId === null ? undefined : board.cases.value.get(state.value.caseId)))
  watch(openRow, () => opened.refresh())

  const holder = computed(() => {
    const claim = openRow.value?.claim ?? detail.value?.row.claim ?? null
    return claim && claim.seat !== seatId.value ? claim : null
  })

  const open = (id: number | null) => change({ caseId: id })
  function onDone(row: CaseRow, _decision: Decision): void {
    use.touch()
    if (!isHistory.value) open(queue.after(row.id))
    else {
      opened.refresh()
      void readHistory()
    }
    goHome.value++
  }
  /** Raised when the focus should go back to the list. */
  const goHome = ref(0)

  watch(form.draft, (draft, before) => {
    if (draft === null && before !== null) goHome.value++
  })

  const undoing = useAction(alerts.undo)
  async function undo(): Promise<void> {
    const row = await undoing.run()
    if (!row) return
    show(t('alerts.undo.undone', { stream: sayStream(row, speech.value) }))
    change({ tab: 'open', caseId: row.id })
    goHome.value++
  }

  const sayReason = (id: string): string => {
    const own = alerts.reasons.data?.reasons.find((reason) => reason.id === id)?.text
    const key = `alerts.reason.${id}`
    return own ?? (te(key) ? t(key) : id)
  }

  function showWaiting(): void {
    queue.release()
    open(queue.first())
    goHome.value++
  }

  return {
    alerts,
    moderators,
    board,
    opened,
    underWay,
    state,
    change,
    now,
    isHistory,
    queue,
    history,
    readHistory,
    rows,
    detail,
    holder,
    use,
    form,
    undoing,
    canOpen,
    goHome,
    open,
    undo,
    sayReason,
    showWaiting,
  }
}
