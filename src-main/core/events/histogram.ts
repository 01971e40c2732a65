/** Counts per bar and type from the index, beside them when the desk was listening. */
import { minuteMs } from '../../contract/event-limits.ts'
import type { EventFilter, Histogram } from '../../contract/events.ts'
import type { ListenedTable } from '../store/listened.ts'
import type { Search } from './search-client.ts'

export interface HistogramInput {
  readonly filter: Omit<EventFilter, 'from' | 'to'>
  readonly from: number
  readonly to: number
  readonly stepMs: number
}

export interface HistogramSources {
  readonly search: Pick<Search, 'bars' | 'state'>
  readonly listened: ListenedTable
}

export async function readHistogram(
  { search, listened }: HistogramSources,
  accountId: string | null,
  { filter, from, to, stepMs }: HistogramInput,
): Promise<Histogram> {
  const start = Math.floor(from / minuteMs)
  const perBar = stepMs / minuteMs
  const bars = Math.ceil((to - start * minuteMs) / stepMs)
  return {
    from: start * minuteMs,
    stepMs,
    series: await search.bars({ accountId, filter, start, perBar, bars }),
    listened: listened.within(start * minuteMs, to),
    knownFrom: listened.since(),
    isComplete: search.state().rebuilt === null,
  }
}
