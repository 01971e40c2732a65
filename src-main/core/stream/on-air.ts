/**
 * Who is on air: the cloud's list, read about once a minute as its documents advise and only when somebody asks,
 * joined with what events have told since. What only one of the two says is shown as that.
 */
import type { OnAirStream } from '../../contract/streams.ts'
import type { ActiveAccount, RequireAccount } from '../active-account.ts'
import { listOnline, type OnlineStream } from '../cloud/streams.ts'
import { refKey, type Signal, type Signals } from './signals.ts'

export interface OnAirList {
  readonly items: readonly OnlineStream[]
  readonly fetchedAt: number
  /** When it may be read again. */
  readonly nextAt: number
}

export interface OnAir {
  /** The list as the cloud gave it, not older than the pace allows. */
  list(signal: AbortSignal): Promise<OnAirList>
  streams(signal: AbortSignal): Promise<{ items: OnAirStream[]; fetchedAt: number; nextAt: number }>
  /** The next reading asks the cloud: something was cut or banned. */
  expire(): void
}

const minute = 60_000
/** The practice cloud is on this machine, and its streams come and go faster. */
const practiceMs = 5000
/** The list may lag behind the edge by this much. */
const listLagMs = 10_000

export interface OnAirParts {
  readonly requireAccount: RequireAccount
  readonly signals: Signals
  /** When the ban of each banned name ends. */
  readonly bannedUntil: (accountId: string) => ReadonlyMap<string, number>
  readonly now: () => number
}

export function createOnAir({ requireAccount, signals, bannedUntil, now }: OnAirParts): OnAir {
  const lists = new Map<string, OnAirList>()
  const underWay = new Map<string, Promise<OnAirList>>()

  /** One reading at a time, which everybody who asks meanwhile shares: so it ends with the account, not with a caller. */
  const read = (account: ActiveAccount): Promise<OnAirList> => {
    const known = underWay.get(account.id)
    if (known !== undefined) return known
    const reading = listOnline(account.cloud, {}, { signal: account.signal })
      .then((items) => {
        const fetchedAt = now()
        const list = { items, fetchedAt, nextAt: fetchedAt + paceOf(account) }
        lists.set(account.id, list)
        return list
      })
      .finally(() => underWay.delete(account.id))
    underWay.set(account.id, reading)
    return reading
  }

  const list = async (signal: AbortSignal): Promise<OnAirList> => {
    signal.throwIfAborted()
    const account = requireAccount()
    const known = lists.get(account.id)
    return known && now() < known.nextAt ? known : read(account)
  }

  return {
    list,
    async streams(signal) {
      const account = requireAccount()
      const { items, fetchedAt, nextAt } = await list(signal)
      const bans = bannedUntil(account.id)
      const joined = joinOnAir(items, fetchedAt, signals.all(account.id))
      const withBans = joined.map((each) => ({ ...each, bannedUntil: bans.get(each.stream) ?? null }))
      return { items: withBans, fetchedAt, nextAt }
    },
    expire() {
      for (const [id, known] of lists) lists.set(id, { ...known, nextAt: 0 })
    },
  }
}

const paceOf = ({ timeScale }: ActiveAccount) => (timeScale === 1 ? minute : practiceMs)

type Joined = Omit<OnAirStream, 'bannedUntil'>

/** Pure. `fetchedAt`: when the list was read; an event younger than it (less its lag) may know better. */
export function joinOnAir(list: readonly OnlineStream[], fetchedAt: number, signals: readonly Signal[]): Joined[] {
  const known = new Map(signals.map((signal) => [refKey(signal.ref), signal]))
  const listed = list.map((online): Joined => {
    const signal = known.get(refKey(online))
    const isToldStarted = signal?.startedAt != null && Math.abs(signal.startedAt - (online.since ?? 0)) < listLagMs
    const endedAt = signal?.endedAt ?? null
    const isOver = endedAt !== null && endedAt > (online.since ?? 0) && endedAt > fetchedAt - listLagMs
    const isBack = isOver && (signal?.startedAt ?? 0) > (endedAt ?? 0)
    return {
      ...refOf(online),
      since: isBack ? (signal?.startedAt ?? null) : online.since,
      source: isToldStarted || isBack ? 'both' : 'list',
      endedAt: isOver && !isBack ? endedAt : null,
      ...told(signal, online.since),
    }
  })
  const inList = new Set(list.map(refKey))
  const onlyTold = signals.filter(
    ({ ref, startedAt, endedAt }) =>
      !inList.has(refKey(ref)) && startedAt !== null && startedAt > fetchedAt - listLagMs && startedAt > (endedAt ?? 0),
  )
  return [
    ...listed,
    ...onlyTold.map((signal): Joined => {
      const since = signal.startedAt
      return { ...signal.ref, since, source: 'event', endedAt: null, ...told(signal, since) }
    }),
  ]
}

const refOf = ({ domain, app, stream }: OnlineStream) => ({ domain, app, stream })

/** A second of grace: the cloud's times have whole seconds. */
function told(signal: Signal | undefined, since: number | null) {
  const alerts = (signal?.alerts ?? []).filter((at) => at >= (since ?? 0) - 1000)
  return { alerts: alerts.length, lastAlertAt: alerts.at(-1) ?? null, lastEvent: signal?.lastEvent ?? null }
}
