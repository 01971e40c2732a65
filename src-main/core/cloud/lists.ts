/** What all lists of the API need: following pages to the end, "no data" as an empty list, and its times. */
import { AppError } from '../../contract/errors.ts'

/** A server that never comes to an end must not hold the desk; the longest list ends at 10,000 records. */
const maxPages = 1000

/**
 * Reads every page. `readPage` answers the rows of a page (numbered from 1) and how many there are in all;
 * without a total the list ends at the first page that is not full.
 */
export async function readAllPages<T>(
  pageSize: number,
  readPage: (page: number) => Promise<{ rows: readonly T[] | null | undefined; total: number | null | undefined }>,
): Promise<T[]> {
  const all: T[] = []
  for (let page = 1; page <= maxPages; page++) {
    const { rows, total } = await readPage(page)
    all.push(...(rows ?? []))
    const count = rows?.length ?? 0
    if (count === 0 || all.length >= (total ?? (count < pageSize ? 0 : Number.POSITIVE_INFINITY))) break
  }
  return all
}

/** Some lists answer an empty account with an error (css-api, section 8). */
export async function orIfEmpty<T>(answer: Promise<T>, empty: T): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof AppError && error.details.apiCode === 'ResourceNotFound.EmptyData') return empty
    throw error
  }
}

/**
 * Epoch milliseconds of a time of the API: Beijing time `YYYY-MM-DD HH:mm:ss`, or ISO with its zone
 * (css-api, pitfall 7). null for none, for the zero date, and for what is no time.
 */
export function readTime(text: string | null | undefined): number | null {
  const [, date = '', time = '', zone = ''] =
    /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:\d{2})?$/.exec(text ?? '') ?? []
  const ms = Date.parse(`${date}T${time}${zone || '+08:00'}`)
  return Number.isNaN(ms) || ms < 0 ? null : ms
}

export const toUtc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
