/** A store filled with many plausible events, straight into the table: what a busy desk has after weeks. */
import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { IncomingEvent } from '../../src-main/core/store/event.ts'
import { plainColumns, toRecord } from '../../src-main/core/store/event-record.ts'
import { openStore, type Store } from '../../src-main/core/store/store.ts'

const quiet = { info: () => {}, warn: () => {}, error: () => {} }
export const domains = 12
export const streams = 800
const sentences = [
  'free gift card now',
  '加微信领取免费礼物',
  'call this number',
  '点击链接观看完整视频',
  'so rude 真的',
]

/** The n-th of a fixed series: the same store in every run. */
export function sampleEvent(n: number, receivedAt: number): IncomingEvent {
  const stream = (n * 7919) % streams
  const kind = n % 100
  const type = kind < 4 ? 1 : kind < 8 ? 0 : kind < 11 ? 317 : kind < 12 ? 321 : kind < 16 ? 332 : 200
  const verdict = type === 317 ? (n % 3 === 0 ? 'Block' : 'Review') : null
  const name = `show-${String(stream).padStart(4, '0')}`
  const body = `{"event_type":${type},"app":"push${stream % domains}.example.com","appname":"live","stream_id":"${name}","sequence":"74${String(n).padStart(14, '0')}","t":1795339871,"sign":"${'ab12cd34'.repeat(4)}","pic_url":"/2026-11-22/${name}/screenshot-${n}.jpg","width":1280,"height":720,"file_size":${40_000 + (n % 9000)},"stream_param":"${'x'.repeat(180)}","note":"${'y'.repeat(120)}"}`
  return {
    accountId: 'acc',
    templateId: 17,
    receivedAt,
    occurredAt: receivedAt - 400,
    type,
    domain: `push${stream % domains}.example.com`,
    app: stream % 40 === 0 ? 'vip' : 'live',
    stream: name,
    session: `74${String(Math.floor(n / 4000) * streams + stream).padStart(12, '0')}`,
    trust: n % 500 === 0 ? 'late' : n % 5000 === 1 ? 'wrong' : 'ok',
    verdict,
    score: verdict ? 60 + (n % 40) : null,
    label: verdict ? (n % 2 ? 'Porn' : 'Ad') : null,
    facts: verdict ? { text: sentences[n % sentences.length] ?? '' } : { width: 1280, height: 720 },
    rejection: null,
    identity: createHash('md5').update(String(n)).digest(),
    signature: null,
    validUntil: receivedAt + 600_000,
    path: '/c/abcdefgh.****/streamBegin',
    headers: [
      ['host', 'cb.example.com'],
      ['content-type', 'application/json'],
      ['content-length', String(body.length)],
    ],
    body: Buffer.from(body),
  }
}

/** `count` events, the newest at `until`, evenly over `overMs`. */
export function fillStore(file: string, count: number, until: number, overMs: number): Store {
  const store = openStore(file, { log: quiet })
  const insert = store.db.prepare(
    `INSERT INTO events (id, identity, body, ${plainColumns.join(', ')}) VALUES (?, ?, ?, ${plainColumns.map(() => '?').join(', ')})`,
  )
  const begin = until - overMs
  for (let from = 0; from < count; from += 20_000) {
    store.db.exec('BEGIN')
    for (let n = from; n < Math.min(count, from + 20_000); n++) {
      const { identity, body, plain } = toRecord(sampleEvent(n, Math.round(begin + (n / count) * overMs)))
      insert.run(n + 1, identity, body, ...plain)
    }
    store.db.exec('COMMIT')
  }
  countStored(store.db, count, until)
  store.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  return store
}

const countStored = (db: DatabaseSync, count: number, at: number) =>
  db
    .prepare(
      'INSERT INTO event_counts (account_id, stored, duplicates, rejected, last_received_at, last_id) VALUES (?, ?, 0, 0, ?, ?)',
    )
    .run('acc', count, at, count)
