/**
 * Finds ids in the search index. SQLite is not left to guess which index serves a filter best: the rarest of
 * the asked values leads, in the order of ids, and everything else is checked row by row. Each call touches only
 * the ids it is given, so that callers bound how long it takes.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { EventFilter } from '../../contract/events.ts'
import type { Condition } from './event-filter.ts'
import { readQuestion, toMatch } from './event-words.ts'
import type { IdRange } from './events.ts'

/** A filter made ready for this index: what leads, and what is checked. Valid until words are added. */
export interface IndexPlan {
  readonly lead: Lead
  readonly checks: readonly Condition[]
}

type Lead =
  | { readonly by: 'id' }
  | { readonly by: 'nothing' }
  | { readonly by: 'text'; readonly match: string; readonly isOpen: boolean }
  | { readonly by: 'flag'; readonly index: string }
  | { readonly by: 'word'; readonly column: string; readonly ids: readonly number[] }

export interface IndexReader {
  plan(accountId: string | null, filter: EventFilter): IndexPlan
  ids(range: IdRange, plan: IndexPlan, order: 'ASC' | 'DESC', limit: number): number[]
  count(range: IdRange, plan: IndexPlan): number
  /** The ids between which rows received in a time range lie, as far as they are indexed. */
  idsReceived(from: number | undefined, to: number | undefined): IdRange | null
  /** Counts of the minutes (epoch milliseconds / 60,000) from `from` up to but not with `to`, in no order. */
  minutes(accountId: string | null, from: number, to: number): MinuteCount[]
  /** The same of what a plan leaves, counted one by one. */
  minutesOf(range: IdRange, plan: IndexPlan): MinuteCount[]
}

export interface MinuteCount {
  readonly minute: number
  readonly type: number | null
  readonly events: number
}

/** minute, type, events */
type MinuteRow = readonly [unknown, unknown, unknown]
type Column = 'account' | 'place' | 'stream' | 'type' | 'trust' | 'verdict'
interface Word {
  readonly id: number
  readonly events: number
}
interface Clause extends Condition {
  readonly lead?: Lead
  readonly events?: number
}

/** Beyond this many values an index would be asked once for each; such a filter hits often enough without. */
const mostLeading = 40
/** Commits end a little out of order, and clocks are set back. */
const slackMs = 60_000
const never: Clause = { sql: '0', values: [], lead: { by: 'nothing' }, events: 0 }

