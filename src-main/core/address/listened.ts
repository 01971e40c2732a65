/** Writes down, minute by minute, that the receiver is listening. A desk that slept through a beat was not. */
import type { Log } from '../log.ts'
import type { ListenedTable } from '../store/listened.ts'

export interface ListenedOptions {
  readonly table: ListenedTable
  readonly isListening: () => boolean
  readonly log: Log
  readonly now: () => number
  readonly beatMs?: number
}

const minute = 60_000

export function startListened({ table, isListening, log, now, beatMs = minute / 2 }: ListenedOptions): {
  beat(): void
  close(): void
} {
  let span: { id: number; to: number } | null = null

  const note = () => {
    const at = now()
    const isUnbroken = span !== null && at >= span.to && at - span.to <= 3 * beatMs
    if (!isListening()) {
      span = null
    } else if (span && isUnbroken) {
      table.extend(span.id, at)
      span.to = at
    } else {
      span = { id: table.begin(at), to: at }
    }
  }
  /** On a full disk nobody can say later whether the desk was listening then. */
  const beat = () => {
    try {
      note()
    } catch (error) {
      log.warn('it could not be noted that the desk is listening', { error })
    }
  }
  const timer = setInterval(beat, beatMs).unref()

  return {
    beat,
    close() {
      clearInterval(timer)
      beat()
    },
  }
}
