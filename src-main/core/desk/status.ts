/** The status stream: a picture at once, then whenever it differs from the last one sent, at most once a second. */
import { setTimeout as wait } from 'node:timers/promises'
import type { DeskStatus } from '../../contract/desk.ts'

export async function* watchStatus(
  look: () => DeskStatus,
  signal: AbortSignal,
  intervalMs = 1000,
): AsyncGenerator<DeskStatus> {
  let last = ''
  while (!signal.aborted) {
    const status = look()
    const text = JSON.stringify(status)
    if (text !== last) yield status
    last = text
    await wait(intervalMs, undefined, { signal }).catch(() => undefined)
  }
}
