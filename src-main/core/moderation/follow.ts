/**
 * Takes every stored event once, in order, into the cases: live as they are committed, and after a start or a
 * failure (a full disk) from where the cases left off, out of the store. The place reached is written in the same
 * transaction as the cases.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Log } from '../log.ts'
import type { CaseProgress } from '../store/case-progress.ts'
import type { ModeratedEvent, ModeratedEvents } from '../store/moderated-events.ts'

export interface FollowParts {
  readonly source: ModeratedEvents
  readonly progress: CaseProgress
  /** One transaction. */
  readonly change: (work: () => void) => void
  /** Those that need the transaction; the others it takes at once. */
  readonly sift: (events: readonly ModeratedEvent[]) => readonly ModeratedEvent[]
  /** Within it. */
  readonly take: (events: readonly ModeratedEvent[]) => void
  readonly log: Log
  readonly now: () => number
}

export interface Following {
  /** New events, after their commit. */
  stored(rows: readonly ModeratedEvent[]): void
  /** Resolves when everything stored so far has been taken. */
  caughtUp(): Promise<void>
  close(): void
}

/** On the first start with an older store: what is older than this waits for nobody any more. */
const firstReachMs = 24 * 60 * 60_000
const idsPerStep = 5_000
const retryMs = 1_000
const saveEveryMs = 5_000

export function startFollowing({ source, progress, change, sift, take, log, now }: FollowParts): Following {
  let cursor = progress.cursor() ?? -1
  let saved = cursor
  let isBehind = true
  let isClosed = false
  let retry: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null

  const takeAll = (told: readonly ModeratedEvent[], through: number) => {
    const events = sift(told)
    if (events.length === 0 && saved >= 0) {
      cursor = through
      return
    }
    change(() => {
      take(events)
      progress.move(through)
    })
    cursor = through
    saved = through
  }

  const begin = () => {
    const newest = source.newestId()
    // A store that was restored from a backup may have fewer events than before.
    if (cursor > newest) cursor = newest
    if (cursor < 0) takeAll(source.flaggedSince(now() - firstReachMs), newest)
  }

  async function catchUp(): Promise<void> {
    try {
      begin()
      for (let newest = source.newestId(); cursor < newest && !isClosed; newest = source.newestId()) {
        const through = Math.min(newest, cursor + idsPerStep)
        takeAll(source.between(cursor, through), through)
        await nextTurn()
      }
      isBehind = false
    } catch (error) {
      log.error('cases could not follow the events and will try again', { cursor, error })
      if (!isClosed) retry = setTimeout(start, retryMs).unref()
    }
  }
  const start = () => {
    running ??= catchUp().finally(() => {
      running = null
    })
    return running
  }

  const save = () => {
    if (cursor === saved || isBehind) return
    try {
      change(() => progress.move(cursor))
      saved = cursor
    } catch (error) {
      log.warn('how far the cases have come could not be saved', { error })
    }
  }
  const timer = setInterval(save, saveEveryMs).unref()
  void start()

  return {
    stored(rows) {
      if (isBehind || isClosed) return
      const fresh = rows.filter(({ id }) => id > cursor)
      const through = fresh.at(-1)?.id
      if (through === undefined) return
      const meant = fresh.filter(({ type }) => type === 0 || type === 1 || type === 315 || type === 317)
      if (meant.length === 0) {
        cursor = through
        return
      }
      try {
        takeAll(meant, through)
      } catch (error) {
        log.error('new alerts could not be taken into cases yet; they are stored and will be', { error })
        isBehind = true
        retry = setTimeout(start, retryMs).unref()
      }
    },
    async caughtUp() {
      while (isBehind && !isClosed) await (running ?? nextTurn())
    },
    close() {
      save()
      isClosed = true
      clearInterval(timer)
      if (retry) clearTimeout(retry)
    },
  }
}
