import { describe, expect, it } from 'vitest'
import type { BarsWanted } from '../../../src-main/core/events/bars.ts'
import { readHistogram } from '../../../src-main/core/events/histogram.ts'
import { createListenedTable } from '../../../src-main/core/store/listened.ts'
import { openStore } from '../../../src-main/core/store/store.ts'
import { quietLog } from '../../support/receiving-desk.ts'

const minute = 60_000
const start = 28_333_333 * minute

function sources(rebuilt: number | null = null) {
  const store = openStore(':memory:', { log: quietLog })
  const asked: BarsWanted[] = []
  return {
    asked,
    listened: createListenedTable(store),
    search: {
      bars: async (wanted: BarsWanted) => {
        asked.push(wanted)
        return [{ type: 1, counts: [4, 0] }]
      },
      state: () => ({ watermark: 0, waiting: 0, rebuilt }),
    },
  }
}
const wanted = {
  filter: { domain: 'push.example.com' },
  from: start + 20_000,
  to: start + 3 * minute,
  stepMs: 2 * minute,
}

describe('the histogram', () => {
  it('begins with the minute asked for and reaches its end, under the filter', async () => {
    const parts = sources()
    const histogram = await readHistogram(parts, 'acc', wanted)
    expect(parts.asked).toEqual([
      { accountId: 'acc', filter: { domain: 'push.example.com' }, start: start / minute, perBar: 2, bars: 2 },
    ])
    expect(histogram).toMatchObject({ from: start, stepMs: 2 * minute, series: [{ type: 1, counts: [4, 0] }] })
  })

  it('says that it is incomplete while the index is built anew', async () => {
    expect(await readHistogram(sources(), 'acc', wanted)).toMatchObject({ isComplete: true })
    expect(await readHistogram(sources(0.4), 'acc', wanted)).toMatchObject({ isComplete: false })
  })

  it('knows nothing of a time that nobody noted', async () => {
    expect(await readHistogram(sources(), 'acc', wanted)).toMatchObject({ listened: [], knownFrom: null })
  })
})
