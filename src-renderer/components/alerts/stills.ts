import type { Verdict } from '../../../src-main/contract/events.ts'

/** One picture or sound of a case's film strip, in words. */
export interface Still {
  readonly id: number
  readonly verdict: Verdict
  readonly score: string
  /** Time of day it was taken. */
  readonly clock: string
  /** What the detector said of it; never what it shows. */
  readonly text: string
  readonly src: string | null
  readonly isSound: boolean
}
