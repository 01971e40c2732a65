/** Pages through stored events, and shows one whole. Credentials inside deliveries are masked (css-callbacks, section 15.7). */
import { AppError } from '../../contract/errors.ts'
import type { EventDetail, EventFilter, EventRow } from '../../contract/events.ts'
import type { EventReader } from '../store/events.ts'
import { maskCredentials } from './mask.ts'
import type { Search } from './search-client.ts'

export interface PageInput {
  readonly filter: EventFilter
  /** Rows older than this one. */
  readonly before?: number | undefined
  /** Rows newer than this one: the oldest of them. */
  readonly after?: number | undefined
  readonly limit: number
}

export interface EventSources {
  readonly reader: EventReader
  readonly search: Search
}

/** Newest first. `hasMore` in the direction that was asked for. */
export async function pageEvents(
  { reader, search }: EventSources,
  accountId: string | null,
  { filter, before, after, limit }: PageInput,
): Promise<{ rows: EventRow[]; hasMore: boolean }> {
  const newest = reader.newestId()
  const range = { after: after ?? 0, through: before === undefined ? newest : Math.min(newest, before - 1) }
  const isForward = after !== undefined && before === undefined
  const found = await search.find({ accountId, filter, range }, isForward ? 'ASC' : 'DESC', limit + 1)
  const rows = found.slice(0, limit)
  return { rows: isForward ? rows.reverse() : rows, hasMore: found.length > limit }
}

/** Throws `event.notFound`. */
export function getEvent(reader: EventReader, id: number): Omit<EventDetail, 'pinned'> {
  const found = reader.delivery(id)
  if (!found) throw new AppError('event.notFound', { params: { id } })
  const { row, body, bodyBytes, headers, path, deliveredAt, validUntil } = found
  const { text, isLossy } = readText(body)
  return { row, body: maskCredentials(text), bodyBytes, bodyIsLossy: isLossy, headers, path, deliveredAt, validUntil }
}

export function readText(body: Buffer): { text: string; isLossy: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(body), isLossy: false }
  } catch {
    return { text: body.toString('utf8'), isLossy: true }
  }
}
