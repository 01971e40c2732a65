/** The board in its address: which list, which filter, which case. A saved view is such an address without a case. */
import { type CaseRow, CaseStatus, Decision } from '../../../src-main/contract/cases.ts'
import { Verdict } from '../../../src-main/contract/events.ts'
import { idOf, oneOf, type QueryValues, textOf, written } from '../query-values.ts'

const tabs = ['open', 'history'] as const
export type BoardTab = (typeof tabs)[number]
const trusts = ['verified', 'weak'] as const

export interface BoardFilter {
  readonly verdict: Verdict | null
  readonly domain: string
  readonly label: string
  readonly trust: (typeof trusts)[number] | null
  readonly isMine: boolean
  /** Of old and decided cases only. */
  readonly text: string
  readonly status: CaseStatus | null
  readonly decision: Decision | null
}

export interface BoardQuery extends BoardFilter {
  readonly tab: BoardTab
  readonly caseId: number | null
}

export const noFilter: BoardFilter = {
  verdict: null,
  domain: '',
  label: '',
  trust: null,
  isMine: false,
  text: '',
  status: null,
  decision: null,
}

export const readBoardQuery = (query: QueryValues): BoardQuery => ({
  tab: oneOf(query, 'tab', tabs) ?? 'open',
  caseId: idOf(query, 'case'),
  verdict: oneOf(query, 'verdict', Verdict.options),
  domain: textOf(query, 'domain'),
  label: textOf(query, 'label'),
  trust: oneOf(query, 'trust', trusts),
  isMine: textOf(query, 'mine') === '1',
  text: textOf(query, 'q'),
  status: oneOf(query, 'status', CaseStatus.options),
  decision: oneOf(query, 'decision', Decision.options),
})

export const writeBoardQuery = (state: BoardQuery): Record<string, string> =>
  written({
    tab: state.tab === 'open' ? null : state.tab,
    case: state.caseId,
    verdict: state.verdict,
    domain: state.domain,
    label: state.label,
    trust: state.trust,
    mine: state.isMine ? 1 : null,
    q: state.text,
    status: state.status,
    decision: state.decision,
  })

export const isFiltered = (filter: BoardFilter): boolean =>
  (Object.keys(noFilter) as (keyof BoardFilter)[]).some((key) => filter[key] !== noFilter[key])

/** Two filters that let the same open cases through have the same text, whatever else the address holds. */
export const openFilterText = ({ verdict, domain, label, trust, isMine }: BoardFilter): string =>
  JSON.stringify([verdict, domain, label, trust, isMine])

/** The part of the filter that holds for open cases; they are all here, so it is asked of nobody. */
export function fits(row: CaseRow, filter: BoardFilter, seat: string | null): boolean {
  return (
    (filter.verdict === null || row.verdict === filter.verdict) &&
    (filter.domain === '' || row.domain === filter.domain) &&
    (filter.label === '' || row.labels.includes(filter.label) || row.label === filter.label) &&
    (filter.trust === null || row.trust === filter.trust) &&
    (!filter.isMine || (row.claim !== null && row.claim.seat === seat))
  )
}
