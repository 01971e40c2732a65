/**
 * The live tail: a generator over the event table whose cursor is the row id. What must hold: every row of
 * the scope is accounted for exactly once, in order (received = rows + filtered + collapsed); a reconnect
 * misses nothing; a slow client costs no memory here, and moderation alerts reach even the slowest.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { alertTypes, maxReplay } from '../../contract/event-limits.ts'
import type { EventFilter, EventRow, TailBatch } from '../../contract/events.ts'
import { all, inScope, matches } from '../store/event-filter.ts'
import type { EventReader, IdRange } from '../store/events.ts'
import type { Feed } from './feed.ts'
import { scanCounts, scanRows } from './scan.ts'
import type { Search } from './search-client.ts'

export interface TailInput {
  readonly after: number | null
  readonly backlog: number
  readonly filter: EventFilter
}

export interface TailSource {
  readonly accountId: string | null
  readonly reader: EventReader
  readonly search: Search
  readonly feed: Feed
  readonly now: () => number
}

const batchRows = 500
const batchEveryMs = 50
/** A client further behind than this gets alerts and the newest rows; the rest it can page back to. */
const mostBehind = 2000
/** Repeats remembered for a client that takes nothing; the rest it learns from the rows when it reads them again. */
const mostRepeats = 1000

/** Ends when the signal aborts or the events close. */
export async function* tailEvents(
  source: TailSource,
  input: TailInput,
  signal: AbortSignal,
): AsyncGenerator<TailBatch, void, void> {
  const bell = createBell(source, signal)
  try {
    const startedAt = source.now()
    const open = await start(source, input)
    let cursor = open.cursor
    for (const batch of open.batches) {
      if (bell.isOver()) return
      yield finish(source, startedAt, batch, [])
    }
    while (await bell.rings(() => source.feed.head > cursor)) {
      // Before the rows are read: what is repeated meanwhile waits for the next batch.
      const repeats = bell.takeRepeats(cursor)
      const batch = await next(source, input.filter, cursor)
      cursor = batch.cursor
      if (batch.received > 0 || repeats.length > 0) {
        yield finish(source, startedAt, batch, repeats)
        await bell.rest()
      }
    }
  } finally {
    bell.close()
  }
}

type Batch = Omit<TailBatch, 'redelivered' | 'lagMs'>

/** The lag of rows that were there before the tail began is no lag. */
function finish(
  { now }: TailSource,
  startedAt: number,
  batch: Batch,
  redelivered: TailBatch['redelivered'],
): TailBatch {
  const oldest = Math.max(batch.rows[0]?.receivedAt ?? now(), startedAt)
  return { ...batch, redelivered, lagMs: Math.max(0, now() - oldest) }
}

/** What the client lacks at the start: the rows since its cursor, or, if those are too many, a fresh beginning. */
async function start(source: TailSource, { after, backlog, filter }: TailInput) {
  const head = source.feed.head
  // A cursor from the future belongs to a store that has been set aside since.
  const missed = after === null || after > head ? null : await findMissed(source, filter, { after, through: head })
  if (missed && after !== null) return { cursor: head, batches: await replay(source, missed, after, head) }
  const range = { after: 0, through: head }
  const newest =
    backlog > 0 ? await source.search.find({ accountId: source.accountId, filter, range }, 'DESC', backlog) : []
  const batches = chunks(newest.reverse()).map((rows, index, { length }) => ({
    rows,
    cursor: index === length - 1 ? head : (rows.at(-1)?.id ?? head),
    received: rows.length,
    filtered: 0,
    collapsed: 0,
    restarted: index === 0 && after !== null,
  }))
  return { cursor: head, batches }
}

/** The rows since the cursor; null when there are more than a replay may send. */
async function findMissed({ search, accountId }: TailSource, filter: EventFilter, range: IdRange) {
  const rows = await search.find({ accountId, filter, range }, 'ASC', maxReplay + 1)
  return rows.length > maxReplay ? null : rows
}

async function replay(source: TailSource, missed: EventRow[], after: number, head: number) {
  const parts = chunks(missed)
  const batches: Batch[] = []
  let from = after
  for (const [index, rows] of parts.entries()) {
    const through = index === parts.length - 1 ? head : (rows.at(-1)?.id ?? head)
    const range = { after: from, through }
    const received = await source.search.count({ accountId: source.accountId, filter: {}, range })
    batches.push(account(rows, through, { received, hits: rows.length }))
    from = through
  }
  return batches
}

