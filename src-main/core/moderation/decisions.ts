/**
 * What people do to cases. A decision is compare-and-set on the case's version: whoever decides on what is no longer
 * so is told what happened meanwhile. What calls the cloud waits for the undo time (loop.ts).
 */
import type { CaseBlastRadius, DecideInput } from '../../contract/alerts.ts'
import type { TimelineEntry, TimelineKind } from '../../contract/case-detail.ts'
import type { Attention } from '../../contract/cases.ts'
import { AppError } from '../../contract/errors.ts'
import { mustTypeName, type StreamRef } from '../../contract/streams.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { CaseLogTable, NewLogEntry } from '../store/case-log.ts'
import { readPlace } from './alert.ts'
import type { Book, Case } from './book.ts'
import type { Claims, Holder } from './claims.ts'
import type { Loop } from './loop.ts'

export interface Actor extends Holder {
  readonly accountId: string | null
}

export interface DecisionParts {
  readonly book: Book
  readonly claims: Claims
  readonly loop: Loop
  readonly caseLog: Pick<CaseLogTable, 'add' | 'ofCase' | 'sawPictures' | 'revealedPicture'>
  /** Whose stream it is and what a ban hits; null when the API does not answer. */
  readonly radiusOf: (record: Case) => Promise<CaseBlastRadius | null>
  readonly record: RecordActivity
  readonly now: () => number
}

export interface Decisions {
  /** Throws `case.notFound`. */
  require(caseId: number, accountId: string | null): Case
  claim(caseId: number, takeOver: boolean, by: Actor): Case
  release(caseId: number, by: Actor): void
  decide(input: DecideInput, by: Actor): Promise<Case>
  undo(input: { caseId: number; version: number }, by: Actor): Case
  viewed(caseId: number, eventIds: readonly number[], by: Actor): void
  revealed(input: { caseId: number; eventId: number; how: 'whole' | 'region'; ms: number }, by: Actor): void
}

/** What another person may have done, or the world, that makes a decision stale. */
const news: readonly TimelineKind[] = [
  'decided',
  'undone',
  'reopened',
  'offAir',
  'lifted',
  'stillOnAir',
  'failed',
  'unknown',
  'rePush',
  'banEnded',
  'newSession',
  'joined',
]

