/**
 * Everything that happens later, in one place and by the cloud's clock: advancing `now` is enough to make
 * it due, and closing forgets it all.
 */
export interface Agenda {
  /** Runs once the clock has reached `time`; returns how to call it off. */
  at(time: number, run: () => void): () => void
  /** Runs on every beat, about 50 times a second. */
  onBeat(run: () => void): void
  close(): void
}

interface Entry {
  readonly time: number
  readonly run: () => void
}

const beatMs = 20

export function createAgenda(now: () => number): Agenda {
  /** Latest first, so that what is due is taken off the end. */
  const entries: Entry[] = []
  const beats: (() => void)[] = []

  const place = (time: number) => {
    let low = 0
    let high = entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((entries[middle]?.time ?? 0) > time) low = middle + 1
      else high = middle
    }
    return low
  }

  const beat = () => {
    const time = now()
    for (let last = entries.at(-1); last && last.time <= time; last = entries.at(-1)) {
      entries.pop()
      last.run()
    }
    for (const run of beats) run()
  }
  const timer = setInterval(beat, beatMs)

  return {
    at: (time, run) => {
      const entry = { time, run }
      entries.splice(place(time), 0, entry)
      return () => {
        const index = entries.indexOf(entry)
        if (index >= 0) entries.splice(index, 1)
      }
    },
    onBeat: (run) => {
      beats.push(run)
    },
    close: () => {
      clearInterval(timer)
      entries.length = 0
      beats.length = 0
    },
  }
}
