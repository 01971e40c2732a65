/** The Health page in its address: what is searched, what is left out, and the link that is looked at. */
import { type HealthLinkName, healthLinks } from '../../../src-main/contract/health.ts'
import { oneOf, type QueryValues, textOf, written } from '../query-values.ts'
import type { HealthFilter } from './health-rows.ts'

export interface CellName {
  readonly domain: string
  readonly link: HealthLinkName
}

export interface HealthQuery {
  readonly filter: HealthFilter
  /** The cell whose sheet is open; null while none is. */
  readonly cell: CellName | null
}

export function readHealthQuery(query: QueryValues): HealthQuery {
  const domain = textOf(query, 'domain')
  return {
    filter: { text: textOf(query, 'q'), only: oneOf(query, 'only', ['problems']) },
    // A domain alone is a link as well: its chain from the start.
    cell: domain === '' ? null : { domain, link: oneOf(query, 'link', healthLinks) ?? healthLinks[0] },
  }
}

export const writeHealthQuery = ({ filter, cell }: HealthQuery): Record<string, string> =>
  written({ q: filter.text, only: filter.only, domain: cell?.domain ?? null, link: cell?.link ?? null })
