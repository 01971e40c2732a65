/** The figures of the last ten seconds: events a second, and how long they took to be on the disk. */

export interface Meter {
  /** A delivery was committed `ms` after its arrival. */
  add(accountId: string | null, ms: number): void
  read(accountId: string | null): { rate: number; commitMs: number | null }
}

const windowS = 10
/** Enough for a steady median; a flood brings thousands a second. */
const mostSamples = 200

interface Second {
  second: number
  readonly counts: Map<string | null, number>
  readonly samples: number[]
}

export function createMeter(now: () => number): Meter {
  let seconds: Second[] = []
  const current = () => Math.floor(now() / 1000)
  const recent = () => seconds.filter(({ second }) => second <= current() && second > current() - windowS)

  return {
    add(accountId, ms) {
      let last = seconds.at(-1)
      if (last?.second !== current()) {
        last = { second: current(), counts: new Map(), samples: [] }
        seconds = [...recent(), last]
      }
      last.counts.set(accountId, (last.counts.get(accountId) ?? 0) + 1)
      if (last.samples.length < mostSamples) last.samples.push(ms)
    },
    read(accountId) {
      const owners = new Set([accountId, null])
      const counts = recent().flatMap(({ counts }) => [...owners].map((owner) => counts.get(owner) ?? 0))
      const samples = recent()
        .flatMap((second) => second.samples)
        .sort((a, b) => a - b)
      return {
        rate: counts.reduce((sum, count) => sum + count, 0) / windowS,
        commitMs: samples[Math.floor(samples.length / 2)] ?? null,
      }
    },
  }
}
