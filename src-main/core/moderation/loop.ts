/**
 * The closed loop of a decision that calls the cloud: it may be undone for five seconds, then the call leaves, and
 * it counts as done when the stream is off air. What must hold: that the call is about to leave is on the disk
 * before it does, so that after a crash nothing is sent again; what then is not known is read, or said.
 */
import { type EnforcementState, undoMs } from '../../contract/cases.ts'
import { AppError, type ErrorShape } from '../../contract/errors.ts'
import { offAirWithinMs } from '../../contract/streams.ts'
import type { Log } from '../log.ts'
import type { EnforcementRecord, EnforcementsTable } from '../store/enforcements.ts'
import type { Enforcer, Progress } from './enforcer.ts'

export interface LoopParts {
  readonly table: EnforcementsTable
  readonly enforcer: Enforcer
  readonly activeAccount: () => string | null
  /** One transaction, on the disk when it returns. */
  readonly durable: <T>(work: () => T) => T
  /** Within the same transaction: the case, its log and its watch follow. */
  readonly moved: (record: EnforcementRecord, from: EnforcementState | null) => void
  readonly log: Log
  readonly now: () => number
}

export type NewEnforcement = Pick<
  EnforcementRecord,
  'caseId' | 'accountId' | 'action' | 'domain' | 'app' | 'stream' | 'reason' | 'who' | 'banUntil'
>

export interface Loop {
  newestOf(caseId: number): EnforcementRecord | null
  /** Within the transaction of the decision. Sends after the undo time. */
  begin(wanted: NewEnforcement): void
  /** Within a transaction. False when it has left already. */
  undo(caseId: number): boolean
  /** What was under way when the desk ended. */
  resume(): void
  forget(caseId: number): void
  close(): void
}

/** After a crash or a sleep, a decision this old is not sent any more: who made it would not expect it. */
const tooOldMs = 60_000
const endStates: readonly EnforcementState[] = ['offAir', 'lifted', 'failed', 'unknown', 'undone']
const isOver = (state: EnforcementState): boolean => endStates.includes(state)

/** What was accepted and could not be followed for a while may still turn out to be done. */
function mayBecome({ state, acceptedAt }: EnforcementRecord, next: EnforcementState): boolean {
  if (state === 'unknown') return acceptedAt !== null && (next === 'offAir' || next === 'lifted')
  return next === 'accepted' ? state === 'requested' : !isOver(state)
}

