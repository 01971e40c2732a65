/** The moderation board's core: cases out of events, decisions that are done when the stream is off air, the log. */
import type { z } from 'zod'
import type { alertsGroup, CaseBlastRadius, DecideInput } from '../../contract/alerts.ts'
import type { CaseDetail, StripItem, TimelineEntry } from '../../contract/case-detail.ts'
import { byUrgency, type CaseRow } from '../../contract/cases.ts'
import type { Measures } from '../../contract/shift.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { Log } from '../log.ts'
import { createCaseLogTable } from '../store/case-log.ts'
import { createCaseProgress } from '../store/case-progress.ts'
import { createEnforcementsTable, createWatchesTable } from '../store/enforcements.ts'
import type { ModeratedEvent, ModeratedEvents } from '../store/moderated-events.ts'
import type { Store } from '../store/store.ts'
import { type Batch, createBoard } from './board.ts'
import { type Case, createBook } from './book.ts'
import { createBuilder } from './builder.ts'
import { createClaims } from './claims.ts'
import { type Actor, createDecisions, nameOf, raise } from './decisions.ts'
import type { Enforcer } from './enforcer.ts'
import { startFollowing } from './follow.ts'
import { createIdentities } from './identities.ts'
import { exportLog } from './log-export.ts'
import { createLoop } from './loop.ts'
import { createMeasures } from './measures.ts'
import { followEnforcement } from './outcomes.ts'
import type { Pictures } from './pictures/pictures.ts'
import { createRows, shownWatch } from './rows.ts'
import { createStrip } from './strip.ts'
import { createWatches } from './watches.ts'

type Output<K extends keyof typeof alertsGroup> = (typeof alertsGroup)[K] extends { output: infer O extends z.ZodType }
  ? z.input<O>
  : never
type Input<K extends keyof typeof alertsGroup> = z.output<(typeof alertsGroup)[K]['input']>

export interface ModerationParts {
  /** The case file. */
  readonly store: Store
  readonly source: ModeratedEvents
  readonly enforcer: Enforcer
  readonly activeAccount: () => string | null
  readonly record: RecordActivity
  /** Built here because pictures need cases, and cases pictures. */
  readonly createPictures: (parts: {
    readonly change: (work: () => void) => void
    readonly changed: (caseId: number) => void
    readonly caseOf: (eventId: number) => number | null
  }) => Pictures
  readonly log: Log
  readonly now: () => number
}

export interface Moderation {
  /** New events, after their commit. */
  stored(rows: readonly ModeratedEvent[]): void
  caughtUp(): Promise<void>
  board(accountId: string | null, signal: AbortSignal): AsyncGenerator<Batch, void, void>
  cases(accountId: string | null, input: Input<'cases'>): Output<'cases'>
  detail(caseId: number, accountId: string | null): CaseDetail
  strip(input: Input<'strip'>, accountId: string | null): { items: StripItem[]; hasMore: boolean }
  blastRadius(caseId: number, accountId: string | null): Promise<CaseBlastRadius>
  claim(caseId: number, takeOver: boolean, by: Actor): CaseRow
  release(caseId: number, by: Actor): void
  beat(seat: string): number[]
  /** Nobody sits at this seat any more. */
  leave(seat: string): void
  decide(input: DecideInput, by: Actor): Promise<CaseRow>
  undo(input: Input<'undo'>, by: Actor): CaseRow
  viewed(input: Input<'viewed'>, by: Actor): void
  revealed(input: Input<'revealed'>, by: Actor): void
  entries(accountId: string | null, input: Input<'entries'>): { entries: TimelineEntry[]; hasMore: boolean }
  exportLog(
    accountId: string | null,
    input: Input<'log'>,
  ): AsyncGenerator<{ text: string; rows: number; total: number }>
  measures(accountId: string | null, span: { from: number; to: number }): Measures
  handover(accountId: string | null): Output<'handover'>
  readonly pictures: Pictures
  close(): Promise<void>
}

const newestOfStrip = 60
const mostTimeline = 500
const mostHistory = 10
/** A push that was last heard of so long ago parts no alerts any more. */
const pushesKeptMs = 7 * 24 * 60 * 60_000
const decidedReachMs = 12 * 60 * 60_000

