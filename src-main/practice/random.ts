/** One seeded source of chance, so that the same seed tells the same story. */
export interface Random {
  /** 0 ≤ x < 1 */
  next(): number
  /** Whole number, both ends included. */
  int(min: number, max: number): number
  between(range: readonly [number, number]): number
  pick<const L extends readonly [unknown, ...unknown[]]>(list: L): L[number]
  chance(share: number): boolean
  /** Decimal text that does not begin with 0, as the cloud's 19-digit ids. */
  digits(length: number): string
  hex(length: number): string
}

/** mulberry32 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  const text = (length: number, alphabet: string) =>
    Array.from({ length }, () => alphabet[int(0, alphabet.length - 1)]).join('')
  return {
    next,
    int,
    between: ([min, max]) => min + next() * (max - min),
    pick: (list) => list[int(0, list.length - 1)] ?? list[0],
    chance: (share) => next() < share,
    digits: (length) => String(int(1, 9)) + text(length - 1, '0123456789'),
    hex: (length) => text(length, '0123456789abcdef'),
  }
}
