/** The store fails under load: senders are told to come again, and nothing that was acknowledged is lost. */
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEventReader } from '../../src-main/core/store/events.ts'
import { openStore } from '../../src-main/core/store/store.ts'
import { eachOf, quietLog, type ReceivingDesk, signed, startReceivingDesk } from '../support/receiving-desk.ts'
import { createWriter } from '../support/writer.ts'

let desk: ReceivingDesk

beforeEach(async () => {
  // A limit of SQLite's own stands for the disk, and that holds for one connection.
  desk = await startReceivingDesk({ writerFor: createWriter })
})
afterEach(() => desk.close())

const event = (sequence: number) =>
  signed({ event_type: 1, stream_id: `stream-${sequence}`, sequence: String(sequence), filler: 'x'.repeat(2000) })

/** Posts each event once and gives back the numbers of those answered 200 and 503. */
async function post(numbers: number[]) {
  const answers = await eachOf(numbers, async (number) => ({
    number,
    status: (await desk.post(event(number))).status,
  }))
  const having = (wanted: number) => answers.filter(({ status }) => status === wanted).map(({ number }) => number)
  expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true)
  return { accepted: having(200), refused: having(503) }
}

const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)

async function storedStreams(): Promise<Set<string | null>> {
  const streams = new Set<string | null>()
  let before: number | undefined
  for (;;) {
    const { rows, hasMore } = await desk.events.page('acc', { filter: {}, before, limit: 500 })
    for (const { stream } of rows) streams.add(stream)
    if (!hasMore) return streams
    before = rows.at(-1)?.id
  }
}

describe('a full disk', () => {
  it('is answered 503 until there is room again; then the retries land', async () => {
    const before = await post(from(0, 50))
    expect(before.refused).toEqual([])
    const pages = Number(desk.store.db.prepare('PRAGMA page_count').get()?.page_count)
    desk.store.db.exec(`PRAGMA max_page_count = ${pages + 20}`)

    const accepted = [...before.accepted]
    const refused: number[] = []
    for (let round = 0; round < 10; round++) {
      const part = await post(from(50 + round * 20, 20))
      accepted.push(...part.accepted)
      refused.push(...part.refused)
    }
    expect(refused.length).toBeGreaterThan(0)
    expect(desk.events.stats('acc').refused).toBe(refused.length)
    // Reading works meanwhile.
    const streams = await storedStreams()
    for (const number of accepted) expect(streams).toContain(`stream-${number}`)

    desk.store.db.exec('PRAGMA max_page_count = 1000000')
    const retried = await post(refused)
    expect(retried.refused).toEqual([])
    expect(await storedStreams()).toEqual(new Set(from(0, 250).map((number) => `stream-${number}`)))
    expect(desk.events.stats('acc')).toMatchObject({ stored: 250, duplicates: 0 })
  })
})

describe('a store that is gone', () => {
  it('is answered 503, and what was acknowledged is in the file', async () => {
    const { accepted } = await post(from(0, 30))
    expect(accepted).toHaveLength(30)
    desk.store.close()
    expect((await post(from(30, 10))).refused).toHaveLength(10)
    const reopened = openStore(join(desk.folder, 'desk.db'), { log: quietLog })
    expect(createEventReader(reopened.db).totals('acc').stored).toBe(30)
    reopened.close()
  })
})

describe('load', () => {
  it('with every request three times leaves one row each, whose counts add up', async () => {
    const numbers = from(0, 100)
    const { accepted } = await post([...numbers, ...numbers, ...numbers])
    expect(accepted).toHaveLength(300)
    expect(desk.events.stats('acc')).toMatchObject({ stored: 100, duplicates: 200, refused: 0 })
    const { rows } = await desk.events.page('acc', { filter: {}, limit: 500 })
    expect(rows.map(({ deliveries }) => deliveries)).toEqual(numbers.map(() => 3))
  })
})
