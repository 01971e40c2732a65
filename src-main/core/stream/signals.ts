/** What events have told of each stream lately: its last start and stop, its alerts, its newest event. */
import { alertTypes } from '../../contract/event-limits.ts'
import { type EventRow, isProven } from '../../contract/events.ts'
import { refusedCode, type StreamRef } from '../../contract/streams.ts'

export interface Signal {
  readonly ref: StreamRef
  /** When its last push began and ended, as proven events say it. */
  startedAt: number | null
  endedAt: number | null
  lastEvent: { id: number; type: number | null; at: number } | null
  /** When alerts came, oldest first; the newest `mostAlerts`. */
  readonly alerts: number[]
}

export interface Signals {
  observe(rows: readonly (EventRow & { readonly accountId: string | null })[]): boolean
  of(accountId: string, ref: StreamRef): Signal | null
  all(accountId: string): Signal[]
  forget(accountId: string): void
}

const mostStreams = 20_000
const mostAlerts = 1000

export const refKey = ({ domain, app, stream }: StreamRef): string => JSON.stringify([domain, app, stream])

export function createSignals(): Signals {
  const byAccount = new Map<string, Map<string, Signal>>()

  const signalFor = (accountId: string, ref: StreamRef): Signal => {
    const known = byAccount.get(accountId) ?? new Map<string, Signal>()
    byAccount.set(accountId, known)
    const key = refKey(ref)
    const signal = known.get(key) ?? { ref, startedAt: null, endedAt: null, lastEvent: null, alerts: [] }
    // Put at the end, so that the first one is the one that has been quiet for longest.
    known.delete(key)
    known.set(key, signal)
    const oldest = known.keys().next().value
    if (known.size > mostStreams && oldest !== undefined) known.delete(oldest)
    return signal
  }

  /** Whether it changed who is on air, or brought an alert. */
  function note(row: EventRow & { readonly accountId: string | null }): boolean {
    const { accountId, domain, app, stream, type } = row
    if (accountId === null || domain === null || stream === null) return false
    const signal = signalFor(accountId, { domain, app: app ?? '', stream })
    const at = row.occurredAt ?? row.receivedAt
    if (row.id > (signal.lastEvent?.id ?? 0)) signal.lastEvent = { id: row.id, type, at: row.receivedAt }
    if (type !== null && alertTypes.includes(type) && (row.verdict === 'Block' || row.verdict === 'Review')) {
      signal.alerts.push(at)
      signal.alerts.sort((a, b) => a - b)
      if (signal.alerts.length > mostAlerts) signal.alerts.shift()
      return true
    }
    if (!isProven(row)) return false
    if (type === 1) signal.startedAt = Math.max(signal.startedAt ?? 0, at)
    if (type === 0 && row.facts.code !== refusedCode) signal.endedAt = Math.max(signal.endedAt ?? 0, at)
    return type === 1 || type === 0
  }

  return {
    observe: (rows) => rows.map(note).includes(true),
    of: (accountId, ref) => byAccount.get(accountId)?.get(refKey(ref)) ?? null,
    all: (accountId) => [...(byAccount.get(accountId)?.values() ?? [])],
    forget: (accountId) => byAccount.delete(accountId),
  }
}
