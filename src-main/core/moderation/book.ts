/**
 * The cases, in memory as far as they are in use and on the disk always. All writes of one piece of work happen in
 * one transaction; when it fails, what is in memory is forgotten and read again. What changed is told afterwards.
 */
import { type CaseAlert, type CaseQuery, type CaseRecord, type CasesTable, createCasesTable } from '../store/cases.ts'
import { createPushesTable, type Push, type PushesTable } from '../store/pushes.ts'
import { type Store, storeError } from '../store/store.ts'
import { readPlace } from './alert.ts'
import { endOf, pushAt } from './sessions.ts'
import { labelsOf, type Tally } from './tally.ts'

export type Case = CaseRecord<Tally>

export interface Book {
  /** A case by its id; of one that has joined another, that one. */
  get(id: number): Case | null
  /** The newest cases of a place, and its pushes. */
  place(key: string): { readonly cases: readonly Case[]; readonly pushes: readonly Push[] }
  hasCases(key: string): boolean
  waiting(): Case[]
  countWaiting(accountId: string | null): number
  find(query: CaseQuery, limit: number): Case[]
  add(record: Omit<Case, 'id'>): Case
  put(record: Case): Case
  notePush(key: string, push: Push, seenAt: number): void
  /** Of a place without cases: kept in memory until it has one. Needs no transaction. */
  hearPush(key: string, push: Push, seenAt: number): void
  /** Writes down what was heard of a place that is about to have a case. */
  settlePushes(key: string): void
  /** Writes down all that was heard, for the next start. */
  settleAll(): void
  readonly alerts: Pick<CasesTable<Tally>, 'addAlert' | 'moveAlert' | 'alert' | 'alertsOf' | 'alertsBefore'>
  readonly pushes: Pick<PushesTable, 'forget'>
  /**
   * Runs the work in one transaction and then tells which cases changed. `durable`: on the disk when it returns;
   * otherwise a power cut may undo it, which is right for what events tell and would tell again.
   */
  change<T>(work: () => T, options?: { durable?: boolean }): T
  /** Something that is no part of the case but of its row (a claim, a watch) is different. */
  touch(caseId: number): void
  onChange(listener: (caseIds: ReadonlySet<number>) => void): void
  /** A transaction failed: whoever keeps in memory what was written in it reads it anew. */
  onUndone(listener: () => void): void
}

const casesOfPlace = 50
/** Places kept in memory; those of cases that wait for somebody are among them for as long as they are talked of. */
const mostPlaces = 2_000
/** Streams without cases whose pushes are remembered, and how many of each. */
const mostHeard = 20_000
const heardOfPlace = 8

interface PlaceMemory {
  ids: number[]
  pushes: Push[]
}

