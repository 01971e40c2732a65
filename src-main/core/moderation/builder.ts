/**
 * Builds cases from stored events. Usually an alert comes after all others of its stream and only grows the newest
 * case; whatever comes late (a retry, a start told after its alerts) makes the cases of that stream be parted anew,
 * so that they end up the same in any order (sessions.ts).
 */
import type { TimelineKind } from '../../contract/case-detail.ts'
import type { Attention } from '../../contract/cases.ts'
import type { NewLogEntry } from '../store/case-log.ts'
import type { CaseAlert } from '../store/cases.ts'
import type { ModeratedEvent } from '../store/moderated-events.ts'
import type { Push } from '../store/pushes.ts'
import { type Place, type PushNews, placeKey, toAlert, toPush } from './alert.ts'
import { type Book, type Case, derive, spanOf } from './book.ts'
import { regroup } from './regroup.ts'
import { isLinked } from './sessions.ts'
import { addTallies, compareWorst, isWorse, tallyOf } from './tally.ts'

export interface BuilderParts {
  /** Whether somebody waits for pushes of this stream name. */
  readonly isWatched: (stream: string | null) => boolean
  readonly book: Book
  readonly log: (entry: NewLogEntry) => void
  /** The rows that hang on a case go with it when it joins another. */
  readonly move: (fromCase: number, toCase: number) => void
  readonly now: () => number
}

export interface Heard extends Place, PushNews {}

export interface Built {
  /** Cases with a new alert, and the alert: its picture is wanted. */
  readonly alerts: readonly { readonly caseId: number; readonly alert: CaseAlert }[]
  /** Starts and stops, for whoever watches streams. */
  readonly pushes: readonly Heard[]
}

export interface Builder {
  /** Takes what costs no write, and answers with the events that do, for `take`. */
  sift(events: readonly ModeratedEvent[]): ModeratedEvent[]
  /** Within a change of the book. Taking the same event twice changes nothing. */
  take(events: readonly ModeratedEvent[]): Built
}

/** After the end, a picture this late means that it goes on, or has begun again. */
const afterEndMs = 10_000

