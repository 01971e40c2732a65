/**
 * What is watched after a stream was cut or banned: that it is not pushed again, and when the ban ends. Refused
 * pushes of a banned stream raise its case once and are counted from then on; one that gets on air always does.
 */
import type { Attention } from '../../contract/cases.ts'
import type { Log } from '../log.ts'
import type { EnforcementRecord, WatchesTable, WatchRecord } from '../store/enforcements.ts'
import { longestTimerMs } from '../timer.ts'
import type { Heard } from './builder.ts'

export interface WatchesParts {
  readonly table: WatchesTable
  /** Within a transaction: the case waits for somebody again. */
  readonly raise: (watch: WatchRecord, attention: Attention, facts: Record<string, string | number | boolean>) => void
  readonly change: (work: () => void) => void
  readonly log: Log
  readonly now: () => number
}

export interface Watches {
  of(caseId: number): WatchRecord | null
  isWatched(stream: string | null): boolean
  running(accountId: string | null): WatchRecord[]
  /** Within a transaction: a ban is accepted, a cut stream off air, a ban lifted. */
  begin(enforced: EnforcementRecord): void
  /** Within a transaction. */
  hear(news: readonly Heard[]): void
  move(fromCase: number, toCase: number): void
  /** After a transaction that failed. */
  reload(): void
  close(): void
}

/** A cut stream that is not back after so long is no longer watched. */
const cutWatchMs = 24 * 60 * 60_000
/** An attempt that was on its way when the stream was stopped is no new one. */
const graceMs = 2_000
/** A start is one however soon it comes, as encoders do; events know the second only. */
const secondOf = (at: number) => Math.floor(at / 1000) * 1000
/** After an end that could not be written down. */
const retryMs = 5_000

export function createWatches({ table, raise, change, log, now }: WatchesParts): Watches {
  let watches = table.running()
  let timer: NodeJS.Timeout | null = null

  const put = (next: WatchRecord) => {
    table.put(next)
    watches = watches.filter(({ id }) => id !== next.id)
    if (next.endedAt === null) watches.push(next)
  }

  function judge(watch: WatchRecord, heard: Heard): void {
    if (heard.stream !== watch.stream || heard.accountId !== watch.accountId) return
    const isSamePlace = heard.domain === watch.domain && (heard.app ?? '') === watch.app
    const isStart = heard.push.startedAt !== null
    const from = isStart ? secondOf(watch.since) : watch.since + graceMs
    if (heard.at < from || heard.at > watch.until) return
    if (watch.kind === 'ban' ? !isStart && !heard.isRefused : !isStart || !isSamePlace) return
    const attempts = watch.attempts + 1
    const next = { ...watch, attempts, lastAttemptAt: heard.at, ...(watch.kind === 'cut' && { endedAt: now() }) }
    put(next)
    const facts = { onAir: isStart, domain: heard.domain ?? '', app: heard.app ?? '', attempts }
    if (watch.kind === 'cut') raise(next, 'newSession', facts)
    else if (isStart || attempts === 1) raise(next, 'rePush', facts)
  }

  function wake(): void {
    if (timer) clearTimeout(timer)
    timer = null
    if (watches.length === 0) return
    const next = Math.min(...watches.map(({ until }) => until))
    timer = setTimeout(runOut, Math.min(longestTimerMs, Math.max(0, next - now()))).unref()
  }

  const end = (over: readonly WatchRecord[]) => {
    for (const watch of over) {
      const ended = { ...watch, endedAt: now() }
      put(ended)
      if (watch.kind === 'ban') raise(ended, 'banEnded', {})
    }
  }

  /** Nobody waits for this timer, so that nothing may be thrown here: on a full disk it is tried again. */
  function runOut(): void {
    const over = watches.filter(({ until }) => until <= now())
    try {
      if (over.length > 0) change(() => end(over))
      wake()
    } catch (error) {
      log.warn('that a ban has ended could not be stored yet', { error })
      timer = setTimeout(runOut, retryMs).unref()
    }
  }
  wake()

  return {
    of: (caseId) => watches.findLast((watch) => watch.caseId === caseId) ?? null,
    isWatched: (stream) => watches.some((watch) => watch.stream === stream),
    running: (accountId) => watches.filter((watch) => watch.accountId === accountId),
    begin(enforced) {
      const { caseId, accountId, action, domain, app, stream, who } = enforced
      const ofName = watches.filter((old) => old.accountId === accountId && old.stream === stream)
      // The ban goes on, and its watch sees every push of the name.
      if (action === 'cut' && ofName.some(({ kind }) => kind === 'ban')) return
      // A ban goes by name: a newer decision on it replaces what was watched before.
      for (const old of ofName) if (action !== 'cut' || old.caseId === caseId) put({ ...old, endedAt: now() })
      const since = enforced.endedAt ?? enforced.acceptedAt ?? now()
      const until = action === 'ban' ? (enforced.banUntil ?? since) : since + cutWatchMs
      if (action !== 'resume')
        watches.push(
          table.add({
            caseId,
            accountId,
            kind: action,
            domain,
            app,
            stream,
            who,
            since,
            until,
            attempts: 0,
            lastAttemptAt: null,
            endedAt: null,
          }),
        )
      wake()
    },
    hear(news) {
      for (const heard of watches.length > 0 ? news : []) for (const watch of [...watches]) judge(watch, heard)
    },
    move(fromCase, toCase) {
      table.move(fromCase, toCase)
      watches = watches.map((watch) => (watch.caseId === fromCase ? { ...watch, caseId: toCase } : watch))
    },
    reload() {
      watches = table.running()
    },
    close() {
      if (timer) clearTimeout(timer)
    },
  }
}
