/** Keeps calls within "so many a second": each takes the next free place in a sliding second, in order. */

export interface Limiter {
  /** Milliseconds to wait before the call; its place is taken at once. */
  reserve(action: string, rate: number): number
}

/** `now` must never go back: a set clock must not hold up calls. */
export function createLimiter(now: () => number = () => performance.now()): Limiter {
  const places = new Map<string, number[]>()
  return {
    reserve(action, rate) {
      const taken = places.get(action) ?? []
      places.set(action, taken)
      const earliest = taken.length < rate ? 0 : (taken.shift() ?? 0) + 1000
      const current = now()
      const place = Math.max(current, earliest)
      taken.push(place)
      return place - current
    },
  }
}
