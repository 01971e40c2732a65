/** The pushes of one stream: the cloud's history joined with the start and stop events this desk received. */
import { type EventRow, isProven } from '../../contract/events.ts'
import { type Push, refusedCode, type StreamRef } from '../../contract/streams.ts'
import type { PastPush } from '../cloud/streams.ts'

/** The two tell the same moment in whole seconds, rounded each in its own way. */
const sameMs = 3000

/** Newest first. Pure. */
export function joinHistory(ref: StreamRef, past: readonly PastPush[], rows: readonly EventRow[]): Push[] {
  const told = pairEvents(ref, rows)
  const left = new Set(told)
  const joined = past.map((push): Push => {
    const match = told.find((each) => left.has(each) && isSame(each, push))
    if (match) left.delete(match)
    const { startedAt, endedAt, stopReason, clientIp, resolution } = push
    return {
      ...ref,
      startedAt,
      endedAt,
      stopReason: stopReason || (match?.stopReason ?? ''),
      clientIp,
      resolution,
      // The history has refused pushes as ones that took no time.
      refused: match?.refused ?? (startedAt !== null && startedAt === endedAt),
      source: match ? 'both' : 'history',
      startEvent: match?.startEvent ?? null,
      stopEvent: match?.stopEvent ?? null,
    }
  })
  const at = ({ startedAt, endedAt }: Push) => startedAt ?? endedAt ?? 0
  return [...joined, ...left].sort((a, b) => at(b) - at(a))
}

const isNear = (a: number | null, b: number | null) => a !== null && b !== null && Math.abs(a - b) <= sameMs

/** A push that has ended is known by its end; streams may resume, so that the starts of two tellings may differ. */
const isSame = (told: Push, push: PastPush): boolean =>
  told.endedAt !== null ? isNear(told.endedAt, push.endedAt) : isNear(told.startedAt, push.startedAt)

function pairEvents(ref: StreamRef, rows: readonly EventRow[]): Push[] {
  const relevant = rows.filter(
    (row) => (row.type === 0 || row.type === 1) && isKnownTrue(row) && row.stream === ref.stream,
  )
  const sessions = Map.groupBy(relevant, ({ session, id }) => session ?? `event ${id}`)
  return [...sessions.values()].map((events) => {
    const start = events.find(({ type }) => type === 1)
    const stop = events.find(({ type }) => type === 0)
    const endedAt = stop ? (stop.occurredAt ?? stop.receivedAt) : null
    const lasted = Number(stop?.facts.durationMs ?? Number.NaN)
    const fromStop = endedAt !== null && Number.isFinite(lasted) ? endedAt - lasted : null
    return {
      ...ref,
      startedAt: start ? (start.occurredAt ?? start.receivedAt) : fromStop,
      endedAt,
      stopReason: String(stop?.facts.message ?? ''),
      clientIp: '',
      resolution: '',
      refused: stop?.facts.code === refusedCode,
      source: 'event',
      startEvent: start?.id ?? null,
      stopEvent: stop?.id ?? null,
    }
  })
}

/** What the cloud's records told is as good as what it delivered. */
const isKnownTrue = (row: EventRow) => isProven(row) || row.trust === 'recovered'
