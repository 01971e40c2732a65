/**
 * Every question about stored events that is more than one row: answered from the search index, and for the
 * events it does not know yet from the committed table, so that an answer never lacks the newest. Runs in the
 * search thread; each question takes turns with the index following the table.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BodySearchStep, EventFilter, EventRow } from '../../contract/events.ts'
import { all, bodyContains, inScope, matches } from '../store/event-filter.ts'
import type { EventReader, IdRange } from '../store/events.ts'
import type { IndexPlan, IndexReader } from '../store/index-reader.ts'
import { walk } from './walk.ts'

export interface SearchSources {
  readonly table: EventReader
  readonly index: IndexReader
  /** Every event up to it is in the index. */
  readonly watermark: () => number
}

export interface Question {
  readonly accountId: string | null
  readonly filter: EventFilter
  readonly range: IdRange
}

export interface BodyQuestion {
  readonly accountId: string | null
  readonly filter: EventFilter
  readonly text: string
  readonly before?: number | undefined
  readonly limit: number
}

/**
 * For the beginning of a word FTS5 first gathers all events with any word that begins so, which may be all there
 * are. Then a full page is among the next few events anyway, and in a store this small it takes no time.
 */
const nearRows = 1000
const fewEvents = 50_000

/** Bodies are read one by one; this many take about 10 ms from memory. */
const bodiesPerStep = 500
const reportEveryMs = 200

/** A question split at the watermark: what the index answers, and what the table must. */
function prepare({ table, index, watermark }: SearchSources, { accountId, filter, range }: Question) {
  const known = watermark()
  const indexed = { after: range.after, through: Math.min(range.through, known) }
  const young = { after: Math.max(range.after, known), through: Math.min(range.through, table.newestId()) }
  return {
    young,
    condition: all([inScope(accountId), matches(filter)]),
    indexed: narrow(index, filter, indexed),
    plan: index.plan(accountId, filter),
  }
}

/** A time range is a range of ids first: rows outside it need not be looked at. */
function narrow(index: IndexReader, { from, to }: EventFilter, range: IdRange): IdRange {
  if (from === undefined && to === undefined) return range
  const received = index.idsReceived(from, to)
  if (!received) return { after: range.after, through: range.after }
  return { after: Math.max(range.after, received.after), through: Math.min(range.through, received.through) }
}

export async function findRows(
  sources: SearchSources,
  question: Question,
  order: 'ASC' | 'DESC',
  limit: number,
): Promise<EventRow[]> {
  const { table, index } = sources
  const { young, indexed, condition, plan } = prepare(sources, question)
  const found: EventRow[] = []
  const inTable = (range: IdRange) =>
    walk(range, order, (step) => {
      found.push(...table.rows(step, condition, order, limit - found.length))
      return found.length < limit
    })
  const inIndex = (range: IdRange) =>
    walk(range, order, (step) => {
      take(found, limit, (room, from) => {
        const part =
          order === 'ASC'
            ? { ...step, after: from ?? step.after }
            : { ...step, through: (from ?? step.through + 1) - 1 }
        return rowsOf(table, index.ids(part, plan, order, room), order)
      })
      return found.length < limit
    })
  const { near, far } = splitOpen(plan, indexed, order)
  const parts =
    order === 'ASC'
      ? [() => inTable(near), () => inIndex(far), () => inTable(young)]
      : [() => inTable(young), () => inTable(near), () => inIndex(far)]
  for (const part of parts) if (found.length < limit) await part()
  return found
}

/** What is looked at row by row before the index is asked. */
function splitOpen({ lead }: IndexPlan, { after, through }: IdRange, order: 'ASC' | 'DESC') {
  const isSplit = lead.by === 'text' && lead.isOpen && through - after > fewEvents
  const cut = order === 'ASC' ? after + (isSplit ? nearRows : 0) : through - (isSplit ? nearRows : 0)
  const [older, newer] = [
    { after, through: cut },
    { after: cut, through },
  ]
  return order === 'ASC' ? { near: older, far: newer } : { near: newer, far: older }
}

interface Part {
  /** How many ids were asked for and given; fewer rows may exist, since some are pruned already. */
  readonly ids: readonly number[]
  readonly rows: readonly EventRow[]
}

/** Asks again when rows that the index names have left the table meanwhile. */
function take(found: EventRow[], limit: number, ask: (room: number, from: number | undefined) => Part): void {
  let from: number | undefined
  while (found.length < limit) {
    const room = limit - found.length
    const { ids, rows } = ask(room, from)
    found.push(...rows)
    if (ids.length < room) return
    from = ids.at(-1)
  }
}

const rowsOf = (table: EventReader, ids: readonly number[], order: 'ASC' | 'DESC'): Part => ({
  ids,
  rows: ids.length > 0 ? table.byIds(ids, order) : [],
})

export async function countRows(sources: SearchSources, question: Question): Promise<number> {
  const { young, indexed, condition, plan } = prepare(sources, question)
  let total = 0
  await walk(indexed, 'ASC', (step) => {
    total += sources.index.count(step, plan)
    return true
  })
  await walk(young, 'ASC', (step) => {
    total += sources.table.count(step, condition, condition).hits
    return true
  })
  return total
}

/** Newest first. Every step says how far it is; the last one where to go on. */
export async function* searchBodies(
  sources: SearchSources,
  { accountId, filter, text, before, limit }: BodyQuestion,
  signal: AbortSignal,
): AsyncGenerator<BodySearchStep, void, void> {
  const { table } = sources
  const newest = table.newestId()
  const question = { accountId, filter, range: { after: 0, through: before === undefined ? newest : before - 1 } }
  const total = await countRows(sources, question)
  const hit = bodyContains(text)
  let rows: EventRow[] = []
  let [scanned, found, reportedAt] = [0, 0, performance.now()]
  for await (const ids of idsDescending(sources, question, signal)) {
    const hits = table.hits(ids, hit).slice(0, limit - found)
    const isFull = hits.length === limit - found
    rows.push(...rowsOf(table, hits, 'DESC').rows)
    found += hits.length
    const last = isFull ? hits.at(-1) : undefined
    scanned += last === undefined ? ids.length : ids.indexOf(last) + 1
    if (last !== undefined) return yield { rows, scanned, total: Math.max(total, scanned), next: last }
    if (performance.now() - reportedAt < reportEveryMs) continue
    yield { rows, scanned, total: Math.max(total, scanned), next: ids.at(-1) ?? null }
    rows = []
    reportedAt = performance.now()
  }
  if (!signal.aborted) yield { rows, scanned, total: scanned, next: null }
}

/** The ids a filter leaves, in handfuls. */
async function* idsDescending(
  sources: SearchSources,
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<number[]> {
  const { table, index } = sources
  const { young, indexed, condition, plan } = prepare(sources, question)
  const parts: [IdRange, (range: IdRange) => number[]][] = [
    [young, (range) => table.rows(range, condition, 'DESC', bodiesPerStep).map(({ id }) => id)],
    [indexed, (range) => index.ids(range, plan, 'DESC', bodiesPerStep)],
  ]
  for (const [range, read] of parts) {
    let through = range.through
    while (through > range.after && !signal.aborted) {
      const ids = read({ after: range.after, through })
      if (ids.length > 0) yield ids
      if (ids.length < bodiesPerStep) break
      through = (ids.at(-1) ?? 0) - 1
      await nextTurn()
    }
  }
}
