/** Streams: who is on air, and ending or banning them. */
import type { StreamRef } from '../../contract/streams.ts'
import { type Events, isReal, type StoredEvent } from '../events/events.ts'
import { createStreamBansTable } from '../store/stream-bans.ts'
import { createBans } from '../stream/bans.ts'
import { createEnforcer, type Enforcer } from '../stream/enforce.ts'
import { createOnAir, type OnAir } from '../stream/on-air.ts'
import { createSignals, type Signals } from '../stream/signals.ts'
import { createStreams, type Streams } from '../stream/streams.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'

export interface Streaming {
  readonly streams: Streams
  readonly enforcer: Enforcer
  readonly onAir: OnAir
  observeStreams(events: readonly StoredEvent[]): void
  forgetStreams(accountId: string): void
  closeStreams(): void
}

/** Windows hear of streams at most this often. */
const tellEveryMs = 1000
/** What is looked through for a stream's last event and alerts when a desk has just started. */
const lookedBack = 5000
const mostPushEvents = 500

export function createStreaming(ground: Ground, { active }: Identity, events: Events): Streaming {
  const { store, activity, actor, changes, log, now } = ground
  const soon = createSoon(() => changes.tell('streams'))
  const signals = createLoadedSignals(events)
  const bans = createBans({ table: createStreamBansTable(store), changed: soon.tell, log, now })
  const onAir = createOnAir({
    requireAccount: active.require,
    signals,
    bannedUntil: (accountId) =>
      new Map(bans.table.running(accountId, now()).map(({ stream, expiresAt }) => [stream, expiresAt])),
    now,
  })
  const streams = createStreams({
    requireAccount: active.require,
    onAir,
    bans,
    pushEvents: (accountId, ref, since) => readPushEvents(events, accountId, ref, since),
    now,
  })
  const enforcer = createEnforcer({
    requireAccount: active.require,
    bans,
    record: activity.record,
    actor,
    changed: soon.tell,
    now,
  })
  enforcer.onProgress(() => {
    onAir.expire()
    streams.expireBans()
  })

  return {
    streams: {
      ...streams,
      async onAir(signal) {
        await signals.load(active.require().id)
        return streams.onAir(signal)
      },
    },
    enforcer,
    onAir,
    observeStreams(rows) {
      bans.observe(rows)
      enforcer.observe(rows)
      if (signals.observe(rows)) soon.tell()
    },
    forgetStreams(accountId) {
      bans.table.removeAccount(accountId)
      signals.forget(accountId)
    },
    closeStreams() {
      soon.close()
      enforcer.close()
    },
  }
}

/** One telling for many changes, the first of them at once. */
function createSoon(tell: () => void) {
  let timer: NodeJS.Timeout | null = null
  let isWaiting = false
  const due = () => {
    timer = null
    if (isWaiting) now()
  }
  const now = () => {
    isWaiting = false
    timer = setTimeout(due, tellEveryMs)
    timer.unref()
    tell()
  }
  return {
    tell() {
      if (timer) isWaiting = true
      else now()
    },
    close() {
      if (timer) clearTimeout(timer)
    },
  }
}

/** Signals that know what was stored before this desk started, once somebody asks. */
function createLoadedSignals(events: Events): Signals & { load(accountId: string): Promise<void> } {
  const signals = createSignals()
  const loading = new Map<string, Promise<void>>()
  let firstLive = Number.POSITIVE_INFINITY
  const load = async (accountId: string) => {
    const { rows } = await events.page(accountId, { filter: {}, limit: lookedBack })
    signals.observe(rows.filter((row) => row.id < firstLive && isReal(row)).map((row) => ({ ...row, accountId })))
  }
  return {
    ...signals,
    observe(rows) {
      for (const { id } of rows) firstLive = Math.min(firstLive, id)
      return signals.observe(rows)
    },
    load(accountId) {
      const work = loading.get(accountId) ?? load(accountId)
      loading.set(accountId, work)
      work.catch(() => loading.delete(accountId))
      return work
    },
  }
}

async function readPushEvents(events: Events, accountId: string, ref: StreamRef, from: number) {
  const filter = { types: [0, 1], domain: ref.domain, stream: ref.stream, from }
  const { rows } = await events.page(accountId, { filter, limit: mostPushEvents })
  return rows.filter(({ app, stream }) => stream === ref.stream && (app ?? '') === ref.app)
}
