/**
 * The cloud's delivery records beside what this desk received: what is missing, and taking it in. One event may have
 * many records, since every attempt makes one.
 */
import { type DeliveryGap, type DeliveryRecord, type RecoverStep, recordDays } from '../../contract/deliveries.ts'
import { AppError } from '../../contract/errors.ts'
import { type SiteFacts, sites } from '../../contract/sites.ts'
import type { ActiveAccount, RequireAccount } from '../active-account.ts'
import type { RecordActivity } from '../activity/activity.ts'
import { type CloudRecord, listRecords } from '../cloud/records.ts'
import { listOnline, listPushes } from '../cloud/streams.ts'
import { gapsBetween, joinGaps, type Span } from './gaps.ts'

/** A record read as an event; what is needed of it here. */
export interface ReadRecord {
  readonly event: {
    readonly type: number | null
    readonly domain: string | null
    readonly app: string | null
    readonly occurredAt: number | null
  }
  readonly identities: readonly Buffer[]
}

export interface KnownEvent {
  readonly id: number
  readonly isRecovered: boolean
}

export interface RecordsQuestion {
  readonly stream: string
  readonly from: number
  readonly to: number
}

export interface Deliveries {
  records(
    question: RecordsQuestion,
    signal: AbortSignal,
  ): Promise<{ items: DeliveryRecord[]; isComplete: boolean; fetchedAt: number }>
  gaps(): { isOffered: boolean; gaps: DeliveryGap[]; knownFrom: number | null }
  recover(
    question: { from: number; to: number; streams?: readonly string[] | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<RecoverStep, void, void>
}

export interface DeliveriesParts<R extends ReadRecord> {
  readonly requireAccount: RequireAccount
  /** null for what is no event. */
  readonly readRecord: (accountId: string, request: string) => R | null
  /** The stored events of this stream that may be meant, by identity (hex). */
  readonly known: (accountId: string, question: RecordsQuestion) => Promise<Map<string, KnownEvent>>
  readonly takeIn: (recorded: R) => Promise<void>
  readonly mask: (text: string) => string
  readonly listened: {
    within(from: number, to: number): { from: number; to: number }[]
    since(): number | null
  }
  /** Times in which an address of the account did not lead here. */
  readonly addressGaps: (accountId: string, from: number) => Span[]
  readonly record: RecordActivity
  readonly now: () => number
}

const minute = 60_000
const day = 24 * 60 * minute
const longestResponse = 500
/** Streams read at once; the rate itself is kept by the API client. */
const atOnce = 4
/** Pushes looked through for the names of streams: as many as the API lets be reached. */
const mostPushes = 10_000

interface Group<R> {
  readonly recorded: R | null
  readonly records: CloudRecord[]
  readonly known: KnownEvent | null
}

export function createDeliveries<R extends ReadRecord>(parts: DeliveriesParts<R>): Deliveries {
  const { requireAccount, readRecord, known, takeIn, listened, addressGaps, record, now } = parts

  const oldest = () => now() - recordDays * day + minute
  const clip = <Q extends { from: number; to: number }>(question: Q): Q => ({
    ...question,
    from: Math.max(question.from, oldest()),
    to: Math.min(question.to, now()),
  })

  async function readGroups(account: ActiveAccount, asked: RecordsQuestion, signal: AbortSignal) {
    const question = clip(asked)
    const { records, isComplete } = await listRecords(account.cloud, question, { signal })
    const stored = await known(account.id, question)
    const groups = new Map<string, Group<R>>()
    for (const each of records) {
      const recorded = readRecord(account.id, each.request)
      const key = recorded?.identities[0]?.toString('hex') ?? `${each.type} ${each.eventAt} ${each.request}`
      const found = groups.get(key)
      if (found) found.records.push(each)
      else groups.set(key, { recorded, records: [each], known: findKnown(recorded, stored) })
    }
    return { groups: [...groups.values()], isComplete }
  }

  async function* recover(
    asked: { from: number; to: number; streams?: readonly string[] | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<RecoverStep, void, void> {
    const account = requireAccount()
    requireRecords(account)
    const until = AbortSignal.any([signal, account.signal])
    const span = clip({ from: asked.from, to: asked.to })
    const step: RecoverStep = { ...nothing, phase: 'streams' }
    yield { ...step }
    const found = asked.streams
      ? { names: asked.streams, isComplete: true }
      : await streamsOf(account, span, now(), until)
    Object.assign(step, { phase: 'records', streams: found.names.length, isComplete: found.isComplete })
    yield { ...step }
    try {
      for (let at = 0; at < found.names.length; at += atOnce) {
        const names = found.names.slice(at, at + atOnce)
        await Promise.all(names.map((stream) => recoverOne(account, { stream, ...span }, step, until)))
        yield { ...step }
      }
      step.phase = 'done'
      yield { ...step }
    } finally {
      const { streams, takenIn } = step
      if (takenIn > 0)
        record({
          kind: 'events.recovered',
          target: asked.streams?.length === 1 ? (asked.streams[0] ?? '') : '',
          account: account.id,
          after: { rows: takenIn, streams, from: span.from, until: span.to },
        })
    }
  }

  async function recoverOne(account: ActiveAccount, question: RecordsQuestion, step: RecoverStep, signal: AbortSignal) {
    try {
      const { groups, isComplete } = await readGroups(account, question, signal)
      step.isComplete &&= isComplete
      step.events += groups.filter(({ recorded }) => recorded !== null).length
      step.known += groups.filter((group) => group.known !== null).length
      step.unreadable += groups.filter(({ recorded }) => recorded === null).length
      for (const { recorded, known: stored } of inOrder(groups)) {
        signal.throwIfAborted()
        if (recorded === null || stored !== null) continue
        await takeIn(recorded)
        step.takenIn++
      }
      step.done++
    } catch (error) {
      if (signal.aborted || isForAll(error)) throw error
      step.failed++
    }
  }

  return {
    async records(question, signal) {
      const account = requireAccount()
      requireRecords(account)
      const until = AbortSignal.any([signal, account.signal])
      const { groups, isComplete } = await readGroups(account, question, until)
      const items = inOrder(groups)
        .map((group) => toRecord(group, parts.mask))
        .reverse()
      return { items, isComplete, fetchedAt: now() }
    },
    gaps() {
      const { id, site } = requireAccount()
      const knownFrom = listened.since()
      const from = Math.max(oldest(), knownFrom ?? now())
      return {
        isOffered: sites[site].callbackRecords,
        gaps: joinGaps(gapsBetween(listened.within(from, now()), from), addressGaps(id, from)),
        knownFrom,
      }
    },
    recover,
  }
}

const nothing: RecoverStep = {
  phase: 'streams',
  streams: 0,
  done: 0,
  events: 0,
  known: 0,
  takenIn: 0,
  unreadable: 0,
  failed: 0,
  isComplete: true,
}

function requireRecords({ site }: ActiveAccount): void {
  const { callbackRecords }: SiteFacts = sites[site]
  const action = 'DescribeCallbackRecordsList'
  if (!callbackRecords) throw new AppError('cloud.unavailableOnSite', { params: { action, site }, details: { action } })
}

/** A key without the permission, or a full disk, fails for every stream alike. */
const isForAll = (error: unknown): boolean =>
  error instanceof AppError &&
  (/Unauthorized|^AuthFailure/.test(error.details.apiCode ?? '') ||
    error.code.startsWith('store.') ||
    error.code.startsWith('account.'))

/** Names of all streams that were on air at some time between. A push that had begun before counts as well. */
async function streamsOf(
  account: ActiveAccount,
  { from, to }: { from: number; to: number },
  now: number,
  signal: AbortSignal,
) {
  const { cloud } = account
  const [online, past] = await Promise.all([
    listOnline(cloud, {}, { signal }),
    listPushes(cloud, { from, to: now, withRefused: true }, mostPushes, { signal }),
  ])
  const names = [
    ...online.filter(({ since }) => since === null || since <= to),
    ...past.pushes.filter(({ startedAt }) => startedAt === null || startedAt <= to),
  ].map(({ stream }) => stream)
  return { names: [...new Set(names)], isComplete: past.isComplete }
}

function findKnown(recorded: ReadRecord | null, stored: ReadonlyMap<string, KnownEvent>): KnownEvent | null {
  for (const identity of recorded?.identities ?? []) {
    const found = stored.get(identity.toString('hex'))
    if (found) return found
  }
  return null
}

const timeOf = ({ recorded, records }: Group<ReadRecord>) => recorded?.event.occurredAt ?? records[0]?.eventAt ?? null

const inOrder = <R extends ReadRecord>(groups: readonly Group<R>[]): Group<R>[] =>
  [...groups].sort((a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0))

function toRecord(group: Group<ReadRecord>, mask: (text: string) => string): DeliveryRecord {
  const { recorded, records, known } = group
  const attempts = records
    .map(({ answeredAt, resultCode, response }) => ({
      at: answeredAt,
      ok: resultCode === 0,
      resultCode,
      response: mask(response).slice(0, longestResponse),
    }))
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
  const state = known ? (known.isRecovered ? 'recovered' : 'received') : recorded ? 'missing' : 'unreadable'
  return {
    type: recorded?.event.type ?? records[0]?.type ?? null,
    domain: recorded?.event.domain ?? null,
    app: recorded?.event.app ?? null,
    occurredAt: timeOf(group),
    attempts,
    state,
    eventId: known?.id ?? null,
  }
}