export function createIndexReader(index: DatabaseSync): IndexReader {
  const oneWord = index.prepare('SELECT id, events FROM words WHERE kind = ? AND word = ?')
  const wordsFrom = index.prepare(
    "SELECT id, events FROM words WHERE kind = 'stream' AND word >= ? AND word < ? LIMIT ?",
  )
  const firstFrom = index.prepare('SELECT id FROM entries WHERE received_at >= ? ORDER BY received_at, id LIMIT 1')
  const lastTo = index.prepare(
    'SELECT id FROM entries WHERE received_at <= ? ORDER BY received_at DESC, id DESC LIMIT 1',
  )
  const counted = index.prepare(
    'SELECT minute, type, events FROM minutes WHERE minute >= ? AND minute < ? AND +account IN (0, ?)',
  )
  const types = index.prepare("SELECT id, word FROM words WHERE kind = 'type'")
  counted.setReturnArrays(true)
  const toCounts = (rows: MinuteRow[]): MinuteCount[] => {
    const typeOf = new Map<unknown, number>(types.all().map(({ id, word }) => [id, Number(word)]))
    return rows.map(([minute, type, events]) => ({
      minute: Number(minute),
      type: typeOf.get(type) ?? null,
      events: Number(events),
    }))
  }
  const places = index.prepare("SELECT id, word, events FROM words WHERE kind = 'place'")
  const statements = createStatements(index)

  const find = (kind: Column | 'flag', word: string): Word | null => {
    const found = oneWord.get(kind, word)
    return found ? { id: Number(found.id), events: Number(found.events) } : null
  }
  const among = (column: Column, values: readonly (string | number)[] | undefined): Clause[] =>
    values && values.length > 0
      ? [
          amongWords(
            column,
            values.map((value) => find(column, String(value))).filter((word) => word !== null),
          ),
        ]
      : []
  const flag = (name: 'scored' | 'rejected') => ({
    lead: { by: 'flag' as const, index: `entries_${name}` },
    events: find('flag', name)?.events ?? 0,
  })

  /** There are a few hundred places at most, so all of them are looked at. */
  const place = (domain: string | undefined, app: string | undefined): Clause[] => {
    if (!domain && !app) return []
    const isMeant = (word: string) =>
      (!domain || word.startsWith(`${domain}/`)) && (!app || word.slice(word.indexOf('/') + 1) === app)
    const meant = places.all().filter(({ word }) => isMeant(String(word)))
    return [
      amongWords(
        'place',
        meant.map(({ id, events }) => ({ id: Number(id), events: Number(events) })),
      ),
    ]
  }

  const trust = (values: EventFilter['trust']): Clause[] => {
    if (!values || values.length === 0) return []
    const others = among(
      'trust',
      values.filter((value) => value !== 'ok'),
    )[0]
    if (!values.includes('ok')) return [others ?? never]
    return [{ sql: `(trust IS NULL OR ${others?.sql ?? '0'})`, values: others?.values ?? [] }]
  }
  const stream = (prefix: string | undefined): Clause[] => {
    if (!prefix) return []
    const range = [prefix, `${prefix}\u{10ffff}`]
    const words = wordsFrom.all(...range, mostLeading + 1)
    if (words.length <= mostLeading)
      return [
        amongWords(
          'stream',
          words.map(({ id, events }) => ({ id: Number(id), events: Number(events) })),
        ),
      ]
    const sql = "stream IN (SELECT id FROM words WHERE kind = 'stream' AND word >= ? AND word < ?)"
    return [{ sql, values: range }]
  }

  const clausesOf = (accountId: string | null, filter: EventFilter): Clause[] => {
    const { domain, app, minScore, rejected, from, to } = filter
    const account = accountId === null ? null : find('account', accountId)
    return [
      account
        ? { sql: '(account = ? OR account IS NULL)', values: [account.id] }
        : { sql: 'account IS NULL', values: [] },
      ...among('type', filter.types),
      ...place(domain, app),
      ...stream(filter.stream),
      ...trust(filter.trust),
      ...among('verdict', filter.verdicts),
      ...(minScore === undefined ? [] : [{ sql: 'score >= ?', values: [minScore], ...flag('scored') }]),
      ...(rejected === undefined
        ? []
        : [
            rejected
              ? { sql: 'rejected = 1', values: [], ...flag('rejected') }
              : { sql: 'rejected IS NULL', values: [] },
          ]),
      ...(from === undefined ? [] : [{ sql: 'received_at >= ?', values: [from] }]),
      ...(to === undefined ? [] : [{ sql: 'received_at <= ?', values: [to] }]),
    ]
  }

  return {
    plan(accountId, filter) {
      const clauses = clausesOf(accountId, filter)
      if (filter.text) return planText(clauses, filter.text)
      const leading = clauses.reduce<Clause | null>(
        (best, one) => (one.lead && (one.events ?? 0) < (best?.events ?? Number.POSITIVE_INFINITY) ? one : best),
        null,
      )
      // A flag's index holds rows with any score, so its own condition is checked like the others.
      const isChecked = (clause: Clause) => clause !== leading || leading.lead?.by === 'flag'
      return { lead: leading?.lead ?? { by: 'id' }, checks: clauses.filter(isChecked) }
    },
    ids: statements.ids,
    count: statements.count,
    idsReceived(from, to) {
      const first = from === undefined ? null : firstFrom.get(from - slackMs)
      const last = to === undefined ? null : lastTo.get(to + slackMs)
      if (first === undefined || last === undefined) return null
      return { after: first ? Number(first.id) - 1 : 0, through: last ? Number(last.id) : Number.MAX_SAFE_INTEGER }
    },
    minutes(accountId, from, to) {
      const account = accountId === null ? 0 : (find('account', accountId)?.id ?? 0)
      return toCounts(counted.all(from, to, account) as unknown as MinuteRow[])
    },
    minutesOf: (range, plan) => toCounts(statements.minutes(range, plan)),
  }
}

