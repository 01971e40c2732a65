/**
 * The histogram above the Live list as plain numbers: bars of stacked groups, what is known about the time when
 * nothing came, and a selection of bars as a time range. Pure, so that drawing it is all a component does.
 */
import { minuteMs } from '../../src-main/contract/event-limits.ts'
import type { Histogram } from '../../src-main/contract/events.ts'

/** From the bottom of a bar to its top: the rarest and most urgent stands where it is seen even if it is small. */
export const typeGroups = ['alerts', 'problems', 'lifecycle', 'pictures', 'other'] as const
export type TypeGroup = (typeof typeGroups)[number]

const groupOfType: Readonly<Record<number, TypeGroup>> = {
  0: 'lifecycle',
  1: 'lifecycle',
  200: 'pictures',
  315: 'alerts',
  317: 'alerts',
  321: 'problems',
  341: 'problems',
}

/** A delivery that could not be read (null) is a problem. */
export const groupOf = (type: number | null): TypeGroup => (type === null ? 'problems' : (groupOfType[type] ?? 'other'))

export interface Bar {
  readonly from: number
  readonly to: number
  readonly total: number
  readonly counts: Readonly<Record<TypeGroup, number>>
}

const noCounts = (): Record<TypeGroup, number> => ({ alerts: 0, problems: 0, lifecycle: 0, pictures: 0, other: 0 })

export function toBars({ from, stepMs, series }: Histogram, until: number): Bar[] {
  const length = Math.max(Math.ceil((until - from) / stepMs), ...series.map(({ counts }) => counts.length), 0)
  const bars = Array.from({ length }, noCounts)
  for (const { type, counts } of series)
    for (const [index, count] of counts.entries()) {
      const bar = bars[index]
      if (bar) bar[groupOf(type)] += count
    }
  return bars.map((counts, index) => ({
    from: from + index * stepMs,
    to: from + (index + 1) * stepMs,
    total: typeGroups.reduce((sum, group) => sum + counts[group], 0),
    counts,
  }))
}

export function sumOf(bars: readonly Bar[]): Record<TypeGroup, number> {
  const sum = noCounts()
  for (const { counts } of bars) for (const group of typeGroups) sum[group] += counts[group]
  return sum
}

/** 1, 2 or 5 times a power of ten: the scale moves rarely, so that bars do not breathe. */
export function roundUp(most: number): number {
  if (most <= 5) return 5
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 5, 10].find((factor) => factor * power >= most) ?? 10) * power
}

export interface Silence {
  readonly from: number
  readonly to: number
  /** `off`: the desk was not listening. `unknown`: nobody noted whether it was. */
  readonly kind: 'off' | 'unknown'
}

/** Two beats of the desk's own record; what is shorter is no gap. */
const shortest = minuteMs

/** The stretches between `from` and `to` in which no event could have come, or nobody knows. */
export function silences(
  { listened, knownFrom }: Pick<Histogram, 'listened' | 'knownFrom'>,
  from: number,
  to: number,
): Silence[] {
  const known = Math.min(to, knownFrom ?? to)
  const found: Silence[] = known > from ? [{ from, to: known, kind: 'unknown' }] : []
  let at = Math.max(from, known)
  for (const span of listened) {
    if (span.from > at) found.push({ from: at, to: Math.min(span.from, to), kind: 'off' })
    at = Math.max(at, span.to)
  }
  if (knownFrom !== null && at < to) found.push({ from: at, to, kind: 'off' })
  return found.filter((gap) => gap.to - gap.from > shortest)
}

export const spans = { '1h': 60, '6h': 360, '24h': 1440, '7d': 10_080 } as const
export type SpanName = keyof typeof spans

/** Whole minutes of a bar, so that at most this many bars stand side by side. */
const mostBarsShown = 180
const steps = [1, 2, 5, 10, 20, 30, 60, 120, 360, 720, 1440]

export const stepFor = (ms: number): number => {
  const minutes = ms / minuteMs
  const fitting = steps.find((step) => minutes / step <= mostBarsShown)
  return (fitting ?? Math.ceil(minutes / mostBarsShown / 1440) * 1440) * minuteMs
}

/** The time shown: the filter's own range when it has both ends, else the newest `span`, up to a whole bar. */
export function windowOf(
  range: { readonly from?: number | undefined; readonly to?: number | undefined },
  span: SpanName,
  now: number,
): { from: number; to: number; stepMs: number } {
  const isClosed = range.from !== undefined && range.to !== undefined && range.to > range.from
  const length = isClosed ? (range.to ?? 0) - (range.from ?? 0) : spans[span] * minuteMs
  const stepMs = stepFor(length)
  const to = isClosed ? (range.to ?? 0) : (Math.floor(now / stepMs) + 1) * stepMs
  const from = isClosed ? (range.from ?? 0) : to - length
  return { from: Math.floor(from / minuteMs) * minuteMs, to: Math.ceil(to / minuteMs) * minuteMs, stepMs }
}

/** Two bars, in either order, as the time they cover. */
export function rangeOf(bars: readonly Bar[], a: number, b: number): { from: number; to: number } | null {
  const [first, last] = [bars[Math.min(a, b)], bars[Math.max(a, b)]]
  return first && last ? { from: first.from, to: last.to } : null
}
