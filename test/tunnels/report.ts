/** What the tunnel programs print, and the waiting that their times come from. */
import { setTimeout as delay } from 'node:timers/promises'

export const counts = { passed: 0, failed: 0 }

export function report(isHeld: boolean, what: string, note = ''): void {
  counts[isHeld ? 'passed' : 'failed'] += 1
  console.log(`${isHeld ? '✓' : '✗'} ${what}${note === '' ? '' : ` (${note})`}`)
}

/** How long it took until the condition held; null if it did not within `patienceMs`. */
export async function until(condition: () => boolean, patienceMs: number): Promise<number | null> {
  const begun = performance.now()
  while (!condition()) {
    if (performance.now() - begun > patienceMs) return null
    await delay(20)
  }
  return performance.now() - begun
}

export const seconds = (ms: number | null): string => (ms === null ? 'never' : `${(ms / 1000).toFixed(1)} s`)
