/**
 * The audit log: every change with who made it, before, after and how it ended. An entry that cannot be
 * written must not undo or hide the change it speaks of: that failure is logged and the change stands.
 */
import type { ActivityEntry, ActivityKind, ActivityState } from '../../contract/activity.ts'
import { shapeOf } from '../../contract/errors.ts'
import type { Log } from '../log.ts'
import type { ActivityQuery, ActivityTable } from '../store/activity.ts'
import { exportActivity } from './export.ts'

export interface NewEntry {
  readonly kind: ActivityKind
  readonly target: string
  /** null for what concerns the desk rather than one account. */
  readonly account: string | null
  /** Who did it, where it is not who has asked for what runs now. */
  readonly actor?: string
  readonly before?: ActivityState | null
  readonly after?: ActivityState | null
  /** `ok` unless there is an error; `putBack` says the old state was restored. */
  readonly outcome?: ActivityEntry['outcome']
  readonly error?: unknown
  readonly planId?: string | null
  /** What restores the state before (a planner's wishes); left out where nothing was changed. */
  readonly undo?: readonly object[]
}

export type RecordActivity = (entry: NewEntry) => void

export interface Activity {
  readonly record: RecordActivity
  /** Display name of who has asked for what runs now. */
  readonly actor: () => string
  page(query: ActivityQuery, limit: number): { entries: ActivityEntry[]; hasMore: boolean }
  /** The way back of an entry as JSON text; null when there is none. */
  undoOf(account: string, id: number): string | null
  export(query: ActivityQuery, format: 'jsonl' | 'csv'): AsyncGenerator<{ text: string; rows: number; total: number }>
}

export interface ActivityParts {
  readonly table: ActivityTable
  readonly actor: () => string
  readonly accountName: (id: string) => string | null
  readonly changed: () => void
  readonly log: Log
  readonly now: () => number
}

export function createActivity({ table, actor, accountName, changed, log, now }: ActivityParts): Activity {
  const named = (entry: ActivityEntry): ActivityEntry => ({
    ...entry,
    account: entry.account === null ? null : (accountName(entry.account) ?? entry.account),
  })
  const list = (query: ActivityQuery, limit: number) => table.list(query, limit).map(named)

  return {
    actor,
    record({ kind, target, account, actor: by, before = null, after = null, outcome, error, planId = null, undo }) {
      try {
        table.add({
          at: now(),
          actor: by ?? actor(),
          account,
          kind,
          target,
          before,
          after,
          outcome: outcome ?? (error === undefined ? 'ok' : 'failed'),
          error: error === undefined ? null : shapeOf(error),
          planId,
          undo: undo === undefined ? null : JSON.stringify(undo),
        })
        changed()
      } catch (failure) {
        log.error('a change could not be written to the audit log', { kind, target, error: failure })
      }
    },
    page(query, limit) {
      const entries = list(query, limit + 1)
      return { entries: entries.slice(0, limit), hasMore: entries.length > limit }
    },
    undoOf: table.undoOf,
    export: (query, format) => exportActivity(list, table.count(query), query, format),
  }
}
