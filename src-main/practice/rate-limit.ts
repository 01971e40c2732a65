/** Requests per second for an account and action, in whole seconds of the cloud's clock. */
export function createRateLimit(now: () => number): { allows(action: string, perSecond: number): boolean } {
  const used = new Map<string, { second: number; count: number }>()
  return {
    allows: (action, perSecond) => {
      const second = Math.floor(now() / 1000)
      const last = used.get(action)
      const count = last?.second === second ? last.count + 1 : 1
      used.set(action, { second, count })
      return count <= perSecond
    },
  }
}
