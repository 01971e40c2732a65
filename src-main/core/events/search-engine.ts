/**
 * The search index at work beside the event store: follows the committed table, answers questions, and lets the
 * oldest events go. It belongs to one thread; nothing in here waits for another.
 */
import { statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { BodySearchStep, EventRow } from '../../contract/events.ts'
import type { Retention } from '../../contract/settings.ts'
import { caseFileOf } from '../store/case-schema.ts'
import { checkpoint } from '../store/checkpoint.ts'
import { createEventReader } from '../store/events.ts'
import { openIndexFile, type Rebuild, removeIndexFile } from '../store/index-file.ts'
import { createIndexReader, type IndexReader } from '../store/index-reader.ts'
import { createIndexWriter, type IndexWriter } from '../store/index-writer.ts'
import { createPruner } from '../store/prune.ts'
import { isCorrupt, isFull } from '../store/sqlite-error.ts'
import { type BarsWanted, countBars, type TypeCounts } from './bars.ts'
import { type Overdue, planPruning } from './overdue.ts'
import { type BodyQuestion, countRows, findRows, type Question, searchBodies } from './search.ts'

export interface IndexState {
  /** Every event up to it is indexed. */
  readonly watermark: number
  /** Events after it. */
  readonly waiting: number
  /** The share done, 0–1, while the index is built anew; null otherwise. */
  readonly rebuilt: number | null
}

export interface StoreSize {
  readonly usedBytes: number
  readonly fileBytes: number
  readonly indexBytes: number
  readonly freeBytes: number
  readonly oldestAt: number | null
}

/** What can be asked from another thread: plain data in and out. */
export interface SearchCalls {
  find(question: Question, order: 'ASC' | 'DESC', limit: number): Promise<EventRow[]>
  count(question: Question): Promise<number>
  bars(wanted: BarsWanted): Promise<TypeCounts[]>
  size(): Promise<StoreSize>
  /** What the retention would remove now; null when nothing. */
  overdue(retention: Retention, now: number): Promise<Overdue | null>
  /** One step towards it: how many events went; 0 when it is done. */
  prune(overdue: Overdue): Promise<number>
}

export interface SearchEngine extends SearchCalls {
  searchBodies(question: BodyQuestion, signal: AbortSignal): AsyncGenerator<BodySearchStep, void, void>
  /** Indexes the next few events; whether more are waiting. */
  follow(): boolean
  state(): IndexState
  /** Of the event store's log: nobody waits for this thread. */
  checkpoint(): void
  close(): void
}

interface OpenIndex {
  readonly db: DatabaseSync
  readonly reader: IndexReader
  readonly writer: IndexWriter
  readonly isStandIn: boolean
}

export interface EngineOptions {
  /** The event store, opened by nobody else in this thread. */
  readonly file: string
  readonly indexFile: string
  /** A store that only one connection can see (in memory). */
  readonly db?: DatabaseSync
  /** The index starts empty, and why. */
  onRebuild(reason: Rebuild): void
}

/** About 15 ms of work while it keeps up; more at once while it is far behind, which is quicker for each. */
const followRows = 600
const catchUpRows = 1500
const farBehind = 10_000

export function openSearchEngine({ file, indexFile, db: shared, onRebuild }: EngineOptions): SearchEngine {
  const db = shared ?? new DatabaseSync(file, { timeout: 5000 })
  // What is deleted need not be on the disk at once; the commits of events are synced by their own connection.
  if (!shared) db.exec('PRAGMA synchronous = NORMAL')
  const table = createEventReader(db)
  const pruner = createPruner(db, shared ? null : caseFileOf(file))
  let rebuildFrom: number | null = null
  let index = openIndex()

  function openIndex(): OpenIndex {
    const { db: indexDb, rebuild, isStandIn } = openFile()
    if (rebuild && !isStandIn && (rebuild !== 'missing' || table.newestId() > 0)) onRebuild(rebuild)
    rebuildFrom = rebuild ? table.newestId() : null
    return { db: indexDb, reader: createIndexReader(indexDb), writer: createIndexWriter(indexDb, db), isStandIn }
  }
  /** A full disk has no room for an index: an empty one in memory stands in, and every answer comes from the table. */
  function openFile() {
    try {
      return { ...openIndexFile(indexFile, table.newestId()), isStandIn: false }
    } catch (error) {
      if (!isFull(error)) throw error
      removeIndexFile(indexFile)
      return { ...openIndexFile(':memory:', table.newestId()), isStandIn: true }
    }
  }
  /** A damaged index is built anew under the question that found it; the answer then comes from the table. */
  async function sound<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!isCorrupt(error)) throw error
      index.db.close()
      removeIndexFile(indexFile)
      index = openIndex()
      return await work()
    }
  }
  const sources = () => ({ table, index: index.reader, watermark: () => index.writer.watermark })
  const unindexed = () => Math.max(0, table.newestId() - index.writer.watermark)

  return {
    find: (question, order, limit) => sound(() => findRows(sources(), question, order, limit)),
    count: (question) => sound(() => countRows(sources(), question)),
    bars: (wanted) => sound(() => countBars(index.reader, wanted)),
    searchBodies: (question, signal) => searchBodies(sources(), question, signal),
    size: async () => readSize(file, indexFile, db, table.oldestAt()),
    overdue: async (retention, now) =>
      planPruning({ db, pruner, size: () => readSize(file, indexFile, db, null) }, retention, now),
    async prune({ through }) {
      const ids = pruner.next(through)
      // First from the index: events that only the table has are found again by the next pruning.
      if (ids.length > 0) await sound(async () => index.writer.remove(ids))
      return ids.length > 0 ? pruner.remove(ids) : 0
    },
    follow() {
      if (index.isStandIn) {
        index.db.close()
        index = openIndex()
        if (index.isStandIn) return false
      }
      try {
        const rows = unindexed() > farBehind ? catchUpRows : followRows
        return index.writer.follow(rows) === rows
      } catch (error) {
        if (!isCorrupt(error)) throw error
        index.db.close()
        removeIndexFile(indexFile)
        index = openIndex()
        return true
      }
    },
    state() {
      const { watermark } = index.writer
      if (rebuildFrom !== null && watermark >= rebuildFrom) rebuildFrom = null
      return { watermark, waiting: unindexed(), rebuilt: rebuildFrom ? watermark / rebuildFrom : null }
    },
    checkpoint: () => checkpoint(db),
    close() {
      index.db.close()
      if (!shared) db.close()
    },
  }
}

function readSize(file: string, indexFile: string, db: DatabaseSync, oldestAt: number | null): StoreSize {
  const pragma = (name: string) => Number(db.prepare(`PRAGMA ${name}`).get()?.[name])
  const bytesOf = (...names: string[]) =>
    names.reduce((sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0), 0)
  const indexBytes = bytesOf(indexFile, `${indexFile}-wal`)
  const isFile = file !== ':memory:'
  const { bavail, bsize } = isFile ? statfsSync(dirname(file)) : { bavail: 0, bsize: 0 }
  return {
    usedBytes: (pragma('page_count') - pragma('freelist_count')) * pragma('page_size') + indexBytes,
    fileBytes: bytesOf(file, `${file}-wal`) + indexBytes,
    indexBytes,
    freeBytes: bavail * bsize,
    oldestAt,
  }
}
