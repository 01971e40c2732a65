/** Counts of indexed events in bars of equal length. Without a filter they are added up beforehand, minute by minute. */
import type { EventFilter } from '../../contract/events.ts'
import type { IndexReader, MinuteCount } from '../store/index-reader.ts'
import { walk } from './walk.ts'

// Not the contract's own: its module brings zod, which the search thread can do without.
const minuteMs = 60_000

/** Bars of `perBar` minutes each, from the minute `start` (epoch milliseconds / 60,000) on. */
export interface BarsWanted {
  readonly accountId: string | null
  readonly filter: Omit<EventFilter, 'from' | 'to'>
  readonly start: number
  readonly perBar: number
  readonly bars: number
}

export interface TypeCounts {
  readonly type: number | null
  readonly counts: number[]
}

export async function countBars(index: IndexReader, wanted: BarsWanted): Promise<TypeCounts[]> {
  const { accountId, start, perBar, bars } = wanted
  const series = new Map<number | null, number[]>()
  const add = ({ minute, type, events }: MinuteCount) => {
    const counts = series.get(type) ?? new Array<number>(bars).fill(0)
    series.set(type, counts)
    const bar = Math.floor((minute - start) / perBar)
    counts[bar] = (counts[bar] ?? 0) + events
  }
  const rolledUp = throughMinutes(wanted.filter)
  if (rolledUp)
    index
      .minutes(accountId, start, start + bars * perBar)
      .filter(rolledUp)
      .forEach(add)
  else await countEach(index, wanted, add)
  return [...series].map(([type, counts]) => ({ type, counts }))
}

/** What the sums per minute and type can tell apart; null when the filter asks for more. */
function throughMinutes({
  types = [],
  rejected,
  ...others
}: BarsWanted['filter']): ((count: MinuteCount) => boolean) | null {
  const isAsked = Object.values(others).some((value) =>
    Array.isArray(value) ? value.length > 0 : value || value === 0,
  )
  if (isAsked) return null
  return ({ type }) =>
    (types.length === 0 || (type !== null && types.includes(type))) &&
    (rejected === undefined || rejected === (type === null))
}

async function countEach(
  index: IndexReader,
  { accountId, filter, start, perBar, bars }: BarsWanted,
  add: (count: MinuteCount) => void,
): Promise<void> {
  const [from, to] = [start * minuteMs, (start + bars * perBar) * minuteMs - 1]
  const range = index.idsReceived(from, to)
  if (!range) return
  const plan = index.plan(accountId, { ...filter, from, to })
  await walk(range, 'ASC', (step) => {
    index.minutesOf(step, plan).forEach(add)
    return true
  })
}
