/**
 * The identities of the newest events, so that a repeat is recognised without an index in the table, which would
 * cost more than the insert. Two generations of open-addressed tables of 8 bytes per slot: at least the newest
 * `capacity` events or the last `spanMs`, whichever is less, at most twice that. It keeps 32 bits of an identity
 * only, so every hit must be confirmed against the stored row.
 */
import type { DatabaseSync } from 'node:sqlite'

export interface RecentIdentities {
  /** The id of the event with this identity; `confirm` looks at the row. */
  find(identity: Uint8Array, confirm: (id: number) => boolean): number | null
  add(identity: Uint8Array, id: number, receivedAt: number): void
  /** Every event received from then on is known here; -Infinity when all are. */
  readonly since: number
  /** Reads the next older rows of the table, for about `targetMs`; false when nothing more is wanted. */
  load(targetMs: number): boolean
  /** Loads until every event received from `time` on is known, where that is wanted at all; whether anything was loaded. */
  loadFrom(time: number): boolean
}

/** The cloud repeats for 12 minutes; half an hour leaves room for clocks that differ (css-callbacks, section 3). */
const spanMs = 30 * 60_000
const capacity = 1_500_000
const fewestSlots = 4096
const loadRows = 500

interface Generation {
  keys: Uint32Array
  /** The low 32 bits of ids; 0 = empty. */
  ids: Uint32Array
  count: number
  /** When the oldest event in it was received. */
  oldest: number
  /** As of the whole. */
  since: number
}

const emptyGeneration = (): Generation => ({
  keys: new Uint32Array(fewestSlots),
  ids: new Uint32Array(fewestSlots),
  count: 0,
  oldest: Number.POSITIVE_INFINITY,
  since: Number.POSITIVE_INFINITY,
})

const keyOf = (identity: Uint8Array): number =>
  ((identity[0] ?? 0) | ((identity[1] ?? 0) << 8) | ((identity[2] ?? 0) << 16) | ((identity[3] ?? 0) << 24)) >>> 0

export function createRecentIdentities(db: DatabaseSync): RecentIdentities {
  const older = db.prepare('SELECT id, identity, received_at FROM events WHERE id < ? ORDER BY id DESC LIMIT ?')
  let newestId = Number(db.prepare('SELECT max(id) AS id FROM events').get()?.id ?? 0)
  /** The next row to load lies below this id; null once loading has ended. */
  let loadBelow: number | null = newestId + 1
  /** When the newest row that was loaded had been received. */
  let loadedFrom: number | null = null
  let current = emptyGeneration()
  let previous: Generation | null = null

  /** The full id behind its low bits: the nearest one that is not above the newest. */
  const fullId = (low: number) => newestId - ((newestId - low) >>> 0)
  const isFull = (receivedAt: number) => current.count >= capacity || Math.abs(receivedAt - current.oldest) > spanMs

  const loadStep = (below: number): number | null => {
    const rows = older.all(below, loadRows)
    for (const { id, identity, received_at } of rows) {
      const at = Number(received_at)
      loadedFrom ??= at
      if (current.count >= capacity || loadedFrom - at > spanMs) return null
      put(current, keyOf(identity as Uint8Array), Number(id), at)
      current.since = current.oldest
    }
    if (rows.length === loadRows) return Number(rows.at(-1)?.id)
    current.since = Number.NEGATIVE_INFINITY
    return null
  }

  return {
    find(identity, confirm) {
      const key = keyOf(identity)
      const isIt = (low: number) => confirm(fullId(low))
      const low = probe(current, key, isIt) ?? (previous && probe(previous, key, isIt))
      return low === null ? null : fullId(low)
    },
    add(identity, id, receivedAt) {
      newestId = Math.max(newestId, id)
      if (current.count > 0 && isFull(receivedAt)) {
        previous = current
        current = emptyGeneration()
        current.since = receivedAt
        loadBelow = null
      }
      put(current, keyOf(identity), id, receivedAt)
    },
    get since() {
      return previous?.since ?? current.since
    },
    load(targetMs) {
      const end = performance.now() + targetMs
      while (loadBelow !== null && performance.now() < end) loadBelow = loadStep(loadBelow)
      return loadBelow !== null
    },
    loadFrom(time) {
      const before = loadBelow
      // What lies further back is not loaded ever, and whoever claims it would only make everybody wait.
      if (loadedFrom !== null && loadedFrom - time > spanMs) return false
      while (loadBelow !== null && current.since > time) loadBelow = loadStep(loadBelow)
      return loadBelow !== before
    },
  }
}

function probe({ keys, ids }: Generation, key: number, isIt: (low: number) => boolean): number | null {
  const mask = keys.length - 1
  for (let slot = key & mask; ids[slot] !== 0; slot = (slot + 1) & mask) {
    const low = ids[slot] ?? 0
    if (keys[slot] === key && isIt(low)) return low
  }
  return null
}

function put(generation: Generation, key: number, id: number, receivedAt: number): void {
  if (generation.count * 4 >= generation.keys.length * 3) grow(generation)
  generation.oldest = Math.min(generation.oldest, receivedAt)
  const low = id >>> 0
  if (low === 0) return
  insert(generation, key, low)
  generation.count++
}

function insert({ keys, ids }: Generation, key: number, low: number): void {
  const mask = keys.length - 1
  let slot = key & mask
  while (ids[slot] !== 0) slot = (slot + 1) & mask
  keys[slot] = key
  ids[slot] = low
}

function grow(generation: Generation): void {
  const { keys, ids } = generation
  generation.keys = new Uint32Array(keys.length * 2)
  generation.ids = new Uint32Array(keys.length * 2)
  for (const [slot, low] of ids.entries()) if (low !== 0) insert(generation, keys[slot] ?? 0, low)
}
