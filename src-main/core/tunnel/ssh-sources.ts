/**
 * Who connects to the forwarded port. Each connection costs this desk far more than whoever makes it, so a source is
 * held to a few until the receiver has taken something from it (security W11). A server's own reverse proxy, which
 * hides who asks, is known from the first heartbeat on.
 */
export interface Sources {
  /** Whether a connection from there is carried; each that was must be told to `left`. */
  admits(address: string): boolean
  left(address: string): void
  /** The receiver has taken what came from there. */
  prove(address: string): void
}

export interface SourceLimits {
  /** Of a source that is not known: connections at once, and new ones within a second. */
  readonly atOnce: number
  readonly perSecond: number
  /** Sources remembered; of those with nothing open the longest unseen goes first. */
  readonly remembered: number
}

export const sourceLimits: SourceLimits = { atOnce: 128, perSecond: 200, remembered: 4096 }

interface Source {
  isKnown: boolean
  open: number
  second: number
  begun: number
}

export function createSources(
  limits: SourceLimits = sourceLimits,
  now: () => number = () => performance.now(),
): Sources {
  const sources = new Map<string, Source>()

  function find(address: string): Source {
    const found = sources.get(address) ?? { isKnown: false, open: 0, second: 0, begun: 0 }
    sources.delete(address)
    sources.set(address, found)
    if (sources.size > limits.remembered) forgetOne()
    return found
  }

  function forgetOne(): void {
    for (const [address, { open }] of sources) if (open === 0) return void sources.delete(address)
  }

  return {
    admits(address) {
      const source = find(address)
      const second = Math.floor(now() / 1000)
      if (source.second !== second) Object.assign(source, { second, begun: 0 })
      if (!source.isKnown && (source.open >= limits.atOnce || source.begun >= limits.perSecond)) return false
      source.open += 1
      source.begun += 1
      return true
    },
    left(address) {
      const source = sources.get(address)
      if (source) source.open -= 1
    },
    prove(address) {
      find(address).isKnown = true
    },
  }
}