function amongWords(column: Column, words: readonly Word[]): Clause {
  if (words.length === 0) return never
  const ids = words.map(({ id }) => id)
  return {
    sql: `${column} IN (${ids.map(() => '?').join(', ')})`,
    values: ids,
    events: words.reduce((sum, { events }) => sum + events, 0),
    ...(ids.length <= mostLeading && { lead: { by: 'word', column, ids } }),
  }
}

function planText(checks: readonly Clause[], text: string): IndexPlan {
  const question = readQuestion(text)
  const isEmpty = question.length === 0 || checks.some(({ lead }) => lead?.by === 'nothing')
  return {
    lead: isEmpty
      ? { by: 'nothing' }
      : { by: 'text', match: toMatch(question), isOpen: question.some(({ isOpen }) => isOpen) },
    checks,
  }
}

function createStatements(index: DatabaseSync) {
  const prepare = createPrepared(index)
  /** The rows of one leading value; those of several are asked one by one, since only then they come in order. */
  const sources = (lead: Lead): { from: string; id: string; values: (string | number)[] }[] => {
    switch (lead.by) {
      case 'nothing':
        return []
      case 'id':
        return [{ from: 'entries NOT INDEXED WHERE 1', id: 'id', values: [] }]
      case 'flag':
        return [{ from: `entries INDEXED BY ${lead.index} WHERE 1`, id: 'id', values: [] }]
      case 'text':
        return [
          {
            from: 'texts CROSS JOIN entries ON entries.id = texts.rowid WHERE texts MATCH ?',
            id: 'texts.rowid',
            values: [lead.match],
          },
        ]
      case 'word':
        return lead.ids.map((id) => ({
          from: `entries INDEXED BY entries_${lead.column} WHERE ${lead.column} = ?`,
          id: 'id',
          values: [id],
        }))
    }
  }
  const where = (checks: readonly Condition[], id: string) =>
    [`${id} > ? AND ${id} <= ?`, ...checks.map(({ sql }) => sql)].join(' AND ')
  const bound = ({ after, through }: IdRange, checks: readonly Condition[]) => [
    after,
    through,
    ...checks.flatMap(({ values }) => values),
  ]

  return {
    ids(range: IdRange, { lead, checks }: IndexPlan, order: 'ASC' | 'DESC', limit: number): number[] {
      const lists = sources(lead).map(({ from, id, values }) =>
        prepare(`SELECT ${id} AS id FROM ${from} AND ${where(checks, id)} ORDER BY ${id} ${order} LIMIT ?`)
          .all(...values, ...bound(range, checks), limit)
          .map((row) => Number(row.id)),
      )
      if (lists.length <= 1) return lists[0] ?? []
      const sign = order === 'ASC' ? 1 : -1
      return lists
        .flat()
        .sort((a, b) => sign * (a - b))
        .slice(0, limit)
    },
    count: (range: IdRange, { lead, checks }: IndexPlan): number =>
      sources(lead).reduce((sum, { from, id, values }) => {
        const found = prepare(`SELECT count(*) AS found FROM ${from} AND ${where(checks, id)}`).get(
          ...values,
          ...bound(range, checks),
        )
        return sum + Number(found?.found)
      }, 0),
    /** No value leads an event twice, so that the lists only need to be put behind each other. */
    minutes: (range: IdRange, { lead, checks }: IndexPlan): MinuteRow[] =>
      sources(lead).flatMap(({ from, id, values }) => {
        const statement = prepare(
          `SELECT received_at / 60000 AS minute, type, count(*) AS events FROM ${from} AND ${where(checks, id)} GROUP BY 1, 2`,
        )
        statement.setReturnArrays(true)
        return statement.all(...values, ...bound(range, checks)) as unknown as MinuteRow[]
      }),
  }
}

/** Questions of one form differ only in their values. */
function createPrepared(index: DatabaseSync): (sql: string) => StatementSync {
  const known = new Map<string, StatementSync>()
  const most = 200
  return (sql) => {
    const statement = known.get(sql) ?? index.prepare(sql)
    if (known.size >= most) known.clear()
    known.set(sql, statement)
    return statement
  }
}
