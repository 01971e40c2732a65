/** One of the servers that are compared, as a process of its own. Prints where to post, as JSON. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { startSearch } from '../../src-main/core/events/search-client.ts'
import { createDecoder } from '../../src-main/core/receiver/decode.ts'
import { createKeyring } from '../../src-main/core/receiver/keyring.ts'
import { plainColumns, toRecord } from '../../src-main/core/store/event-record.ts'
import { callbackKey, quietLog, startReceivingDesk } from '../support/receiving-desk.ts'
import { startFastify } from './fastify.ts'

export type ServerKind = 'bare' | 'verify' | 'fastify' | 'naive' | 'desk'

export interface ServerOptions {
  readonly kind: ServerKind
  /** Where it stores; not for `bare`, `verify` and `fastify`. */
  readonly folder: string
  /** Where `fastify` is imported from. */
  readonly module?: string | undefined
}

const { kind, folder, module = '' } = JSON.parse(process.argv[2] ?? '') as ServerOptions
const path = '/c/aaaaaaaa.aaaaaaaaaaaaaaaaaaaaaa/streamBegin'
const ready = (port: number, where: string) => process.stdout.write(`${JSON.stringify({ port, path: where })}\n`)

/** `node:http` and as little as can be around it. */
function startPlain(take: (body: Buffer) => void): void {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      take(Buffer.concat(parts))
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 10 }).end('{"code":0}')
    })
  })
  server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port, path))
}

function createDecode() {
  const keyring = createKeyring()
  keyring.set('acc', new Map([[17, callbackKey]]))
  const decode = createDecoder({ keyring, resolveSlot: () => ({ accountId: 'acc', templateId: 17 }) })
  return (body: Buffer) =>
    decode({ slot: 'aaaaaaaa', group: 'streamBegin', rawHeaders: [], rawPath: path, body, receivedAt: Date.now() })
}

/** The obvious way: read, verified, and committed by itself into a table with an index for every question. */
function createNaive(): (body: Buffer) => void {
  const db = new DatabaseSync(join(folder, 'naive.db'))
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE events (id INTEGER PRIMARY KEY, identity BLOB UNIQUE, body BLOB, ${plainColumns.join(', ')});
    CREATE INDEX received ON events (received_at); CREATE INDEX type ON events (type, id);
    CREATE INDEX domain ON events (domain, id); CREATE INDEX stream ON events (stream, id);`)
  const insert = db.prepare(
    `INSERT OR IGNORE INTO events (identity, body, ${plainColumns.join(', ')}) VALUES (?, ?${', ?'.repeat(plainColumns.length)})`,
  )
  const decode = createDecode()
  return (received) => {
    const { identity, body, plain } = toRecord(decode(received))
    insert.run(identity, body, ...plain)
  }
}

async function startDesk(): Promise<void> {
  const entry = new URL('../../src-main/core/events/search-thread.ts', import.meta.url)
  const indexFile = join(folder, 'events-index.db')
  const desk = await startReceivingDesk({
    folder,
    searchFor: ({ file }) => startSearch({ file, indexFile, entry, log: quietLog }),
  })
  const newest = desk.events.stats('acc').stored
  while (desk.search.state().watermark < newest) await delay(100)
  ready(desk.receiver.port, new URL(desk.urlFor('streamBegin')).pathname)
  process.on('SIGTERM', () => void desk.close().then(() => process.exit(0)))
}

if (kind === 'bare') startPlain(() => {})
else if (kind === 'verify') startPlain(createDecode())
else if (kind === 'fastify') ready(await startFastify(module, createDecode()), path)
else if (kind === 'naive') startPlain(createNaive())
else await startDesk()