/** One live step from the cursor on. */
async function next(source: TailSource, filter: EventFilter, cursor: number): Promise<Batch> {
  const { reader, accountId, feed } = source
  const range = { after: cursor, through: feed.head }
  if (range.through - cursor > mostBehind) return await catchUp(source, filter, range)
  const judged = reader.judgedRows(range, inScope(accountId), matches(filter), batchRows)
  const rows = judged.filter(({ isHit }) => isHit).map(({ row }) => row)
  const reached = judged.length < batchRows ? range.through : (judged.at(-1)?.row.id ?? range.through)
  return account(rows, reached, { received: judged.length, hits: rows.length })
}

/** Every alert of the range, or as many as a batch holds, and beside them the newest other rows. */
async function catchUp(source: TailSource, filter: EventFilter, range: IdRange): Promise<Batch> {
  const { reader, accountId } = source
  const isAlert = (row: EventRow) => row.type !== null && alertTypes.includes(row.type)
  const wanted = filter.types?.length ? alertTypes.filter((type) => filter.types?.includes(type)) : alertTypes
  const alerts =
    wanted.length > 0
      ? await scanRows(reader, { accountId, filter: { ...filter, types: [...wanted] }, range }, 'ASC', batchRows)
      : []
  const through = alerts.length < batchRows ? range.through : (alerts.at(-1)?.id ?? range.through)
  const reached = { after: range.after, through }
  const room = batchRows - alerts.length
  const others = room > 0 ? newestOthers(source, filter, reached, room, isAlert) : []
  const rows = [...alerts, ...others].sort((a, b) => a.id - b.id)
  const { inScope: received, hits } = await scanCounts(reader, { accountId, filter, range: reached })
  return account(rows, through, { received, hits })
}

/** Looks only at the newest rows: what is older than those is collapsed anyway. */
function newestOthers(
  { reader, accountId }: TailSource,
  filter: EventFilter,
  { after, through }: IdRange,
  limit: number,
  isAlert: (row: EventRow) => boolean,
): EventRow[] {
  const newest = { after: Math.max(after, through - mostBehind), through }
  const rows = reader.rows(newest, all([inScope(accountId), matches(filter)]), 'DESC', mostBehind)
  return rows.filter((row) => !isAlert(row)).slice(0, limit)
}

/** Rows pruned between two reads of one step count as received by neither. */
function account(rows: EventRow[], cursor: number, { received, hits }: { received: number; hits: number }): Batch {
  const collapsed = Math.max(0, hits - rows.length)
  const filtered = Math.max(0, received - Math.max(hits, rows.length))
  return { rows, cursor, received: rows.length + filtered + collapsed, filtered, collapsed, restarted: false }
}

/** Batches of at most `batchRows`; always at least one, so that the client learns its cursor. */
function chunks(rows: EventRow[]): EventRow[][] {
  const count = Math.max(1, Math.ceil(rows.length / batchRows))
  return Array.from({ length: count }, (_, index) => rows.slice(index * batchRows, (index + 1) * batchRows))
}

/** Waits for the feed on behalf of one tail, and forgets it when closed. */
function createBell({ accountId, feed }: TailSource, signal: AbortSignal) {
  const repeats = new Map<number, number>()
  let isClosed = false
  let wake: () => void = () => {}
  const leave = feed.join({
    onStored: () => wake(),
    onRepeat(owner, id, deliveries) {
      if (owner !== null && owner !== accountId) return
      if (repeats.size < mostRepeats || repeats.has(id)) repeats.set(id, deliveries)
      wake()
    },
    onClose() {
      isClosed = true
      wake()
    },
  })
  const onAbort = () => wake()
  signal.addEventListener('abort', onAbort)
  const isOver = () => isClosed || signal.aborted

  return {
    isOver,
    /** Resolves true once there is something to do, false when it is over. */
    async rings(hasNews: () => boolean): Promise<boolean> {
      while (!isOver() && !hasNews() && repeats.size === 0)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      return !isOver()
    },
    /** Repeats of rows the client knows; rows beyond its cursor bring their count themselves. */
    takeRepeats(cursor: number): TailBatch['redelivered'] {
      const taken = [...repeats].filter(([id]) => id <= cursor)
      repeats.clear()
      return taken.map(([id, deliveries]) => ({ id, deliveries }))
    },
    rest: () => delay(batchEveryMs, undefined, { signal }).catch(() => {}),
    close() {
      leave()
      signal.removeEventListener('abort', onAbort)
    },
  }
}
