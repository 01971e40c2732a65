/** Parts the alerts of one stream into cases anew, after something came late. Rare, so it may read all of them. */
import type { CaseAlert } from '../store/cases.ts'
import type { Push } from '../store/pushes.ts'
import { type Book, type Case, derive, spanOf } from './book.ts'
import type { BuilderParts } from './builder.ts'
import { groupAlerts } from './sessions.ts'
import { isWorse, tallyAll } from './tally.ts'

type Homed = CaseAlert & { readonly caseId: number }

/**
 * The first group of a case's alerts keeps it (the oldest case, where several have run together); other groups
 * become cases of their own, and a case without a group joins the one that took its alerts.
 */
export function regroup({ book, log, move, now }: BuilderParts, key: string): void {
  const { cases, pushes } = book.place(key)
  const alerts: Homed[] = cases
    .flatMap(({ id }) => book.alerts.alertsOf(id).map((alert) => ({ ...alert, caseId: id })))
    .sort((a, b) => a.at - b.at || a.eventId - b.eventId)
  const taken = new Set<number>()
  const homes = new Map<number, number>()

  for (const group of groupAlerts(alerts, pushes)) {
    const former = [...new Set(group.map(({ caseId }) => caseId))].sort((a, b) => a - b)
    const free = former.find((id) => !taken.has(id))
    const model = cases.find(({ id }) => id === (free ?? former[0]))
    if (!model) continue
    const home = free === undefined ? book.add(splitOff(model, group, pushes)) : model
    taken.add(home.id)
    for (const id of former) if (!homes.has(id)) homes.set(id, home.id)
    settle(book, home, group, pushes)
  }

  for (const lost of cases) {
    const into = homes.get(lost.id)
    if (taken.has(lost.id) || into === undefined) continue
    const target = book.get(into)
    if (!target) continue
    book.put({ ...lost, status: 'closed', attention: null, joinedInto: into, version: lost.version + 1 })
    move(lost.id, into)
    book.put(joined(target, lost))
    log({ caseId: into, accountId: lost.accountId, at: now(), who: '', kind: 'joined', facts: { from: lost.id } })
  }
}

function settle(book: Book, home: Case, group: readonly Homed[], pushes: readonly Push[]): void {
  for (const { eventId, caseId } of group) if (caseId !== home.id) book.alerts.moveAlert(eventId, home.id)
  const next = { ...derive(home, { tally: tallyAll(group), ...spanOf(group) }, pushes), id: home.id }
  if (JSON.stringify(next) !== JSON.stringify(home)) book.put(next)
}

/** Alerts that turn out to be of another session. What was decided on them before they parted still holds. */
function splitOff(model: Case, group: readonly Homed[], pushes: readonly Push[]): Omit<Case, 'id'> {
  const tally = tallyAll(group)
  const { decision } = model
  const isCovered =
    decision !== null && (decision.decision === 'dismiss' || decision.decision === 'warn')
      ? !isWorse(tally, decision.on)
      : decision !== null && spanOf(group).lastAt <= decision.at
  const { id: _id, ...rest } = model
  const state = isCovered
    ? { status: 'closed' as const, attention: null }
    : { status: 'open' as const, attention: 'alert' as const, decision: null, firstDecidedAt: null }
  return derive({ ...rest, version: 1, endedAt: null, ...state }, { tally, ...spanOf(group) }, pushes)
}

/** Of two cases that run together the one that waits for somebody decides, and the newer decision is kept. */
function joined(into: Case, from: Case): Case {
  const waits = into.status !== 'closed' ? into : from.status !== 'closed' ? from : into
  const newer = (from.decision?.at ?? 0) > (into.decision?.at ?? 0) ? from.decision : into.decision
  const earliest = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.min(a, b))
  return {
    ...into,
    status: waits.status,
    attention: waits.attention,
    decision: newer,
    firstViewedAt: earliest(into.firstViewedAt, from.firstViewedAt),
    firstDecidedAt: earliest(into.firstDecidedAt, from.firstDecidedAt),
    version: Math.max(into.version, from.version) + 1,
  }
}
