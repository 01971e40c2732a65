/** The search thread beside a real file: it follows, answers, starts over when its index is no good. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type FromSearch, type Search, startSearch } from '../../../src-main/core/events/search-client.ts'
import type { Log } from '../../../src-main/core/log.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { incoming } from '../../support/event-samples.ts'
import { quietLog, temporaryFolder } from '../../support/receiving-desk.ts'
import { createWriter } from '../../support/writer.ts'

const entry = new URL('../../../src-main/core/events/search-thread.ts', import.meta.url)
let folder: ReturnType<typeof temporaryFolder>
let store: Store
let search: Search | null
let said: unknown[]

beforeEach(() => {
  folder = temporaryFolder()
  store = openStore(join(folder.path, 'desk.db'), { log: quietLog })
  said = []
  search = null
})
afterEach(async () => {
  await search?.close()
  store.close()
  folder.remove()
})

const indexFile = () => join(folder.path, 'events-index.db')
const log: Log = { ...quietLog, info: (_text, details) => void said.push(details) }
const start = () => {
  search = startSearch({ file: store.file, indexFile: indexFile(), entry, log })
  return search
}
/** A thread that does this with what it is told. */
const startThread = (onMessage: string) => {
  const thread = join(folder.path, 'thread.mjs')
  writeFileSync(
    thread,
    `import { existsSync, writeFileSync } from 'node:fs'
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ${onMessage})`,
  )
  return startSearch({ file: store.file, indexFile: indexFile(), entry: pathToFileURL(thread), log })
}
const put = (count: number, fields: Parameters<typeof incoming>[0] = {}) =>
  createWriter(store).commit(Array.from({ length: count }, () => incoming(fields)))
const all = { accountId: 'acc', filter: {}, range: { after: 0, through: 1e9 } }
const isAt = (of: Search, id: number) =>
  vi.waitFor(() => expect(of.state()).toMatchObject({ watermark: id, waiting: 0 }))

describe('the search thread', () => {
  it('follows what is committed elsewhere and finds it before and after', async () => {
    const running = start()
    await put(3)
    expect(await running.count(all)).toBe(3)
    await isAt(running, 3)
    expect((await running.find(all, 'DESC', 2)).map(({ id }) => id)).toEqual([3, 2])
  })

  it('starts when it may, and ends without ever having started', async () => {
    const { promise: after, resolve } = Promise.withResolvers<void>()
    const options = { file: store.file, indexFile: indexFile(), entry, after, log }
    await startSearch(options).close()
    search = startSearch(options)
    await expect(search.count(all)).rejects.toMatchObject({ code: 'store.failed' })
    resolve()
    await after
    expect(await search.count(all)).toBe(0)
  })

  it('goes on where it was after a restart, without building anything anew', async () => {
    await put(400)
    await isAt(start(), 400)
    await search?.close()
    said = []
    await put(1)
    await isAt(start(), 401)
    expect(said).toEqual([])
  })

  it('gives the steps of a body search, and stops it when nobody listens', async () => {
    await put(2000, { body: Buffer.from('{"note":"needle"}') })
    const question = { accountId: 'acc', filter: {}, text: 'needle', limit: 3 }
    const steps = []
    for await (const step of start().searchBodies(question, new AbortController().signal)) steps.push(step)
    expect(steps.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual([2000, 1999, 1998])
    const stop = new AbortController()
    for await (const _ of search?.searchBodies({ ...question, text: 'hay' }, stop.signal) ?? []) stop.abort()
    expect(await search?.count(all)).toBe(2000)
  })

  it('refuses what is asked until a thread that died is there again', async () => {
    search = startThread('() => process.exit()')
    const refused = { code: 'store.failed' }
    await expect(search.count(all)).rejects.toMatchObject(refused)
    await expect(search.count(all)).rejects.toMatchObject(refused)
    const steps = search.searchBodies({ accountId: 'acc', filter: {}, text: 'a', limit: 1 }, AbortSignal.timeout(4000))
    await expect(steps.next()).rejects.toMatchObject(refused)
  })

  it('has a thread that died started again', async () => {
    const died = join(folder.path, 'died')
    search = startThread(`({ id }) => {
      if (id === undefined || !existsSync(${JSON.stringify(died)})) {
        writeFileSync(${JSON.stringify(died)}, '')
        process.exit()
      }
      parentPort.postMessage({ id, result: 7 })
    }`)
    await expect(search.count(all)).rejects.toMatchObject({ code: 'store.failed' })
    await vi.waitFor(async () => expect(await search?.count(all)).toBe(7))
  })

  it('tells the thread when nobody listens to a body search any more', async () => {
    const told = join(folder.path, 'told')
    search = startThread(`({ id, stop, close }) => {
      if (close) process.exit()
      if (stop) writeFileSync(${JSON.stringify(told)}, '')
      else parentPort.postMessage({ id, item: { rows: [], scanned: 1, total: 2, next: 1 } })
    }`)
    for await (const _ of search.searchBodies({ ...all, text: 'a', limit: 1 }, new AbortController().signal)) break
    await vi.waitFor(() => expect(existsSync(told)).toBe(true))
  })

  it('ends a body search that is stopped', async () => {
    await put(2000)
    const thread = new Worker(entry, { workerData: { file: store.file, indexFile: indexFile() } })
    onTestFinished(async () => void (await thread.terminate()))
    const told: FromSearch[] = []
    thread.on('message', (message) => told.push(message))
    const [stopped, whole] = [{ id: 1 }, { id: 2 }]
    const question = { call: 'searchBodies', args: [{ accountId: 'acc', filter: {}, text: 'hay', limit: 1 }] }
    for (const message of [{ ...stopped, ...question }, { stop: 1 }, { ...whole, ...question }])
      thread.postMessage(message)
    const end = { item: expect.objectContaining({ next: null }) }
    await vi.waitFor(() => expect(told).toContainEqual({ ...whole, result: null }))
    expect(told).toContainEqual({ ...whole, ...end })
    expect(told).toContainEqual({ ...stopped, result: null })
    expect(told).not.toContainEqual({ ...stopped, ...end })
  })

  it('refuses what is asked after it was closed', async () => {
    const running = start()
    await running.close()
    search = null
    await expect(running.count(all)).rejects.toMatchObject({ code: 'store.failed' })
  })
})

describe('an index that cannot be used', () => {
  const spoil: Record<string, { reason: string; spoil: () => void }> = {
    'that is missing': { reason: 'missing', spoil: () => rmSync(indexFile()) },
    'that is garbage': { reason: 'damaged', spoil: () => writeFileSync(indexFile(), 'no database '.repeat(1000)) },
    'whose schema is torn': {
      reason: 'damaged',
      spoil: () => writeFileSync(indexFile(), readFileSync(indexFile()).fill(0xa5, 200, 4096)),
    },
    'of another version': {
      reason: 'version',
      spoil() {
        const db = new DatabaseSync(indexFile())
        db.exec('PRAGMA user_version = 99')
        db.close()
      },
    },
    'that knows more events than there are': {
      reason: 'ahead',
      spoil() {
        const db = new DatabaseSync(indexFile())
        db.exec('UPDATE progress SET watermark = 1000000')
        db.close()
      },
    },
  }

  it.each(Object.entries(spoil))('%s is thrown away and built again', async (_name, { reason, spoil: damage }) => {
    await put(700)
    await isAt(start(), 700)
    await search?.close()
    damage()
    said = []
    const again = start()
    expect(await again.count(all)).toBe(700)
    await isAt(again, 700)
    expect(said).toEqual([{ reason }])
    expect(again.state().rebuilt).toBeNull()
  })
})
