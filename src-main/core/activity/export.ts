/** The audit log as text for a file, newest first. */
import type { ActivityEntry, ActivityState } from '../../contract/activity.ts'
import { type Exported, exportRows } from '../export-rows.ts'
import type { ActivityQuery } from '../store/activity.ts'

const columns = ['time', 'who', 'account', 'what', 'target', 'before', 'after', 'outcome', 'error']

export const exportActivity = (
  list: (query: ActivityQuery, limit: number) => ActivityEntry[],
  total: number,
  query: ActivityQuery,
  format: Exported<ActivityEntry>['format'],
) =>
  exportRows<ActivityEntry>({
    format,
    total,
    columns,
    cells: (entry) => [
      new Date(entry.at).toISOString(),
      entry.actor,
      entry.account,
      entry.kind,
      entry.target,
      stateText(entry.before),
      stateText(entry.after),
      entry.outcome,
      entry.error ? (entry.error.details?.apiCode ?? entry.error.code) : '',
    ],
    next: (last, limit) => list({ ...query, before: last?.id ?? query.before }, limit),
  })

const stateText = (state: ActivityState | null): string =>
  Object.entries(state ?? {})
    .map(([key, value]) => `${key}: ${value ?? ''}`)
    .join('; ')
