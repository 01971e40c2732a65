/** A question that reads every stored body takes long; callbacks must not wait for it. */
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startSearch } from '../../src-main/core/events/search-client.ts'
import { fillStore } from '../bench/stored-events.ts'
import { quietLog, signed, startReceivingDesk, temporaryFolder } from '../support/receiving-desk.ts'

const entry = new URL('../../src-main/core/events/search-thread.ts', import.meta.url)
const dayMs = 24 * 60 * 60_000

it('callbacks are stored and answered while every stored body is searched', async () => {
  const folder = temporaryFolder()
  onTestFinished(folder.remove)
  fillStore(join(folder.path, 'desk.db'), 20_000, Date.now(), dayMs).close()
  const desk = await startReceivingDesk({
    folder: folder.path,
    searchFor: ({ file }) =>
      startSearch({ file, indexFile: join(folder.path, 'events-index.db'), entry, log: quietLog }),
  })
  onTestFinished(desk.close)

  const order: ('step' | 'stored')[] = []
  let isSearching = true
  const search = async () => {
    const question = { filter: {}, text: 'nowhere to be found', limit: 10 }
    for await (const _ of desk.events.searchBodies('acc', question, new AbortController().signal)) order.push('step')
    isSearching = false
  }
  const post = async () => {
    for (let n = 0; isSearching; n += 1) {
      const { status } = await desk.post(signed({ event_type: 1, stream_id: `show-${n}`, sequence: String(n) }))
      expect(status).toBe(200)
      order.push('stored')
    }
  }
  await Promise.all([search(), post()])
  const during = order.slice(order.indexOf('step'), order.lastIndexOf('step'))
  expect(during.filter((each) => each === 'stored').length).toBeGreaterThan(0)
})