export function createBuilder(parts: BuilderParts): Builder {
  const { book, log, now } = parts

  const note = (record: Case, kind: TimelineKind, facts: NewLogEntry['facts'] = {}) =>
    log({ caseId: record.id, accountId: record.accountId, at: now(), who: '', kind, facts })

  function open(key: string, accountId: string | null, alert: CaseAlert, pushes: readonly Push[]): Case {
    const tally = tallyOf(alert)
    const blank: Omit<Case, 'id'> = {
      accountId,
      place: key,
      session: null,
      firstAt: alert.at,
      lastAt: alert.at,
      receivedAt: alert.receivedAt,
      status: 'open',
      attention: 'alert',
      version: 1,
      joinedInto: null,
      endedAt: null,
      identity: 'unread',
      firstViewedAt: null,
      firstDecidedAt: null,
      verdict: alert.verdict,
      label: alert.label,
      tally,
      decision: null,
      words: '',
    }
    const record = book.add(derive(blank, { tally, ...spanOf([alert]) }, pushes))
    note(record, 'opened', { verdict: alert.verdict, label: alert.label, score: alert.score })
    return record
  }

  function grow(record: Case, alert: CaseAlert, pushes: readonly Push[]): void {
    const tally = addTallies(record.tally, tallyOf(alert))
    const span = {
      firstAt: Math.min(record.firstAt, alert.at),
      lastAt: Math.max(record.lastAt, alert.at),
      receivedAt: Math.min(record.receivedAt, alert.receivedAt),
    }
    const grown = { ...derive(record, { tally, ...span }, pushes), id: record.id }
    const attention = raisedBy(record, grown, alert)
    const isGraver = compareWorst({ ...tally.worst, weight: 0 }, { ...record.tally.worst, weight: 0 }) > 0
    if (attention === null) {
      book.put(isGraver && record.status === 'open' ? { ...grown, version: grown.version + 1 } : grown)
      return
    }
    const raised = book.put({ ...grown, status: 'open', attention, version: grown.version + 1 })
    note(raised, 'reopened', { attention, verdict: alert.verdict, label: alert.label, score: alert.score })
  }

  function takeAlert(event: ModeratedEvent, alert: CaseAlert): number | null {
    const key = placeKey(event)
    book.settlePushes(key)
    if (book.alerts.alert(alert.eventId) !== null) return null
    const { cases, pushes } = book.place(key)
    const { at } = alert
    const inside = cases.find(({ firstAt, lastAt }) => firstAt <= at && at <= lastAt)
    const left = nearest(cases, (each) => (each.lastAt < at ? each.lastAt - at : null))
    const right = nearest(cases, (each) => (each.firstAt > at ? at - each.firstAt : null))
    const joinsLeft = left !== null && isLinked(left.lastAt, at, pushes)
    const joinsRight = right !== null && isLinked(at, right.firstAt, pushes)
    const known = inside ?? (joinsLeft ? left : joinsRight ? right : null)
    const into = known ?? open(key, event.accountId, alert, pushes)
    book.alerts.addAlert(into.id, alert)
    if (known) grow(known, alert, pushes)
    if (!inside && joinsLeft && joinsRight) regroup(parts, key)
    return book.get(into.id)?.id ?? into.id
  }

  function takePush(event: ModeratedEvent, news: PushNews): void {
    const key = placeKey(event)
    if (!book.hasCases(key)) {
      book.hearPush(key, news.push, event.receivedAt)
      return
    }
    book.notePush(key, news.push, event.receivedAt)
    const { cases, pushes } = book.place(key)
    if (cases.some(({ lastAt }) => lastAt >= news.at)) {
      regroup(parts, key)
      return
    }
    for (const each of cases) {
      const next = derive(each, each, pushes)
      if (next.endedAt === each.endedAt && next.session === each.session) continue
      book.put({ ...next, id: each.id })
      if (each.status !== 'closed' && next.endedAt !== each.endedAt) note(each, 'streamStopped')
    }
  }

  return {
    sift: (events) =>
      events.filter((event) => {
        if (event.type !== 0 && event.type !== 1) return event.verdict !== 'Pass'
        const key = placeKey(event)
        if (book.hasCases(key) || parts.isWatched(event.stream)) return true
        const news = toPush(event)
        if (news && !news.isRefused) book.hearPush(key, news.push, event.receivedAt)
        return false
      }),
    take(events) {
      const alerts: { caseId: number; alert: CaseAlert }[] = []
      const pushes: Heard[] = []
      for (const event of events) {
        const alert = toAlert(event)
        const caseId = alert && takeAlert(event, alert)
        if (alert && caseId !== null) alerts.push({ caseId, alert })
        const news = toPush(event)
        if (!news) continue
        pushes.push({ ...readHeard(event), ...news })
        if (!news.isRefused) takePush(event, news)
      }
      return { alerts, pushes }
    },
  }
}

const readHeard = ({ accountId, domain, app, stream }: ModeratedEvent): Place => ({ accountId, domain, app, stream })

/** The case for which `closeness` is greatest; null where it is null for all. */
function nearest(cases: readonly Case[], closeness: (each: Case) => number | null): Case | null {
  let found: { record: Case; by: number } | null = null
  for (const record of cases) {
    const by = closeness(record)
    if (by !== null && (found === null || by > found.by)) found = { record, by }
  }
  return found?.record ?? null
}

/** Whether a new alert makes a closed case wait for somebody again, and why. */
function raisedBy(before: Case, after: Omit<Case, 'id'>, alert: CaseAlert): Attention | null {
  if (before.status !== 'closed' || before.decision === null) return null
  const { decision, at, on } = before.decision
  if (decision === 'dismiss' || decision === 'warn') return isWorse(after.tally, on) ? 'worse' : null
  if (decision === 'resume') return alert.at > at ? 'alert' : null
  const isAfterEnd = before.endedAt !== null && alert.at > before.endedAt + afterEndMs
  if (!isAfterEnd) return null
  return decision === 'ban' ? 'rePush' : 'newSession'
}
