/**
 * Walks the event table in steps short enough (about 10 ms each) that a filter without an index never holds
 * up the receiver: between two steps everything else gets its turn.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EventFilter, EventRow } from '../../contract/events.ts'
import { all, type Condition, inScope, matches } from '../store/event-filter.ts'
import type { EventReader, IdRange } from '../store/events.ts'

const firstStep = 2000
const targetMs = 10

export interface Search {
  readonly accountId: string | null
  readonly filter: EventFilter
  readonly range: IdRange
}

export async function findRows(
  reader: EventReader,
  { accountId, filter, range }: Search,
  order: 'ASC' | 'DESC',
  limit: number,
): Promise<EventRow[]> {
  const condition = all([inScope(accountId), matches(filter)])
  const found: EventRow[] = []
  await walk(narrow(reader, filter, range), order, (step) => {
    found.push(...reader.rows(step, condition, order, limit - found.length))
    return found.length < limit
  })
  return found
}

/** Counts rows in scope and hits; stops early once there are more hits than `enough`. */
export async function countRows(
  reader: EventReader,
  { accountId, filter, range }: Search,
  enough = Number.POSITIVE_INFINITY,
): Promise<{ inScope: number; hits: number }> {
  const scope = inScope(accountId)
  const condition: Condition = matches(filter)
  const total = { inScope: 0, hits: 0 }
  await walk(range, 'ASC', (step) => {
    const part = reader.count(step, scope, condition)
    total.inScope += part.inScope
    total.hits += part.hits
    return total.hits <= enough
  })
  return total
}

/** A time range is a range of ids found by index; without it every row's page would be read to learn its time. */
export function narrow(reader: EventReader, { from, to }: EventFilter, range: IdRange): IdRange {
  if (from === undefined && to === undefined) return range
  const received = reader.idsReceived(from, to)
  if (!received) return { after: range.after, through: range.after }
  return { after: Math.max(range.after, received.after), through: Math.min(range.through, received.through) }
}

async function walk(range: IdRange, order: 'ASC' | 'DESC', visit: (step: IdRange) => boolean): Promise<void> {
  let { after, through } = range
  let size = firstStep
  while (after < through) {
    const step =
      order === 'ASC'
        ? { after, through: Math.min(through, after + size) }
        : { after: Math.max(after, through - size), through }
    const begun = performance.now()
    if (!visit(step)) return
    if (order === 'ASC') after = step.through
    else through = step.after
    const took = performance.now() - begun
    size = took < targetMs / 2 ? size * 2 : took > targetMs ? Math.max(firstStep, Math.floor(size / 2)) : size
    await nextTurn()
  }
}