export function createBook(store: Pick<Store, 'db'>): Book {
  const { db } = store
  const table = createCasesTable<Tally>(store)
  const pushes = createPushesTable(store)
  const known = new Map<number, Case>()
  const places = new Map<string, PlaceMemory>()
  /** Starts and stops are many, and most streams never have a case: those cost no write. */
  const heard = new Map<string, { push: Push; seenAt: number }[]>()
  /** Of these what was heard is written down in the transaction under way. */
  const settled = new Set<string>()
  const withCases = new Set(table.places())
  const listeners: ((caseIds: ReadonlySet<number>) => void)[] = []
  const undoneListeners: (() => void)[] = []
  let changed = new Set<number>()
  let isInWork = false

  const remember = (record: Case): Case => {
    known.set(record.id, record)
    return record
  }
  const memoryOf = (key: string): PlaceMemory => {
    const found = places.get(key)
    if (found) {
      // The least recently used place is the first of the map.
      places.delete(key)
      places.set(key, found)
      return found
    }
    const memory = {
      ids: table.ofPlace(key, casesOfPlace).map((each) => remember(each).id),
      pushes: pushes.ofPlace(key),
    }
    places.set(key, memory)
    const [oldest] = places.keys()
    if (places.size > mostPlaces && oldest !== undefined) {
      for (const id of places.get(oldest)?.ids ?? []) known.delete(id)
      places.delete(oldest)
    }
    return memory
  }
  const direct = (id: number): Case | null => {
    const found = known.get(id) ?? table.get(id)
    if (found && !known.has(id) && places.has(found.place)) remember(found)
    return found ?? null
  }
  const forgetAll = () => {
    known.clear()
    places.clear()
    changed = new Set()
  }

  const tell = () => {
    if (isInWork || changed.size === 0) return
    const told = changed
    changed = new Set()
    for (const listener of listeners) listener(told)
  }

  const settle = (key: string) => {
    const told = heard.get(key)
    if (!told || settled.has(key)) return
    settled.add(key)
    for (const { push, seenAt } of told) pushes.note(key, push, seenAt)
    const memory = places.get(key)
    if (memory) memory.pushes = pushes.ofPlace(key)
  }

  return {
    get(id) {
      let found = direct(id)
      while (found !== null && found.joinedInto !== null) found = direct(found.joinedInto)
      return found
    },
    place(key) {
      const { ids, pushes: known } = memoryOf(key)
      return {
        cases: ids.map(direct).filter((each): each is Case => each !== null && each.joinedInto === null),
        pushes: known,
      }
    },
    hasCases: (key) => withCases.has(key),
    waiting: () => table.waiting().map((each) => known.get(each.id) ?? each),
    countWaiting: table.countWaiting,
    find: (query, limit) => table.find(query, limit),
    add(record) {
      const memory = memoryOf(record.place)
      withCases.add(record.place)
      const added = remember({ ...record, id: table.add(record) })
      memory.ids = [added.id, ...memory.ids].slice(0, casesOfPlace * 2)
      changed.add(added.id)
      return added
    },
    put(record) {
      table.put(record)
      // What belongs to no place in memory would stay there for ever.
      if (places.has(record.place)) remember(record)
      else known.delete(record.id)
      changed.add(record.id)
      return record
    },
    notePush(key, push, seenAt) {
      pushes.note(key, push, seenAt)
      const memory = places.get(key)
      if (memory) memory.pushes = pushes.ofPlace(key)
    },
    hearPush(key, push, seenAt) {
      const told = heard.get(key) ?? []
      heard.delete(key)
      heard.set(key, [...told, { push, seenAt }].slice(-heardOfPlace))
      const [oldest] = heard.keys()
      if (heard.size > mostHeard && oldest !== undefined) heard.delete(oldest)
    },
    settlePushes: settle,
    settleAll() {
      for (const key of [...heard.keys()]) settle(key)
    },
    alerts: table,
    pushes,
    change(work, { durable = false } = {}) {
      if (isInWork) return work()
      db.exec(`PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}`)
      db.exec('BEGIN IMMEDIATE')
      isInWork = true
      let result: ReturnType<typeof work>
      try {
        result = work()
        db.exec('COMMIT')
        for (const key of settled) heard.delete(key)
      } catch (error) {
        if (db.isOpen && db.isTransaction) db.exec('ROLLBACK')
        forgetAll()
        if (db.isOpen) for (const listener of undoneListeners) listener()
        throw isSqlite(error) ? storeError(error) : error
      } finally {
        settled.clear()
        isInWork = false
      }
      tell()
      return result
    },
    touch(caseId) {
      changed.add(caseId)
      tell()
    },
    onChange: (listener) => void listeners.push(listener),
    onUndone: (listener) => void undoneListeners.push(listener),
  }
}

const isSqlite = (error: unknown) => error instanceof Error && 'errcode' in error

/** The fields that follow from the alerts and the pushes. */
export function derive(
  record: Omit<Case, 'id'>,
  { tally, firstAt, lastAt, receivedAt }: Pick<Case, 'tally' | 'firstAt' | 'lastAt' | 'receivedAt'>,
  pushes: readonly Push[],
): Omit<Case, 'id'> {
  const { domain, app, stream } = readPlace(record.place)
  const words = [domain, app, stream, ...labelsOf(tally), record.decision?.reason, record.decision?.note]
  // An end that no stop event told of (the cloud's state did) stands until something was taken after it.
  const stands = record.endedAt !== null && record.endedAt >= lastAt ? record.endedAt : null
  return {
    ...record,
    tally,
    firstAt,
    lastAt,
    receivedAt,
    session: pushAt(pushes, firstAt)?.sequence ?? null,
    endedAt: endOf(lastAt, pushes) ?? stands,
    verdict: tally.worst.verdict,
    label: tally.worst.label,
    words: words.filter(Boolean).join('\n').toLowerCase(),
  }
}

/** What a group of alerts spans. */
export const spanOf = (alerts: readonly CaseAlert[]) => ({
  firstAt: Math.min(...alerts.map(({ at }) => at)),
  lastAt: Math.max(...alerts.map(({ at }) => at)),
  receivedAt: Math.min(...alerts.map(({ receivedAt }) => receivedAt)),
})
