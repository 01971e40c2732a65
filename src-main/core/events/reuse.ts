/**
 * Notices one signature that goes on bringing new bodies: `sign` covers only the key and `t`, so whoever has seen
 * one callback can forge others until `t` passes (security W5). The cloud takes `t` from the second in which it
 * sends, so all that happens in a busy second shares a signature and arrives within moments: only what comes later
 * counts. It lowers no trust, but a cut or ban on the strength of it needs a second confirmation.
 */

export interface ReuseWatch {
  /**
   * Whether this body is beyond the number of different ones that a signature may bring after its first moments.
   * `at` is when it arrived, in milliseconds.
   */
  isSuspicious(signature: string, identity: Buffer, at: number): boolean
}

/** Longer than what one second has sent can be under way. */
const burstMs = 10_000
/** Callbacks that got through at a later try only are new bodies too. */
const mostLateBodies = 50
/** A signature lives 10 minutes and its retries a little longer; this is far more than one of each second. */
const mostSignatures = 2000

export function createReuseWatch(): ReuseWatch {
  const seen = new Map<string, { readonly since: number; readonly late: Set<string> }>()
  return {
    isSuspicious(signature, identity, at) {
      const known = seen.get(signature)
      if (!known) {
        seen.set(signature, { since: at, late: new Set() })
        const oldest = seen.keys().next().value
        if (seen.size > mostSignatures && oldest !== undefined) seen.delete(oldest)
        return false
      }
      if (at - known.since <= burstMs) return false
      const body = identity.toString('base64')
      if (known.late.has(body)) return false
      if (known.late.size >= mostLateBodies) return true
      known.late.add(body)
      return false
    },
  }
}
