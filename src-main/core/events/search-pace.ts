/**
 * How much the index follows in one round. It can wait: while events pour in, the threads that read and commit them
 * need the machine more, and what is not indexed yet is found in the table.
 */
import type { IndexState } from './search-engine.ts'

/** Events a second from which on the index gives way; below it is never behind by more than a round. */
export const floodPerSecond = 2500
/** Looking through so many rows of the table is still a matter of moments. */
export const mostBehind = 100_000

/** Answers with the steps of a round; `nowMs` is any clock that only goes on. */
export function createPace(): (state: Pick<IndexState, 'watermark' | 'waiting'>, nowMs: number) => number {
  let last: { newestId: number; at: number } | null = null
  return ({ watermark, waiting }, nowMs) => {
    const newestId = watermark + waiting
    const seconds = last === null ? 0 : (nowMs - last.at) / 1000
    const isFlood = last !== null && newestId - last.newestId > floodPerSecond * seconds
    last = { newestId, at: nowMs }
    return isFlood && waiting <= mostBehind ? 1 : Number.POSITIVE_INFINITY
  }
}
