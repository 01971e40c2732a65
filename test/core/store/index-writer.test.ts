/** The search index forgets with the store: a platform whose streams have a new name each time must not fill it. */
import { expect, it, onTestFinished } from 'vitest'
import { openIndexFile } from '../../../src-main/core/store/index-file.ts'
import { createIndexReader } from '../../../src-main/core/store/index-reader.ts'
import { createIndexWriter } from '../../../src-main/core/store/index-writer.ts'
import { openStore } from '../../../src-main/core/store/store.ts'
import { incoming } from '../../support/event-samples.ts'
import { quietLog } from '../../support/receiving-desk.ts'
import { createWriter } from '../../support/writer.ts'

async function open() {
  const store = openStore(':memory:', { log: quietLog })
  const { db } = openIndexFile(':memory:', 0)
  onTestFinished(() => {
    db.close()
    store.close()
  })
  const [writer, reader] = [createIndexWriter(db, store.db), createIndexReader(db)]
  const words = db.prepare("SELECT id, word FROM words WHERE kind = 'stream' ORDER BY id")
  return {
    writer,
    commit: createWriter(store).commit,
    streams: () => words.all().map(({ word }) => word),
    newestWord: () => Number(words.all().at(-1)?.id),
    find: (stream: string) => reader.ids({ after: 0, through: 1e9 }, reader.plan('acc', { stream }), 'ASC', 100),
  }
}

it('a word leaves with the last event that has it, and comes back with the next', async () => {
  const { writer, commit, streams, find } = await open()
  await commit(['one', 'two', 'two', 'three'].map((stream) => incoming({ stream })))
  writer.follow(100)
  writer.remove([1, 2])
  expect(streams()).toEqual(['two', 'three'])
  expect([find('one'), find('two')]).toEqual([[], [3]])
  await commit([incoming({ stream: 'one' })])
  writer.follow(100)
  expect([find('one'), find('two'), find('three')]).toEqual([[5], [3], [4]])
})

it('no word gets the number of another, under which a question may still be looking', async () => {
  const { writer, commit, newestWord, find } = await open()
  await commit([incoming({ stream: 'one' }), incoming({ stream: 'two' })])
  writer.follow(100)
  const newest = newestWord()
  writer.remove([1, 2])
  await commit([incoming({ stream: 'three' })])
  writer.follow(100)
  expect(newestWord()).toBeGreaterThan(newest)
  expect([find('two'), find('three')]).toEqual([[], [3]])
})
