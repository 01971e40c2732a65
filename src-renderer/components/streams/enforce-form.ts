/** The question before a cut, ban or resume: for how long, why, and what must be typed when it hits more than one place. */
import { type BlastRadius, maxBanDays } from '../../../src-main/contract/streams.ts'

const hour = 60 * 60_000
const day = 24 * hour

/** Presets of a ban, in milliseconds. */
export const banLengths = {
  hour: hour,
  day: day,
  week: 7 * day,
  month: 30 * day,
  longest: maxBanDays * day,
} as const
export type BanLength = keyof typeof banLengths | 'custom'

/** The cloud judges the end by its own clock, so the longest ban leaves a minute of room. */
const clockRoomMs = 60_000

/** null when the time chosen is none, has passed, or is too far ahead. */
export function banEnd(length: BanLength, customTime: string, now: number): number | null {
  if (length !== 'custom') return now + banLengths[length] - (length === 'longest' ? clockRoomMs : 0)
  const at = new Date(customTime).getTime()
  return Number.isNaN(at) || at <= now + clockRoomMs || at > now + maxBanDays * day - clockRoomMs ? null : at
}

/** A ban that reaches beyond the one place must be confirmed by the stream's name. */
export const mustType = (radius: BlastRadius | null): boolean =>
  radius !== null && (radius.places.length > 1 || !radius.isComplete)
