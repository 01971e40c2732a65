/**
 * Notices that somebody else has changed what this desk knew. What must hold: a change this desk makes itself is
 * never shown as somebody else's, not even when a list is read in the middle of it or the desk is killed after it.
 */
import type { Drift } from '../../contract/config.ts'
import type { Log } from '../log.ts'
import { type KnownRow, type KnownStateTable, type KnownSubject, knownSubjects } from '../store/known-state.ts'
import { type DriftedRow, driftKey, namesOf, readKnown, toDrift } from './drift-view.ts'
import { compare, observe } from './known.ts'
import type { CloudWatcher } from './watch-cloud.ts'

export interface DriftKeeper {
  /** To be told of everything that passes between the desk and this account's cloud. */
  watcher(accountId: string): CloudWatcher
  list(accountId: string): { items: Drift[]; since: number | null }
  /** Rows by the keys that `list` gives; what has gone meanwhile is left out. */
  rows(accountId: string, keys: readonly string[]): DriftedRow[]
  /** The name of every template known or found, by id: rules name templates by id only. */
  templateNames(accountId: string): ReadonlyMap<number, string>
  /** Rules that are not as known: `was` is the template known to be bound. */
  rules(accountId: string): RuleDrift[]
  /** What the cloud holds is what is known from now on. Answers what was accepted. */
  accept(accountId: string, keys: readonly string[]): Drift[]
  forget(accountId: string): void
}

export interface RuleDrift {
  readonly domain: string
  readonly app: string
  readonly was: number | null
  readonly lastKnownAt: number
  readonly noticedAt: number
}

export interface DriftParts {
  readonly table: KnownStateTable
  /** Tells two callback keys apart without holding either. */
  readonly fingerprint: (key: string) => string
  readonly changed: () => void
  readonly log: Log
  readonly now: () => number
}

interface OpenReading {
  readonly accountId: string
  readonly subject: KnownSubject
  /** What this desk was changing at any time since the reading began. */
  readonly moving: Set<string>
}

export function createDrift({ table, fingerprint, changed, log, now }: DriftParts): DriftKeeper {
  const readings = new Set<OpenReading>()
  const changing = new Map<string, Set<string>>()
  const changingIn = (accountId: string, subject: KnownSubject): Set<string> => {
    const id = JSON.stringify([accountId, subject])
    const keys = changing.get(id) ?? new Set()
    changing.set(id, keys)
    return keys
  }
  /** A full disk must keep neither the lists from being read nor a change from being made. */
  const noteDown = (write: () => void) => {
    try {
      write()
    } catch (error) {
      log.warn('what is known of the cloud’s configuration could not be stored', { error })
    }
  }

  function watcher(accountId: string): CloudWatcher {
    return {
      reads(subject) {
        const open: OpenReading = { accountId, subject, moving: new Set(changingIn(accountId, subject)) }
        const forgetLater = setTimeout(() => readings.delete(open), longestReadingMs)
        forgetLater.unref()
        readings.add(open)
        return (reading) => {
          clearTimeout(forgetLater)
          if (readings.delete(open)) noteDown(() => take(open, observe(reading, fingerprint)))
        }
      },
      changes(subject, key) {
        noteDown(() => table.addOwn(accountId, subject, key))
        const keys = changingIn(accountId, subject)
        keys.add(key)
        for (const open of readings) if (open.accountId === accountId && open.subject === subject) open.moving.add(key)
        return () => keys.delete(key)
      },
    }
  }

  function take({ accountId, subject, moving }: OpenReading, observed: ReturnType<typeof observe>): void {
    const at = now()
    const settled = [...table.own(accountId, subject)].filter((key) => !moving.has(key))
    const { isNews, ...reading } = compare(table.rows(accountId, subject), observed, {
      settled: new Set(settled),
      moving,
      lastReadAt: table.readAt(accountId, subject),
      at,
    })
    table.save(accountId, subject, { readAt: at, ...reading })
    if (isNews) changed()
  }

  const drifted = (accountId: string): DriftedRow[] =>
    knownSubjects.flatMap((subject) =>
      table.rows(accountId, subject).flatMap((row) => (row.noticedAt === null ? [] : [{ ...row, subject }])),
    )
  const rows = (accountId: string, keys: readonly string[]) =>
    drifted(accountId).filter((row) => keys.includes(driftKey(row)))
  const templateNames = (accountId: string) => namesOf(table.rows(accountId, 'template'))

  return {
    watcher,
    list(accountId) {
      const names = templateNames(accountId)
      const since = table.readAt(accountId, 'template')
      return { items: drifted(accountId).map((row) => toDrift(row, names)), since }
    },
    rows,
    templateNames,
    rules: (accountId) => table.rows(accountId, 'rule').flatMap(toRuleDrift),
    accept(accountId, keys) {
      const names = templateNames(accountId)
      const accepted = rows(accountId, keys)
      for (const subject of knownSubjects) {
        const own = accepted.filter((row) => row.subject === subject)
        if (own.length === 0) continue
        table.save(accountId, subject, {
          readAt: table.readAt(accountId, subject) ?? now(),
          put: own.flatMap(({ key, found }) =>
            found === null ? [] : [{ key, known: found, found, lastKnownAt: null, noticedAt: null }],
          ),
          drop: own.flatMap(({ key, found }) => (found === null ? [key] : [])),
          adopted: [],
        })
      }
      changed()
      return accepted.map((row) => toDrift(row, names))
    },
    forget: (accountId) => noteDown(() => table.removeAccount(accountId)),
  }
}

/** A reading that never ends (its call failed) is forgotten after this. */
const longestReadingMs = 300_000

function toRuleDrift({ key, known, lastKnownAt, noticedAt }: KnownRow): RuleDrift[] {
  if (noticedAt === null) return []
  const [domain = '', app = ''] = JSON.parse(key) as string[]
  const was = known === null ? null : readKnown.rule(known).templateId
  return [{ domain, app, was, lastKnownAt: lastKnownAt ?? noticedAt, noticedAt }]
}
