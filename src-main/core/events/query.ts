/** Pages through stored events, and shows one whole. Credentials inside deliveries are masked (css-callbacks, section 15.7). */
import { AppError } from '../../contract/errors.ts'
import type { EventDetail, EventFilter, EventRow } from '../../contract/events.ts'
import type { EventReader } from '../store/events.ts'
import { maskCredentials } from './mask.ts'
import { findRows } from './scan.ts'

export interface PageInput {
  readonly filter: EventFilter
  /** Rows older than this one. */
  readonly before?: number | undefined
  readonly limit: number
}

/** Newest first. */
export async function pageEvents(
  reader: EventReader,
  accountId: string | null,
  { filter, before, limit }: PageInput,
): Promise<{ rows: EventRow[]; hasMore: boolean }> {
  const newest = reader.newestId()
  const range = { after: 0, through: before === undefined ? newest : Math.min(newest, before - 1) }
  const rows = await findRows(reader, { accountId, filter, range }, 'DESC', limit + 1)
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit }
}

/** Throws `event.notFound`. */
export function getEvent(reader: EventReader, id: number): EventDetail {
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
