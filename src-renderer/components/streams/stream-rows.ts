/** The list of streams on air as data: search, filter, order, and one stream told from another. */
import type { OnAirStream, StreamRef } from '../../../src-main/contract/streams.ts'
import { type Sort, sortRows } from '../table.ts'

export const streamKey = ({ domain, app, stream }: StreamRef): string => [domain, app, stream].join('/')

/** The stream name may hold slashes, the others cannot. */
export function readStreamKey(text: string): StreamRef | null {
  const [domain = '', app, ...rest] = text.split('/')
  const stream = rest.join('/')
  return domain !== '' && app !== undefined && stream !== '' ? { domain, app, stream } : null
}

export interface StreamFilter {
  readonly text: string
  readonly domain: string | null
  readonly only: 'alerts' | 'banned' | null
}

export const noStreamFilter: StreamFilter = { text: '', domain: null, only: null }

export function filterStreams(rows: readonly OnAirStream[], { text, domain, only }: StreamFilter): OnAirStream[] {
  const words = text.trim().toLowerCase()
  return rows.filter(
    (row) =>
      (domain === null || row.domain === domain) &&
      (only !== 'alerts' || row.alerts > 0) &&
      (only !== 'banned' || row.bannedUntil !== null) &&
      (words === '' || streamKey(row).toLowerCase().includes(words)),
  )
}

export const streamSortKeys = ['stream', 'place', 'onAir', 'alerts', 'lastEvent', 'source'] as const
export const bySince: Sort = { key: 'onAir', direction: 'asc' }

/** Equal rows stay in the order of their names, so that nothing jumps when the list is read again. */
export function sortStreams(rows: readonly OnAirStream[], sort: Sort): OnAirStream[] {
  const values = {
    stream: (row: OnAirStream) => row.stream,
    place: (row: OnAirStream) => `${row.domain}/${row.app}`,
    // The longest on air began first.
    onAir: (row: OnAirStream) => (row.since === null ? null : -row.since),
    alerts: (row: OnAirStream) => row.alerts,
    lastEvent: (row: OnAirStream) => row.lastEvent?.at ?? null,
    source: (row: OnAirStream) => row.source,
  }
  return sortRows(sortRows(rows, { key: 'stream', direction: 'asc' }, values), sort, values)
}

/** More rows than this are shown only when asked for: a person looks for one, the machine draws all. */
export const firstRows = 500

export const domainsOf = (rows: readonly OnAirStream[]): string[] =>
  [...new Set(rows.map(({ domain }) => domain))].sort((a, b) => a.localeCompare(b))

/** How long it has lasted, in whole seconds, which is what the cloud counts in; a tenth would flicker. */
export const lasting = (since: number, now: number): number => Math.max(1000, Math.floor((now - since) / 1000) * 1000)
