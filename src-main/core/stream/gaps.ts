/** Times in which events may not have arrived. Pure. */
import type { DeliveryGap } from '../../contract/deliveries.ts'

export interface Span {
  readonly from: number
  readonly to: number
}

/** Shorter than this is a restart or a stumble; the cloud's retries bridge it. */
const leastGapMs = 60_000

/** Between the spans in which the desk listened, from `from` on. */
export function gapsBetween(spans: readonly Span[], from: number): Span[] {
  const gaps: Span[] = []
  let end = from
  for (const span of spans) {
    gaps.push({ from: end, to: span.from })
    end = Math.max(end, span.to)
  }
  return gaps.filter(isLong)
}

const isLong = ({ from, to }: Span): boolean => to - from >= leastGapMs

/** What overlaps is one gap with both reasons. Newest first. */
export function joinGaps(off: readonly Span[], address: readonly Span[]): DeliveryGap[] {
  const all: DeliveryGap[] = [
    ...off.map(({ from, to }) => ({ from, to, reasons: ['off' as const] })),
    ...address.filter(isLong).map(({ from, to }) => ({ from, to, reasons: ['address' as const] })),
  ]
  const joined: DeliveryGap[] = []
  for (const gap of all.sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && gap.from <= last.to) {
      last.to = Math.max(last.to, gap.to)
      last.reasons = [...new Set([...last.reasons, ...gap.reasons])]
    } else joined.push(gap)
  }
  return joined.reverse()
}
