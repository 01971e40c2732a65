/** How long a ban can be chosen to last, wherever one is asked for: milliseconds. */
import { maxBanMs } from '../../../src-main/contract/cases.ts'

const hour = 3_600_000
const day = 24 * hour

export const banLengths = {
  '1h': hour,
  '6h': 6 * hour,
  '1d': day,
  '7d': 7 * day,
  '30d': 30 * day,
  '90d': maxBanMs,
} as const
export type BanLength = keyof typeof banLengths
export const banLengthNames = Object.keys(banLengths) as BanLength[]
export const shortestBanMs: number = banLengths['1h']
