/** A receiver with its real events and store in a temporary folder, and one handed-out path. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEvents } from '../../src-main/core/events/events.ts'
import type { Search } from '../../src-main/core/events/search-client.ts'
import type { Log } from '../../src-main/core/log.ts'
import { createDecoder } from '../../src-main/core/receiver/decode.ts'
import { createKeyring } from '../../src-main/core/receiver/keyring.ts'
import { createPaths, type PathGroup } from '../../src-main/core/receiver/paths.ts'
import { startReceiver } from '../../src-main/core/receiver/receiver.ts'
import { openStore, type Store } from '../../src-main/core/store/store.ts'
import { startWriter, type Writer } from '../../src-main/core/store/writer.ts'
import { createSearch } from './search.ts'

export const quietLog: Log = { info: () => {}, warn: () => {}, error: () => {} }

export const callbackKey = ['made', 'up', 'key', '0123456789'].join('')

/** A body signed as the cloud does it (css-callbacks, section 2). */
export function signed(body: object, { key = callbackKey, t = Math.floor(Date.now() / 1000) + 600 } = {}): object {
  return { ...body, t, sign: createHash('md5').update(`${key}${t}`).digest('hex') }
}

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'desk-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Runs a task for every item, a few at a time, as senders with kept connections do. */
export async function eachOf<T, R>(items: readonly T[], task: (item: T) => Promise<R>, atOnce = 16): Promise<R[]> {
  const results: R[] = []
  const waiting = [...items.entries()]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await task(next[1])
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return results
}

export const writerEntry = new URL('../../src-main/core/store/writer-thread.ts', import.meta.url)

const threadFor = ({ file }: Store): Writer => startWriter({ file, entry: writerEntry, onFull: () => {} })

export interface ReceivingDeskOptions {
  now?: () => number
  /** An existing one, which then stays. */
  folder?: string
  /** Another writer than the real thread. */
  writerFor?: (store: Store) => Writer
  /** Another search than one in place. */
  searchFor?: (store: Store) => Search
}

export async function startReceivingDesk(options: ReceivingDeskOptions = {}) {
  const { now = Date.now, writerFor = threadFor, searchFor = createSearch } = options
  const folder = options.folder === undefined ? temporaryFolder() : { path: options.folder, remove: () => {} }
  const store = openStore(join(folder.path, 'desk.db'), { log: quietLog })
  const paths = createPaths(Buffer.alloc(32, 7))
  const keyring = createKeyring({ now })
  keyring.set('acc', new Map([[17, callbackKey]]))
  const slot = paths.newSlot()
  const search = searchFor(store)
  const events = createEvents({ store, writer: writerFor(store), search, log: quietLog, now })
  const decode = createDecoder({
    keyring,
    resolveSlot: (given) => (given === slot ? { accountId: 'acc', templateId: 17 } : null),
  })
  const hosts = ['desk.example.com']
  const receiver = await startReceiver({
    port: 0,
    hosts: () => hosts,
    paths,
    accept: (delivery) => events.accept(decode(delivery)),
    log: quietLog,
    now,
  })
  const urlFor = (group: PathGroup, of = slot) => receiver.url + paths.pathFor(of, group)
  const post = (body: object | string | Buffer, group: PathGroup = 'streamBegin', of = slot) =>
    fetch(urlFor(group, of), {
      method: 'POST',
      body: typeof body === 'string' ? body : Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
    })

  return {
    folder: folder.path,
    store,
    paths,
    keyring,
    slot,
    events,
    search,
    receiver,
    urlFor,
    post,
    async close() {
      await receiver.close()
      await events.close()
      store.close()
      folder.remove()
    },
  }
}

export type ReceivingDesk = Awaited<ReturnType<typeof startReceivingDesk>>
