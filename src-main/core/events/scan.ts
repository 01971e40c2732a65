/**
 * Looks through a stretch of the event table itself, without the search index: for the newest events, which the
 * index does not know yet. It takes turns with the receiver, which runs in the same thread.
 */
import type { EventRow } from '../../contract/events.ts'
import { all, type Condition, inScope, matches } from '../store/event-filter.ts'
import type { EventReader } from '../store/events.ts'
import type { Question } from './search.ts'
import { walk } from './walk.ts'

export async function scanRows(
  reader: EventReader,
  { accountId, filter, range }: Question,
  order: 'ASC' | 'DESC',
  limit: number,
): Promise<EventRow[]> {
  const condition = all([inScope(accountId), matches(filter)])
  const found: EventRow[] = []
  await walk(range, order, (step) => {
    found.push(...reader.rows(step, condition, order, limit - found.length))
    return found.length < limit
  })
  return found
}

/** Counts rows in scope and hits; stops early once there are more hits than `enough`. */
export async function scanCounts(
  reader: EventReader,
  { accountId, filter, range }: Question,
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
