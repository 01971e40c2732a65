/**
 * Notices one signature that comes with many different bodies: `sign` covers only the key and `t`, so whoever
 * has seen one callback can forge others until `t` passes (security W5). It is a hint only, since an honest
 * flood shares its `t` too: it lowers no trust.
 */

export interface ReuseWatch {
  /** Whether this body is beyond the number of different ones that one signature may bring. */
  isSuspicious(signature: string, identity: Buffer): boolean
}

const mostBodies = 50
/** A signature lives 10 minutes and its retries a little longer; this is far more than one of each second. */
const mostSignatures = 2000

export function createReuseWatch(): ReuseWatch {
  const seen = new Map<string, Set<string>>()
  return {
    isSuspicious(signature, identity) {
      const bodies = seen.get(signature) ?? new Set()
      seen.set(signature, bodies)
      const oldest = seen.keys().next().value
      if (seen.size > mostSignatures && oldest !== undefined) seen.delete(oldest)
      const body = identity.toString('base64')
      if (bodies.has(body)) return false
      if (bodies.size >= mostBodies) return true
      bodies.add(body)
      return false
    },
  }
}
