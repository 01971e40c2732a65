/** Writes down, minute by minute, that the receiver is listening. A desk that slept through a beat was not. */
import type { ListenedTable } from '../store/listened.ts'

export interface ListenedOptions {
  readonly table: ListenedTable
  readonly isListening: () => boolean
  readonly now: () => number
  readonly beatMs?: number
}

const minute = 60_000

export function startListened({ table, isListening, now, beatMs = minute / 2 }: ListenedOptions): {
  beat(): void
  close(): void
} {
  let span: { id: number; to: number } | null = null

  const beat = () => {
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
  const timer = setInterval(beat, beatMs).unref()

  return {
    beat,
    close() {
      clearInterval(timer)
      beat()
    },
  }
}
