/** What a shift amounts to: its measures, and the sheet that the next one is handed. */
import { z } from 'zod'
import { CaseRow, Watch } from './cases.ts'

/** A median and of how many it is one. */
const Median = z.object({ medianMs: z.number().nullable(), count: z.number().int() })

export const scoreBands = ['0–59', '60–79', '80–89', '90–100', '?'] as const

export const Measures = z.object({
  from: z.number(),
  to: z.number(),
  /** Cases opened in the span. */
  cases: z.number().int(),
  alerts: z.number().int(),
  decisions: z.number().int(),
  /** From the arrival of a case's first alert to the first view of it. */
  firstView: Median,
  /** From there to its first decision. */
  decision: Median,
  /** From the call to off air, of those that ended so. */
  offAir: Median,
  stillOnAir: z.number().int(),
  /** Decided cases by label and score band, and how many of them were dismissed. */
  dismissals: z.array(
    z.object({
      label: z.string().nullable(),
      band: z.enum(scoreBands),
      decided: z.number().int(),
      dismissed: z.number().int(),
    }),
  ),
  moderators: z.array(
    z.object({
      name: z.string(),
      decisions: z.number().int(),
      /** Different pictures that were on screen, and of those the ones uncovered whole or in part. */
      pictures: z.number().int(),
      revealed: z.number().int(),
      decision: Median,
    }),
  ),
})
export type Measures = z.infer<typeof Measures>

export const Handover = z.object({
  at: z.number(),
  /** Open and acting, most urgent first. */
  open: z.array(CaseRow),
  /** Running bans and cut streams still watched. */
  watches: z.array(Watch),
  /** Decided in the last 12 h. */
  decided: z.array(CaseRow),
})
export type Handover = z.infer<typeof Handover>
