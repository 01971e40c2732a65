/** The Live page in its address: the filter, and the event looked at. */
import { idOf, type QueryValues, textOf, written } from '../query-values.ts'

export interface LiveQuery {
  readonly q: string
  readonly event: number | null
}

export const readLiveQuery = (query: QueryValues): LiveQuery => ({ q: textOf(query, 'q'), event: idOf(query, 'event') })
export const writeLiveQuery = ({ q, event }: LiveQuery): Record<string, string> => written({ q, event })
