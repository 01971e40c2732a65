/** Two Ports joined in memory: what one end sends, the other hears in a later microtask, as over a wire. */
import type { Port } from '../../src-main/contract/wire.ts'

export interface PortEnd extends Port {
  close(): void
}

export function createPortPair(): [PortEnd, PortEnd] {
  const listeners = [new Set<(text: string) => void>(), new Set<(text: string) => void>()] as const
  const closers = new Set<() => void>()
  let open = true
  const end = (own: 0 | 1): PortEnd => ({
    send(text) {
      queueMicrotask(() => {
        if (open) for (const listener of listeners[own === 0 ? 1 : 0]) listener(text)
      })
    },
    onText: (listener) => void listeners[own].add(listener),
    onClose: (listener) => void closers.add(listener),
    close() {
      if (!open) return
      open = false
      for (const closer of closers) closer()
    },
  })
  return [end(0), end(1)]
}
