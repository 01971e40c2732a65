/** The cloud's delivery records beside the events of this desk. */
import { recordedTypes } from '../../contract/deliveries.ts'
import { maskCredentials } from '../events/mask.ts'
import { readRecorded } from '../receiver/recorded.ts'
import { createAddressGapsTable } from '../store/address-gaps.ts'
import { createIdentityReader } from '../store/event-identities.ts'
import { createListenedTable } from '../store/listened.ts'
import { createDeliveries, type Deliveries, type KnownEvent, type RecordsQuestion } from '../stream/deliveries.ts'
import type { Span } from '../stream/gaps.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'
import type { Reception } from './reception.ts'

/** An event is received after it happened, up to the last retry. */
const beforeMs = 60_000
/** More events of one stream than this within the time asked for are not looked through. */
const mostKnown = 100_000

/** A template that leads to a former address is moved within this, or somebody is asked to. */
const movedMs = 10 * 60_000
/** More losses of the address than this within two weeks are a list nobody reads. */
const mostGaps = 200

export function createRecovering(
  ground: Ground,
  { accounts, active }: Identity,
  { bases, events }: Pick<Reception, 'bases' | 'events'>,
): { deliveries: Deliveries } {
  const { store, activity, now } = ground
  const openGaps = createAddressGapsTable(store)
  const identitiesOf = createIdentityReader(store)

  async function known(accountId: string, { stream, from }: RecordsQuestion): Promise<Map<string, KnownEvent>> {
    const filter = { types: [...recordedTypes], stream, from: from - beforeMs }
    const { rows } = await events.page(accountId, { filter, limit: mostKnown })
    const recovered = new Set(rows.filter(({ trust }) => trust === 'recovered').map(({ id }) => id))
    const found = identitiesOf(rows.map(({ id }) => id))
    return new Map([...found].map(([identity, id]) => [identity, { id, isRecovered: recovered.has(id) }]))
  }

  /** Those that have ended stand in Activity, under the account that was active then; those that last, in the store. */
  function addressGaps(accountId: string, from: number): Span[] {
    const own = bases.of(accountId)
    const isOwn = (url: string) => own.some(({ base }) => base === url)
    const ended = accounts.list().flatMap(({ id }) => {
      const { entries } = activity.page({ account: id, kinds: ['address.back'] }, mostGaps)
      return entries.flatMap(({ target, after }) => {
        const [begun, end] = [Number(after?.gapFrom), Number(after?.gapTo)]
        return isOwn(target) && end > from ? [{ from: Math.max(begun, from), to: end }] : []
      })
    })
    const [present] = own
    const lasting = own.flatMap(({ base, lastUsedAt }) => {
      const since = openGaps.since(base)
      const to = base === present?.base ? now() : lastUsedAt + movedMs
      return since === null || to <= from ? [] : [{ from: Math.max(since, from), to: Math.min(to, now()) }]
    })
    return [...ended, ...lasting]
  }

  return {
    deliveries: createDeliveries({
      requireAccount: active.require,
      readRecord: (accountId, request) => readRecorded(accountId, request, now()),
      known,
      takeIn: ({ event }) => events.accept(event),
      mask: maskCredentials,
      listened: createListenedTable(store),
      addressGaps,
      record: activity.record,
      now,
    }),
  }
}
