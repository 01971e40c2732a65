/** The question before a cut, ban or resume: how long a ban lasts. */
import { maxBanMs } from '../../../src-main/contract/cases.ts'
import { type BanLength, banLengths } from './ban-lengths.ts'

/** The cloud judges the end by its own clock, so the longest ban leaves a minute of room. */
const clockRoomMs = 60_000

/** null when the time chosen is none, has passed, or is too far ahead. */
export function banEnd(length: BanLength | 'custom', customTime: string, now: number): number | null {
  if (length !== 'custom') return now + Math.min(banLengths[length], maxBanMs - clockRoomMs)
  const at = new Date(customTime).getTime()
  return Number.isNaN(at) || at <= now + clockRoomMs || at > now + maxBanMs - clockRoomMs ? null : at
}
