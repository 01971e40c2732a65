/** Counts per bar and type from the index's roll-up, beside them when the desk was listening. */
import { type Histogram, minuteMs } from '../../contract/events.ts'
import type { ListenedTable } from '../store/listened.ts'
import type { Search } from './search-client.ts'
import type { Minute } from './search-engine.ts'

export interface HistogramInput {
  readonly from: number
  readonly to: number
  readonly stepMs: number
}

export interface HistogramSources {
  readonly search: Pick<Search, 'minutes' | 'state'>
  readonly listened: ListenedTable
}

export async function readHistogram(
  { search, listened }: HistogramSources,
  accountId: string | null,
  { from, to, stepMs }: HistogramInput,
): Promise<Histogram> {
  const start = Math.floor(from / minuteMs)
  const perBar = stepMs / minuteMs
  const bars = Math.ceil((to - start * minuteMs) / stepMs)
  const minutes = await search.minutes(accountId, start, start + bars * perBar)
  return {
    from: start * minuteMs,
    stepMs,
    series: seriesOf(minutes, bars, (minute) => Math.floor((minute - start) / perBar)),
    listened: listened.within(start * minuteMs, to),
    knownFrom: listened.since(),
    isComplete: search.state().rebuilt === null,
  }
}

function seriesOf(minutes: readonly Minute[], bars: number, barOf: (minute: number) => number): Histogram['series'] {
  const series = new Map<number | null, number[]>()
  for (const { minute, type, events } of minutes) {
    const counts = series.get(type) ?? new Array<number>(bars).fill(0)
    series.set(type, counts)
    const bar = barOf(minute)
    counts[bar] = (counts[bar] ?? 0) + events
  }
  return [...series].map(([type, counts]) => ({ type, counts }))
}
