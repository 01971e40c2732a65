/** The Streams page in its address: what is searched, the order, the tab, and the stream looked at. */
import type { StreamRef } from '../../../src-main/contract/streams.ts'
import { oneOf, type QueryValues, sortOf, sortText, textOf, written } from '../query-values.ts'
import type { Sort } from '../table.ts'
import { bySince, readStreamKey, type StreamFilter, streamKey, streamSortKeys } from './stream-rows.ts'

export const pageTabs = ['onAir', 'bans', 'recover'] as const
export type PageTab = (typeof pageTabs)[number]
export const panelTabs = ['now', 'history', 'deliveries'] as const
export type PanelTab = (typeof panelTabs)[number]

export interface StreamQuery {
  readonly filter: StreamFilter
  readonly sort: Sort
  readonly tab: PageTab
  readonly stream: StreamRef | null
  readonly panel: PanelTab
}

export function readStreamQuery(query: QueryValues): StreamQuery {
  return {
    filter: {
      text: textOf(query, 'q'),
      domain: textOf(query, 'domain') || null,
      only: oneOf(query, 'only', ['alerts', 'banned']),
    },
    sort: sortOf(query, streamSortKeys, bySince),
    tab: oneOf(query, 'tab', pageTabs) ?? 'onAir',
    stream: readStreamKey(textOf(query, 'stream')),
    panel: oneOf(query, 'panel', panelTabs) ?? 'now',
  }
}

export function writeStreamQuery({ filter, sort, tab, stream, panel }: StreamQuery): Record<string, string> {
  return written({
    q: filter.text,
    domain: filter.domain,
    only: filter.only,
    sort: sortText(sort, bySince),
    tab: tab === 'onAir' ? null : tab,
    stream: stream && streamKey(stream),
    panel: stream === null || panel === 'now' ? null : panel,
  })
}
