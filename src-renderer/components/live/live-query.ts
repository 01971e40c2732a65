/** The Live and Alerts pages in their addresses: the filter, and the event looked at. */
import { Verdict } from '../../../src-main/contract/events.ts'
import { idOf, oneOf, type QueryValues, textOf, written } from '../query-values.ts'

export interface LiveQuery {
  readonly q: string
  readonly event: number | null
}

export const readLiveQuery = (query: QueryValues): LiveQuery => ({ q: textOf(query, 'q'), event: idOf(query, 'event') })
export const writeLiveQuery = ({ q, event }: LiveQuery): Record<string, string> => written({ q, event })

export interface AlertsQuery {
  readonly verdict: Verdict | null
  readonly event: number | null
}

export const readAlertsQuery = (query: QueryValues): AlertsQuery => ({
  verdict: oneOf(query, 'verdict', Verdict.options),
  event: idOf(query, 'event'),
})
export const writeAlertsQuery = ({ verdict, event }: AlertsQuery): Record<string, string> => written({ verdict, event })
