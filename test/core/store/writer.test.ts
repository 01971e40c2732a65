import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEventReader } from '../../../src-main/core/store/events.ts'
import { spawnWriter } from '../../../src-main/core/store/spawn-writer.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { startWriter, type Writer } from '../../../src-main/core/store/writer.ts'
import { incoming } from '../../support/event-samples.ts'
import { quietLog, temporaryFolder, writerEntry } from '../../support/receiving-desk.ts'

let folder: ReturnType<typeof temporaryFolder>
let store: Store
let writer: Writer

beforeEach(() => {
  folder = temporaryFolder()
  store = openStore(join(folder.path, 'desk.db'), { log: quietLog })
  writer = startWriter({ file: store.file, entry: writerEntry, onFull: () => {} })
})
afterEach(async () => {
  await writer.close()
  store.close()
  folder.remove()
})

describe('the writer’s thread', () => {
  it('stores what it is given, byte for byte, and says under which ids', async () => {
    const odd = incoming({ stream: 'a\ud800b', label: '色情', score: 12.5, body: Buffer.from([0, 255, 10]) })
    const empty = incoming({ body: Buffer.alloc(0), facts: { code: 1, message: null } })
    expect(await writer.commit([odd, empty])).toEqual([
      { id: 1, deliveries: 1 },
      { id: 2, deliveries: 1 },
    ])
    const reader = createEventReader(store.db)
    expect(reader.delivery(1)).toMatchObject({ body: odd.body, row: { label: '色情', score: 12.5 } })
    expect(reader.delivery(2)).toMatchObject({ body: empty.body, row: { facts: empty.facts } })
  })

  it('knows repeats within a batch, across batches and across restarts', async () => {
    const again = () => incoming({ key: 'a' })
    expect((await writer.commit([again(), again()])).map(({ deliveries }) => deliveries)).toEqual([1, 2])
    expect(await writer.commit([again()])).toEqual([{ id: 1, deliveries: 3 }])
    await writer.close()
    writer = startWriter({ file: store.file, entry: writerEntry, onFull: () => {} })
    expect(await writer.commit([again()])).toEqual([{ id: 1, deliveries: 4 }])
  })

  it('refuses a batch whole, and goes on', async () => {
    const broken = { ...incoming(), receivedAt: 1.5 }
    await expect(writer.commit([incoming(), broken])).rejects.toMatchObject({ code: 'store.failed' })
    expect(await writer.commit([incoming()])).toHaveLength(1)
    expect(createEventReader(store.db).newestId()).toBe(1)
  })

  it('can be started before its file is known', async () => {
    const thread = spawnWriter(writerEntry)
    await once(thread, 'online')
    const early = startWriter({ file: store.file, entry: new URL('file:///nowhere.js'), thread, onFull: () => {} })
    expect(await early.commit([incoming()])).toEqual([{ id: 1, deliveries: 1 }])
    await early.close()
  })

  it('that is gone refuses everything', async () => {
    await writer.close()
    await expect(writer.commit([incoming()])).rejects.toMatchObject({ code: 'store.failed' })
  })

  it('that cannot open its file refuses everything', async () => {
    const lost = startWriter({ file: folder.path, entry: writerEntry, onFull: () => {} })
    await expect(lost.commit([incoming()])).rejects.toMatchObject({ code: 'store.failed' })
    await lost.close()
  })
})