export function createDecisions(parts: DecisionParts): Decisions {
  const { book, claims, loop, caseLog, record: recordActivity, now } = parts

  const log = (record: Case, who: string, kind: TimelineKind, facts: TimelineEntry['facts'] = {}) =>
    caseLog.add({ caseId: record.id, accountId: record.accountId, at: now(), who, kind, facts } satisfies NewLogEntry)

  const require = (caseId: number, accountId: string | null): Case => {
    const found = book.get(caseId)
    if (!found || (found.accountId !== null && found.accountId !== accountId))
      throw new AppError('case.notFound', { params: { id: caseId } })
    return found
  }
  const requireVersion = (caseId: number, version: number, by: Actor): Case => {
    const found = require(caseId, by.accountId)
    if (found.version !== version || found.id !== caseId) throw stale(found)
    return found
  }
  const stale = (record: Case): AppError => {
    const last = caseLog.ofCase(record.id, 50).findLast(({ kind }) => news.includes(kind))
    const what = last?.kind === 'decided' ? String(last.facts.decision) : (last?.kind ?? 'reopened')
    return new AppError('case.stale', {
      params: { what, who: last?.who ?? '', at: last?.at ?? now(), version: record.version },
    })
  }

  /** Throws whatever keeps this stream from being cut, banned or resumed with what the person has confirmed. */
  const checkEnforcing = async (
    record: Case,
    { decision, confirmations }: DecideInput,
    by: Actor,
  ): Promise<StreamRef> => {
    const ref = refOf(record)
    if (by.accountId === null) throw new AppError('account.none')
    if (record.identity === 'foreign') throw new AppError('case.foreign')
    if (decision === 'resume') return ref
    if (!record.tally.isVerified && confirmations.weakTrust !== true)
      throw new AppError('case.needsConfirmation', { params: { what: 'weakTrust' } })
    if (decision !== 'ban') return ref
    const radius = await parts.radiusOf(record)
    if (radius?.identity === 'foreign') throw new AppError('case.foreign')
    // What cannot be read is taken for more than one place.
    if ((radius === null || mustTypeName(radius)) && confirmations.blastRadius !== ref.stream)
      throw new AppError('case.needsConfirmation', {
        params: { what: 'blastRadius', count: radius?.places.length ?? 0 },
      })
    return ref
  }

  function put(record: Case, input: DecideInput, by: Actor, ref: StreamRef | null): Case {
    const { decision, reason, note } = input
    const at = now()
    const made = { decision, reason, note, who: by.name, at, on: record.tally }
    const words = [...record.words.split('\n'), reason, note].filter(Boolean).join('\n').toLowerCase()
    const banUntil = input.durationMs === undefined ? null : at + input.durationMs
    log(record, by.name, 'decided', { decision, reason, note, ...(banUntil !== null && { until: banUntil }) })
    if (ref)
      loop.begin({
        caseId: record.id,
        accountId: by.accountId ?? '',
        action: decision === 'cut' || decision === 'ban' ? decision : 'resume',
        ...ref,
        reason: [reason, note].filter(Boolean).join(': '),
        who: by.name,
        banUntil,
      })
    return book.put({
      ...record,
      status: ref ? 'acting' : 'closed',
      attention: null,
      version: record.version + 1,
      decision: made,
      firstDecidedAt: record.firstDecidedAt ?? at,
      words,
    })
  }

  return {
    require,
    claim(caseId, takeOver, by) {
      const found = require(caseId, by.accountId)
      const before = claims.of(found.id)
      claims.take(found.id, by, takeOver)
      if (before?.seat !== by.seat)
        book.change(() => log(found, by.name, 'claimed', before ? { from: before.name } : {}))
      return found
    },
    release: (caseId, by) => claims.release(require(caseId, by.accountId).id, by.seat),
    async decide(input, by) {
      const isEnforcing = input.decision !== 'dismiss' && input.decision !== 'warn'
      const seen = requireVersion(input.caseId, input.version, by)
      claims.take(seen.id, by, isDone(seen))
      if (seen.status === 'acting') throw stale(seen)
      const ref = isEnforcing ? await checkEnforcing(seen, input, by) : null
      // Meanwhile somebody else may have been quicker.
      const record = requireVersion(input.caseId, input.version, by)
      claims.take(record.id, by, isDone(record))
      const decided = book.change(() => put(record, input, by, ref), { durable: true })
      if (!isEnforcing) claims.release(decided.id, by.seat)
      recordActivity({
        kind: 'moderation.decided',
        target: nameOf(decided),
        account: decided.accountId ?? by.accountId,
        actor: by.name,
        after: {
          decision: input.decision,
          reason: input.reason,
          note: input.note,
          trust: decided.tally.isVerified ? 'verified' : 'weak',
          ...(input.durationMs !== undefined && { until: now() + input.durationMs }),
        },
      })
      return decided
    },
    undo({ caseId, version }, by) {
      const record = requireVersion(caseId, version, by)
      const last = record.decision
      if (last === null) throw new AppError('case.tooLate')
      claims.take(record.id, by, isDone(record))
      const isEnforcing = last.decision !== 'dismiss' && last.decision !== 'warn'
      const undone = book.change(
        () => {
          if (isEnforcing ? !loop.undo(record.id) : record.status !== 'closed') throw new AppError('case.tooLate')
          log(record, by.name, 'undone', { decision: last.decision })
          return book.put({
            ...record,
            status: 'open',
            attention: 'undone',
            version: record.version + 1,
            decision: null,
          })
        },
        { durable: true },
      )
      recordActivity({
        kind: 'moderation.undone',
        target: nameOf(undone),
        account: undone.accountId ?? by.accountId,
        actor: by.name,
        before: { decision: last.decision, reason: last.reason },
      })
      return undone
    },
    viewed(caseId, eventIds, by) {
      const record = require(caseId, by.accountId)
      const at = now()
      book.change(() => {
        caseLog.sawPictures(eventIds, { who: by.name, accountId: record.accountId, at })
        log(record, by.name, 'viewed', { count: eventIds.length, events: eventIds.join(' ') })
        if (record.firstViewedAt === null) book.put({ ...record, firstViewedAt: at })
      })
    },
    revealed({ caseId, eventId, how, ms }, by) {
      const record = require(caseId, by.accountId)
      book.change(() => {
        caseLog.revealedPicture(eventId, { who: by.name, accountId: record.accountId, at: now() })
        log(record, by.name, 'revealed', { event: eventId, how, ms })
      })
    },
  }
}

/** Nobody works on a closed case: whoever had it last does not keep others from it. */
const isDone = ({ status }: Case): boolean => status === 'closed'

/** Throws `case.noStream` when the alerts do not name all that the API asks for. */
export function refOf({ place }: Pick<Case, 'place'>): StreamRef {
  const { domain, app, stream } = readPlace(place)
  if (!domain || !stream) throw new AppError('case.noStream')
  return { domain, app: app ?? '', stream }
}

export function nameOf({ place }: Pick<Case, 'place'>): string {
  const { domain, app, stream } = readPlace(place)
  return [domain, app, stream].map((part) => part ?? '?').join('/')
}

/** A case waits for somebody again. Within a transaction. */
export function raise(book: Book, record: Case, attention: Attention): Case {
  return book.put({ ...record, status: 'open', attention, version: record.version + 1 })
}