export function createLoop({ table, enforcer, activeAccount, durable, moved, log, now }: LoopParts): Loop {
  const newest = new Map<number, EnforcementRecord | null>()
  const timers = new Map<number, NodeJS.Timeout>()
  /** By the enforcer's run: the id of the enforcement. */
  const runs = new Map<number, number>()
  /** Progress that came before `send` had answered. */
  const early = new Map<number, Progress>()
  const closed = new AbortController()

  /** `newest` is read again afterwards: the transaction this belongs to may still fail. */
  const put = (record: EnforcementRecord, from: EnforcementState | null) => {
    table.put(record)
    newest.delete(record.caseId)
    moved(record, from)
  }
  const move = (id: number, state: EnforcementState, change: Partial<EnforcementRecord> = {}) => {
    const record = table.get(id)
    if (!record || !mayBecome(record, state)) return
    const ended = isOver(state) ? { endedAt: change.endedAt ?? now() } : {}
    try {
      durable(() => put({ ...record, ...change, ...ended, state }, record.state))
    } catch (error) {
      log.error('what became of a decision could not be stored yet', { id, state, error })
      at(id, retryMs, () => move(id, state, { ...change, ...ended }))
    }
  }

  const at = (id: number, ms: number, work: () => void) => {
    if (closed.signal.aborted) return
    clearTimeout(timers.get(id))
    const timer = setTimeout(
      () => {
        timers.delete(id)
        work()
      },
      Math.max(0, ms),
    )
    timers.set(id, timer.unref())
  }

  async function send(id: number): Promise<void> {
    const waiting = table.get(id)
    if (waiting?.state !== 'waiting') return
    if (waiting.accountId !== activeAccount() || now() - waiting.sendAt > tooOldMs)
      return move(id, 'failed', { error: { code: 'case.interrupted' } })
    // Not a call that the disk does not know of: after a crash it would be sent again.
    const sentAt = now()
    durable(() => put({ ...waiting, state: 'requested', sentAt }, 'waiting'))
    const { action, domain, app, stream, reason, who, banUntil } = waiting
    try {
      const ref = { domain, app, stream }
      const accepted = await enforcer.send({ action, ref, reason, by: who, until: banUntil })
      if (closed.signal.aborted) return
      move(id, 'accepted', { acceptedAt: accepted.acceptedAt })
      if (accepted.isOver) return finish(id, { at: accepted.acceptedAt, shownBy: 'state' })
      runs.set(accepted.run, id)
      const known = early.get(accepted.run)
      early.delete(accepted.run)
      if (known) hear(known)
    } catch (error) {
      if (!closed.signal.aborted) settle(id, shapeOf(error, log))
    }
  }

  function finish(id: number, { at: endedAt, shownBy }: Pick<Progress, 'at' | 'shownBy'>): void {
    const record = table.get(id)
    if (!record) return
    const offAirAfterMs = record.sentAt === null ? null : Math.max(0, endedAt - record.sentAt)
    if (record.action === 'resume') move(id, 'lifted', { endedAt })
    else move(id, 'offAir', { endedAt, shownBy, offAirAfterMs })
  }

  function hear(progress: Progress): void {
    const id = runs.get(progress.run)
    if (id === undefined) {
      early.set(progress.run, progress)
      if (early.size > mostEarly) early.delete(early.keys().next().value ?? progress.run)
      return
    }
    const state = table.get(id)?.state
    if (progress.phase === 'done') finish(id, progress)
    else if (progress.phase === 'overdue' && state === 'accepted') move(id, 'stillOnAir')
    else if (progress.phase === 'unknown') move(id, 'unknown', { error: { code: 'case.unconfirmed' } })
  }
  enforcer.onProgress(hear)

  /** Refused, or the answer got lost. The enforcer has looked already whether it was done. */
  function settle(id: number, error: ErrorShape): void {
    move(id, error.code === 'stream.unclear' ? 'unknown' : 'failed', { error })
  }

  /** The desk ended between the call and its outcome: the state is read, nothing is sent. */
  async function look(id: number, tries: number): Promise<void> {
    if (closed.signal.aborted) return
    const record = table.get(id)
    if (!record || isOver(record.state)) return
    const again = () => at(id, lookEveryMs, () => void look(id, tries + 1))
    if (record.accountId !== activeAccount()) return tries < mostLooks ? again() : giveUp(id)
    try {
      const state = await enforcer.state(record, closed.signal)
      const isFree = state === 'active' || state === 'inactive'
      const isDone = record.action === 'resume' ? isFree : state === 'inactive' || state === 'forbid'
      if (isDone && !(record.action === 'ban' && state === 'inactive' && record.state === 'requested'))
        return finish(id, { at: now(), shownBy: 'state' })
      const isLate = now() - (record.sentAt ?? record.decidedAt) >= offAirWithinMs
      if (record.state === 'requested' && isLate) return giveUp(id)
      if (record.state === 'accepted' && isLate) move(id, 'stillOnAir')
    } catch (error) {
      if (closed.signal.aborted) return
      log.warn('a stream could not be read after a restart', { id, error })
    }
    if (tries < mostLooks) again()
    else giveUp(id)
  }
  const giveUp = (id: number) => move(id, 'unknown', { error: { code: 'case.unconfirmed' } })

  return {
    newestOf(caseId) {
      const known = newest.get(caseId)
      if (known !== undefined) return known
      const found = table.newestOf(caseId)
      newest.set(caseId, found)
      if (newest.size > mostKnown) newest.delete(newest.keys().next().value ?? caseId)
      return found
    },
    begin(wanted) {
      const decidedAt = now()
      const record = table.add({
        ...wanted,
        state: 'waiting',
        decidedAt,
        sendAt: decidedAt + undoMs,
        sentAt: null,
        acceptedAt: null,
        endedAt: null,
        offAirAfterMs: null,
        shownBy: null,
        error: null,
      })
      newest.delete(record.caseId)
      at(record.id, undoMs, () => void sendSafely(record.id))
    },
    undo(caseId) {
      const record = table.newestOf(caseId)
      if (record?.state !== 'waiting') return false
      // Its timer finds that it waits no more; should this transaction fail, it still goes out.
      put({ ...record, state: 'undone', endedAt: now() }, 'waiting')
      return true
    },
    resume() {
      for (const record of table.underWay()) {
        if (record.state !== 'waiting') void look(record.id, 0)
        else at(record.id, record.sendAt - now(), () => void sendSafely(record.id))
      }
    },
    forget: (caseId) => void newest.delete(caseId),
    close() {
      closed.abort()
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }

  async function sendSafely(id: number): Promise<void> {
    try {
      await send(id)
    } catch (error) {
      log.error('a decision could not be sent, because it could not be stored', { id, error })
      move(id, 'failed', { error: shapeOf(error, log) })
    }
  }
}

/** After an outcome that could not be stored. */
const retryMs = 5_000
const lookEveryMs = 5_000
const mostLooks = 60
const mostKnown = 5_000
/** Among them is what was not begun by moderation. */
const mostEarly = 100

function shapeOf(error: unknown, log: Log): ErrorShape {
  if (error instanceof AppError) return error.toShape()
  log.error('an enforcement failed unexpectedly', { error })
  return { code: 'internal' }
}
