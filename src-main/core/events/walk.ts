/** Goes through a range of ids in steps of about 10 ms, so that everything else gets its turn between two of them. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { IdRange } from '../store/events.ts'

const firstStep = 2000
const targetMs = 10

/** Stops when `visit` answers false. */
export async function walk(range: IdRange, order: 'ASC' | 'DESC', visit: (step: IdRange) => boolean): Promise<void> {
  let { after, through } = range
  let size = firstStep
  while (after < through) {
    const step =
      order === 'ASC'
        ? { after, through: Math.min(through, after + size) }
        : { after: Math.max(after, through - size), through }
    const begun = performance.now()
    if (!visit(step)) return
    if (order === 'ASC') after = step.through
    else through = step.after
    size = nextSize(size, performance.now() - begun)
    if (after < through) await nextTurn()
  }
}

function nextSize(size: number, took: number): number {
  if (took > targetMs) return Math.max(firstStep, Math.floor(size / 2))
  return took < targetMs / 8 ? size * 8 : took < targetMs / 2 ? size * 2 : size
}
