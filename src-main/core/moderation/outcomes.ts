/** What the progress of a cut, ban or resume means for its case: off air closes it, everything that did not hold opens it. */
import type { TimelineKind } from '../../contract/case-detail.ts'
import type { Attention, EnforcementState } from '../../contract/cases.ts'
import { AppError } from '../../contract/errors.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { CaseLogTable } from '../store/case-log.ts'
import type { EnforcementRecord } from '../store/enforcements.ts'
import type { Book, Case } from './book.ts'
import { nameOf } from './decisions.ts'
import type { Watches } from './watches.ts'

export interface OutcomeParts {
  readonly book: Book
  readonly caseLog: Pick<CaseLogTable, 'add'>
  readonly watches: Pick<Watches, 'begin'>
  readonly record: RecordActivity
  readonly now: () => number
}

const openedBy: Partial<Record<EnforcementState, Attention>> = {
  stillOnAir: 'stillOnAir',
  failed: 'failed',
  unknown: 'failed',
}

/** Within the transaction that stores the new state. */
export function followEnforcement(
  parts: OutcomeParts,
  enforced: EnforcementRecord,
  from: EnforcementState | null,
): void {
  const { book, caseLog, watches, now } = parts
  const { state, action } = enforced
  const found = book.get(enforced.caseId)
  if (!found || state === 'waiting' || state === 'undone') return
  caseLog.add({
    caseId: found.id,
    accountId: found.accountId,
    at: now(),
    who: enforced.who,
    kind: state satisfies TimelineKind,
    facts: factsOf(enforced),
  })
  // That a ban was accepted may have got lost with the desk; then its effect shows it.
  const isBanned = action === 'ban' && (state === 'accepted' || (state === 'offAir' && from === 'requested'))
  if (isBanned || (action === 'cut' && state === 'offAir') || state === 'lifted') watches.begin(enforced)
  // A ban that is accepted after the alarm, or a decision made meanwhile, has the last word on the case.
  const isOutdated = found.decision !== null && found.decision.at > enforced.decidedAt
  if (isOutdated) {
    book.touch(found.id)
    return
  }
  settle(book, found, enforced)
  if (state !== 'requested' && state !== 'accepted') tell(parts, found, enforced, from)
}

function settle(book: Book, found: Case, { state, action, endedAt }: EnforcementRecord): void {
  if (state === 'requested' || state === 'accepted') {
    book.touch(found.id)
    return
  }
  const attention = openedBy[state] ?? null
  const version = found.version + 1
  const ended = action === 'resume' ? found.endedAt : (found.endedAt ?? endedAt)
  book.put(
    attention === null
      ? { ...found, status: 'closed', attention: null, version, endedAt: ended }
      : { ...found, status: 'open', attention, version },
  )
}

const factsOf = ({ action, offAirAfterMs, shownBy, error, banUntil, state }: EnforcementRecord) => ({
  action,
  ...(offAirAfterMs !== null && { ms: offAirAfterMs }),
  ...(shownBy !== null && { by: shownBy }),
  ...(error !== null && { error: error.details?.apiCode ?? error.code }),
  ...(banUntil !== null && state === 'accepted' && { until: banUntil }),
})

function tell({ record }: OutcomeParts, found: Case, enforced: EnforcementRecord, from: EnforcementState | null): void {
  const { state, action, offAirAfterMs, accountId, who, error } = enforced
  record({
    kind: 'moderation.ended',
    target: nameOf(found),
    account: accountId,
    actor: who,
    before: { decision: action, ...(from !== null && { state: from }) },
    after: { decision: action, state, ...(offAirAfterMs !== null && { afterMs: offAirAfterMs }) },
    outcome: state === 'offAir' || state === 'lifted' ? 'ok' : 'failed',
    ...(error !== null && { error: AppError.fromShape(error) }),
  })
}
