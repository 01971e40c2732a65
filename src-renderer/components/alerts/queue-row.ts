import type { Verdict } from '../../../src-main/contract/events.ts'

/** One line of the queue, in words. Times are epoch milliseconds. */
export interface QueueRow {
  readonly id: number
  readonly verdict: Verdict
  readonly stream: string
  readonly place: string
  /** "Porn 99". */
  readonly what: string
  /** When the first flagged picture was taken; the clock counts from here … */
  readonly since: number
  /** … to here: off air, or nothing known any more. null = still on air. */
  readonly until: number | null
  /** In place of the clock: when it was, of a case that is over. */
  readonly time: string | null
  /** Louder than the verdict: still on air after a ban, or pushed again. */
  readonly mark: 'alarm' | 'returned' | 'watched' | null
  readonly holder: { readonly name: string; readonly isMine: boolean } | null
  /** Who finished it while the list was held; null while it is open. */
  readonly goneText: string | null
  /** All of it as one sentence without a moving number. */
  readonly sentence: string
}
