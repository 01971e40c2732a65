/** Closes one part after the other, as some stand on others. What must hold: one that fails keeps no other open. */
import type { Log } from './log.ts'

export type Closing = readonly [part: string, close: () => unknown]

/** Logs every part that fails. Throws only when all have been closed: an AggregateError of what went wrong. */
export async function closeAll(parts: readonly Closing[], log: Log): Promise<void> {
  const errors: unknown[] = []
  for (const [part, close] of parts) {
    try {
      await close()
    } catch (error) {
      log.error('a part did not close cleanly', { part, error })
      errors.push(error)
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, 'not everything closed cleanly')
}
