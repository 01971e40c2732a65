/** The decision form of one case: what is chosen, what it still lacks, and the way to the desk. */
import { computed, type Ref, ref, shallowRef } from 'vue'
import type { CaseBlastRadius, DecideInput } from '../../../src-main/contract/alerts.ts'
import { type CaseRow, type Decision, defaultBanMs } from '../../../src-main/contract/cases.ts'
import type { AppError } from '../../../src-main/contract/errors.ts'
import type { Reason } from '../../../src-main/contract/moderation-settings.ts'
import { useAction } from '../../composables/use-action.ts'
import { toAppError } from '../../stores/load.ts'
import { blockOf, type DecisionDraft, type Lack, lackOf, reasonsFor, toInput } from './decision-draft.ts'

export interface DecisionParts {
  readonly row: () => CaseRow | null
  readonly reasons: () => readonly Reason[]
  readBlastRadius(caseId: number): Promise<CaseBlastRadius>
  decide(input: DecideInput): Promise<CaseRow>
  /** The desk has it. */
  onDone(row: CaseRow, decision: Decision): void
}

/** What was chosen last for each decision: the next case is often like the one before. */
const lastReasons = new Map<Decision, string>()
let lastDurationMs: number = defaultBanMs

export type DecisionForm = ReturnType<typeof useDecision>

export function useDecision(parts: DecisionParts) {
  const draft: Ref<DecisionDraft | null> = ref(null)
  /** The case as it was when the form was opened: what changes after that, the person has not seen. */
  let seen: CaseRow | null = null
  const radius = shallowRef<CaseBlastRadius | null>(null)
  const radiusError = shallowRef<AppError | null>(null)
  /** Set once sending was tried: what is missing is said only then. */
  const lack = ref<Lack>(null)
  const sending = useAction(parts.decide)

  const offered = computed(() => (draft.value ? reasonsFor(parts.reasons(), draft.value.decision) : []))

  async function readRadius(caseId: number): Promise<void> {
    radius.value = null
    radiusError.value = null
    const answer = await parts.readBlastRadius(caseId).then(
      (found) => ({ found }),
      (reason: unknown) => ({ error: toAppError(reason) }),
    )
    if (parts.row()?.id !== caseId || draft.value?.decision !== 'ban') return
    if ('error' in answer) radiusError.value = answer.error
    else radius.value = answer.found
  }

  function begin(decision: Decision): void {
    const row = parts.row()
    if (!row || blockOf(row, decision) !== null || sending.isBusy.value) return
    seen = row
    const reasons = reasonsFor(parts.reasons(), decision)
    const last = lastReasons.get(decision)
    const reason = reasons.some(({ id }) => id === last) ? String(last) : (reasons[0]?.id ?? '')
    draft.value = { decision, reason, note: '', durationMs: lastDurationMs, typed: '', isWeakConfirmed: false }
    lack.value = null
    sending.error.value = null
    if (decision === 'ban') void readRadius(row.id)
  }

  function cancel(): void {
    seen = null
    draft.value = null
    lack.value = null
    sending.error.value = null
    radius.value = null
    radiusError.value = null
  }

  function change(part: Partial<DecisionDraft>): void {
    if (draft.value) draft.value = { ...draft.value, ...part }
    if (lack.value !== 'weakTrust') lack.value = null
  }

  async function submit(): Promise<void> {
    const row = seen
    const wanted = draft.value
    if (!row || !wanted || sending.isBusy.value) return
    // The second press is the second confirmation.
    const confirmed = lack.value === 'weakTrust' ? { ...wanted, isWeakConfirmed: true } : wanted
    lack.value = lackOf(confirmed, row, radius.value)
    if (lack.value !== null) return
    draft.value = confirmed
    const done = await sending.run(toInput(confirmed, row))
    if (!done) return learn(sending.error.value)
    lastReasons.set(wanted.decision, wanted.reason)
    if (wanted.decision === 'ban') lastDurationMs = wanted.durationMs
    cancel()
    parts.onDone(done, wanted.decision)
  }

  /** The desk knows better what must be confirmed: it has asked the cloud. */
  function learn(error: AppError | null): void {
    if (error?.code !== 'case.needsConfirmation') return
    sending.error.value = null
    if (error.params.what === 'weakTrust') lack.value = 'weakTrust'
    else {
      lack.value = 'typing'
      const row = parts.row()
      if (row) void readRadius(row.id)
    }
  }

  /** `n` from 1. With what cannot hurt, or can be undone, choosing is deciding. */
  function pickReason(n: number): void {
    const reason = offered.value[n - 1]
    if (!reason || !draft.value) return
    change({ reason: reason.id })
    if (draft.value.decision === 'dismiss' || draft.value.decision === 'cut') void submit()
  }

  return {
    draft,
    radius,
    radiusError,
    lack,
    offered,
    isSending: sending.isBusy,
    error: sending.error,
    begin,
    cancel,
    change,
    submit,
    pickReason,
    readRadius: () => {
      const row = parts.row()
      if (row) void readRadius(row.id)
    },
  }
}
