/** Streams: who is on air, and ending or banning them. */

import { createStreamBansTable } from '../store/stream-bans.ts'
import { createBans, type PushEvent } from '../stream/bans.ts'
import { createEnforcer, type Enforcer } from '../stream/enforce.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'

export interface Streaming {
  readonly enforcer: Enforcer
  observeStreams(events: readonly PushEvent[]): void
  forgetStreams(accountId: string): void
  closeStreams(): void
}

export function createStreaming(
  { store, activity, actor, changes, log, now }: Ground,
  { active }: Identity,
): Streaming {
  const changed = () => changes.tell('streams')
  const bans = createBans({ table: createStreamBansTable(store), changed, log, now })
  const enforcer = createEnforcer({
    requireAccount: active.require,
    bans,
    record: activity.record,
    actor,
    changed,
    now,
  })
  return {
    enforcer,
    observeStreams(events) {
      bans.observe(events)
      enforcer.observe(events)
    },
    forgetStreams: (accountId) => bans.table.removeAccount(accountId),
    closeStreams: enforcer.close,
  }
}
