/** The cloud's delivery records beside the events of this desk. */
import { recordedTypes } from '../../contract/deliveries.ts'
import type { Events } from '../events/events.ts'
import { maskCredentials } from '../events/mask.ts'
import { readRecorded } from '../receiver/recorded.ts'
import { createIdentityReader } from '../store/event-identities.ts'
import { createListenedTable } from '../store/listened.ts'
import { createDeliveries, type Deliveries, type KnownEvent, type RecordsQuestion } from '../stream/deliveries.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'

/** An event is received after it happened, up to the last retry. */
const beforeMs = 60_000
/** More events of one stream than this within the time asked for are not looked through. */
const mostKnown = 100_000

export function createRecovering(ground: Ground, { active }: Identity, events: Events): { deliveries: Deliveries } {
  const { store, activity, now } = ground
  const identitiesOf = createIdentityReader(store)

  async function known(accountId: string, { stream, from }: RecordsQuestion): Promise<Map<string, KnownEvent>> {
    const filter = { types: [...recordedTypes], stream, from: from - beforeMs }
    const { rows } = await events.page(accountId, { filter, limit: mostKnown })
    const recovered = new Set(rows.filter(({ trust }) => trust === 'recovered').map(({ id }) => id))
    const found = identitiesOf(rows.map(({ id }) => id))
    return new Map([...found].map(([identity, id]) => [identity, { id, isRecovered: recovered.has(id) }]))
  }

  return {
    deliveries: createDeliveries({
      requireAccount: active.require,
      readRecord: (accountId, request) => readRecorded(accountId, request, now()),
      known,
      takeIn: ({ event }) => events.accept(event),
      mask: maskCredentials,
      listened: createListenedTable(store),
      record: activity.record,
      now,
    }),
  }
}