export function createModeration(parts: ModerationParts): Moderation {
  const { store, source, enforcer, activeAccount, record, log, now } = parts
  const book = createBook(store)
  const caseLog = createCaseLogTable(store)
  const measure = createMeasures(store)
  const change = (work: () => void) => book.change(work)
  const claims = createClaims({ changed: book.touch, now })
  const watches = createWatches({
    table: createWatchesTable(store),
    change,
    raise(watch, attention, facts) {
      const found = book.get(watch.caseId)
      if (!found) return
      caseLog.add({
        caseId: found.id,
        accountId: found.accountId,
        at: now(),
        who: '',
        kind: attentionKind(attention),
        facts,
      })
      raise(book, found, attention)
    },
    log,
    now,
  })
  const enforcements = createEnforcementsTable(store)
  const loop = createLoop({
    table: enforcements,
    enforcer,
    activeAccount,
    durable: (work) => book.change(work, { durable: true }),
    moved: (enforced, from) => followEnforcement({ book, caseLog, watches, record, now }, enforced, from),
    log,
    now,
  })
  const move = (fromCase: number, toCase: number) => {
    caseLog.move(fromCase, toCase)
    enforcements.move(fromCase, toCase)
    watches.move(fromCase, toCase)
    loop.forget(fromCase)
    loop.forget(toCase)
  }
  const builder = createBuilder({ isWatched: watches.isWatched, book, log: caseLog.add, move, now })
  const toRow = createRows({ claim: claims.of, enforcement: loop.newestOf, watch: watches.of })
  const identities = createIdentities({ book, enforcer, activeAccount, log, now })
  const decisions = createDecisions({ book, claims, loop, caseLog, radiusOf: identities.tryRadius, record, now })
  const pictures = parts.createPictures({
    change,
    changed: book.touch,
    caseOf: (eventId) => book.alerts.alert(eventId)?.caseId ?? null,
  })
  const toItem = createStrip({ body: source.body, picture: pictures.look })

  const isOf = (accountId: string | null) => (each: Case) => each.accountId === null || each.accountId === accountId
  const waiting = (accountId: string | null) => book.waiting().filter(isOf(accountId))
  const board = createBoard({
    waiting: (accountId) => waiting(accountId).map(toRow),
    total: book.countWaiting,
    row(accountId, caseId) {
      const found = book.get(caseId)
      return found && found.id === caseId && found.status !== 'closed' && isOf(accountId)(found) ? toRow(found) : null
    },
    now,
  })
  book.onChange(board.changed)

  // Pictures are asked for once the transaction has ended.
  const wanted: { caseId: number; alert: { eventId: number; hasPicture: boolean } }[] = []
  book.onChange(() => {
    for (const { caseId, alert } of wanted.splice(0)) if (alert.hasPicture) pictures.want(alert.eventId, caseId)
  })
  book.onUndone(() => {
    wanted.length = 0
    watches.reload()
  })

  const following = startFollowing({
    source,
    progress: createCaseProgress(store),
    change,
    sift: builder.sift,
    take(events) {
      const built = builder.take(events)
      watches.hear(built.pushes)
      wanted.push(...built.alerts)
    },
    log,
    now,
  })
  loop.resume()
  try {
    change(() => book.pushes.forget(now() - pushesKeptMs))
  } catch (error) {
    // A desk whose disk is full must start all the same.
    log.warn('pushes of long ago could not be forgotten', { error })
  }

  const stripOf = (found: Case): StripItem[] => {
    const newest = book.alerts.alertsBefore(found.id, null, newestOfStrip)
    const [first] = book.alerts.alertsBefore(found.id, { at: found.firstAt, eventId: Number.MAX_SAFE_INTEGER }, 1)
    const worst = book.alerts.alert(found.tally.worst.eventId)?.alert
    const extra = [first, worst].filter((each) => each !== undefined)
    const all = new Map([...extra, ...newest].map((alert) => [alert.eventId, alert]))
    return [...all.values()].sort((a, b) => a.at - b.at || a.eventId - b.eventId).map(toItem)
  }

  return {
    stored: following.stored,
    caughtUp: following.caughtUp,
    board: board.watch,
    cases(accountId, { filter, before, limit }) {
      const found = book.find({ accountId, ...filter, ...(before && { before }) }, limit + 1)
      return { rows: found.slice(0, limit).map(toRow), hasMore: found.length > limit }
    },
    detail(caseId, accountId) {
      const found = decisions.require(caseId, accountId)
      const strip = stripOf(found)
      const others = book.place(found.place).cases.filter(({ id }) => id !== found.id)
      return {
        row: toRow(found),
        strip,
        more: Math.max(0, found.tally.alerts - strip.length),
        timeline: caseLog.ofCase(found.id, mostTimeline),
        history: others.slice(0, mostHistory).map(toRow),
      }
    },
    strip({ caseId, before, limit }, accountId) {
      const found = decisions.require(caseId, accountId)
      const from = before === undefined ? null : (book.alerts.alert(before)?.alert ?? null)
      const alerts = book.alerts.alertsBefore(found.id, from, limit + 1)
      return { items: alerts.slice(-limit).map(toItem), hasMore: alerts.length > limit }
    },
    blastRadius: (caseId, accountId) => identities.radius(decisions.require(caseId, accountId)),
    claim(caseId, takeOver, by) {
      const found = decisions.claim(caseId, takeOver, by)
      identities.check(found)
      return toRow(found)
    },
    release: decisions.release,
    beat: claims.beat,
    leave: claims.leave,
    decide: async (input, by) => toRow(await decisions.decide(input, by)),
    undo: (input, by) => toRow(decisions.undo(input, by)),
    viewed: ({ caseId, eventIds }, by) => decisions.viewed(caseId, eventIds, by),
    revealed: decisions.revealed,
    entries(accountId, { before, limit }) {
      const found = caseLog.newest(accountId, before, limit + 1)
      return { entries: found.slice(0, limit), hasMore: found.length > limit }
    },
    exportLog(accountId, { format, from, to }) {
      const name = (caseId: number) => {
        const found = book.get(caseId)
        return found ? nameOf(found) : ''
      }
      return exportLog(caseLog, name, { accountId, from, to }, format)
    },
    measures: (accountId, span) => measure({ accountId, ...span }),
    handover: (accountId) => ({
      at: now(),
      open: waiting(accountId).map(toRow).sort(byUrgency(now())),
      watches: watches.running(accountId).map(shownWatch),
      decided: book
        .find({ accountId, status: ['closed'], from: now() - 2 * decidedReachMs }, 1000)
        .filter(({ decision }) => decision !== null && decision.at >= now() - decidedReachMs)
        .map(toRow),
    }),
    pictures,
    async close() {
      following.close()
      try {
        change(book.settleAll)
      } catch (error) {
        log.warn('which streams are on air could not be saved', { error })
      }
      loop.close()
      watches.close()
      claims.close()
      await pictures.close()
    },
  }
}

const attentionKind = (attention: string): TimelineEntry['kind'] =>
  attention === 'banEnded' || attention === 'newSession' ? attention : 'rePush'
