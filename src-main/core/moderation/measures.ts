/** How a shift went: every figure with the count behind it. Read from the log when asked for. */
import type { Measures, scoreBands } from '../../contract/shift.ts'
import type { Store } from '../store/store.ts'

export interface Span {
  readonly accountId: string | null
  readonly from: number
  readonly to: number
}

type Row = Record<string, unknown>
type Band = (typeof scoreBands)[number]

export function createMeasures({ db }: Pick<Store, 'db'>): (span: Span) => Measures {
  const scope = '(account_id IS NULL OR account_id = :accountId)'
  const within = (column: string) => `${scope} AND ${column} >= :from AND ${column} < :to`
  const prepare = (sql: string) => {
    const statement = db.prepare(sql)
    return (span: Span): Row[] => statement.all({ accountId: span.accountId, from: span.from, to: span.to })
  }
  const opened = prepare(`
    SELECT received_at, first_viewed_at, first_decided_at, json_extract(tally, '$.alerts') AS alerts FROM cases
    WHERE joined_into IS NULL AND ${within('received_at')}`)
  const decided = prepare(`
    SELECT l.who, l.at, json_extract(l.facts, '$.decision') AS decision, c.label,
      json_extract(c.tally, '$.worst.score') AS score, c.received_at, c.first_decided_at, c.id
    FROM case_log AS l JOIN cases AS c ON c.id = l.case_id
    WHERE l.kind = 'decided' AND ${within('l.at').replaceAll('account_id', 'l.account_id')}`)
  const ended = prepare(`
    SELECT off_air_after_ms AS ms FROM enforcements
    WHERE state = 'offAir' AND action <> 'resume' AND ${within('decided_at')}`)
  const alarms = prepare(`SELECT count(*) AS found FROM case_log WHERE kind = 'stillOnAir' AND ${within('at')}`)
  const seen = prepare(`
    SELECT who, count(*) AS seen, count(revealed_at) AS revealed FROM picture_views
    WHERE ${within('at')} GROUP BY who`)

  return (span) => {
    const cases = opened(span)
    const decisions = decided(span)
    return {
      from: span.from,
      to: span.to,
      cases: cases.length,
      alerts: cases.reduce((sum, { alerts }) => sum + Number(alerts), 0),
      decisions: decisions.length,
      firstView: medianOf(cases.map((row) => between(row.received_at, row.first_viewed_at))),
      decision: medianOf(cases.map((row) => between(row.received_at, row.first_decided_at))),
      offAir: medianOf(ended(span).map(({ ms }) => (ms == null ? null : Number(ms)))),
      stillOnAir: Number(alarms(span)[0]?.found ?? 0),
      dismissals: dismissalsOf(decisions),
      moderators: moderatorsOf(decisions, seen(span)),
    }
  }
}

const between = (from: unknown, to: unknown): number | null =>
  from == null || to == null ? null : Math.max(0, Number(to) - Number(from))

function medianOf(values: readonly (number | null)[]): { medianMs: number | null; count: number } {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b)
  const [low, high] = [known[Math.floor((known.length - 1) / 2)], known[Math.floor(known.length / 2)]]
  return {
    medianMs: low === undefined || high === undefined ? null : Math.round((low + high) / 2),
    count: known.length,
  }
}

export function bandOf(score: number | null): Band {
  if (score === null || score < 0 || score > 100) return '?'
  return score < 60 ? '0–59' : score < 80 ? '60–79' : score < 90 ? '80–89' : '90–100'
}

/** Of a case decided more than once its last decision in the span counts. */
function dismissalsOf(decisions: readonly Row[]): Measures['dismissals'] {
  const last = new Map(decisions.map((row) => [Number(row.id), row]))
  const groups = new Map<string, Measures['dismissals'][number]>()
  for (const { label, score, decision } of last.values()) {
    const name = label == null ? null : String(label)
    const band = bandOf(score == null ? null : Number(score))
    const key = JSON.stringify([name, band])
    const group = groups.get(key) ?? { label: name, band, decided: 0, dismissed: 0 }
    group.decided += 1
    if (decision === 'dismiss') group.dismissed += 1
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.decided - a.decided)
}

function moderatorsOf(decisions: readonly Row[], seen: readonly Row[]): Measures['moderators'] {
  const names = [...new Set([...decisions, ...seen].map(({ who }) => String(who)))].sort()
  return names.map((name) => {
    const own = decisions.filter(({ who }) => who === name)
    const pictures = seen.find(({ who }) => who === name)
    return {
      name,
      decisions: own.length,
      pictures: Number(pictures?.seen ?? 0),
      revealed: Number(pictures?.revealed ?? 0),
      // A later decision on the same case says nothing about how quickly it was taken up.
      decision: medianOf(own.map((row) => (row.at === row.first_decided_at ? between(row.received_at, row.at) : null))),
    }
  })
}
