/** Streams of the active account, as the contract asks for them. */
import type { z } from 'zod'
import type { EventRow } from '../../contract/events.ts'
import { sites } from '../../contract/sites.ts'
import type { StreamRef, streamsGroup } from '../../contract/streams.ts'
import type { ActiveAccount, RequireAccount } from '../active-account.ts'
import type { CallOptions } from '../cloud/cloud.ts'
import { listForbidden, listPushes, readStreamState } from '../cloud/streams.ts'
import type { StoredBan } from '../store/stream-bans.ts'
import { deskBan, joinBans, liftedElsewhere, listLagMs } from './ban-list.ts'
import type { Bans } from './bans.ts'
import { joinHistory } from './history.ts'
import type { OnAir } from './on-air.ts'

type History = z.input<typeof streamsGroup.history.output>
type BanList = z.input<typeof streamsGroup.bans.output>

export interface Streams {
  onAir: OnAir['streams']
  history(question: StreamRef & { days: number }, signal: AbortSignal): Promise<History>
  bans(signal: AbortSignal): Promise<BanList>
  /** Something was banned or resumed: the cloud's list is read anew. */
  expireBans(): void
}

export interface StreamsParts {
  readonly requireAccount: RequireAccount
  readonly onAir: OnAir
  readonly bans: Bans
  /** Start and stop events of this stream received since then. */
  readonly pushEvents: (accountId: string, ref: StreamRef, since: number) => Promise<EventRow[]>
  readonly now: () => number
}

const day = 24 * 60 * 60_000
const mostPushes = 200
const mostPast = 100

export function createStreams({ requireAccount, onAir, bans, pushEvents, now }: StreamsParts): Streams {
  const reading = (account: ActiveAccount, signal: AbortSignal) => ({
    signal: AbortSignal.any([signal, account.signal]),
  })

  const cloudBans = createAsked(now, (account, signal) =>
    listForbidden(account.cloud, undefined, reading(account, signal)),
  )
  const heldBans = createAsked(now, (account, signal) =>
    stillHeld(account, bans.table.running(account.id, now()), reading(account, signal)),
  )

  return {
    onAir: onAir.streams,
    async history({ days, ...ref }, signal) {
      const account = requireAccount()
      const to = now()
      const from = to - days * day
      const [{ pushes, isComplete }, rows] = await Promise.all([
        listPushes(account.cloud, { ...ref, from, to, withRefused: true }, mostPushes, reading(account, signal)),
        pushEvents(account.id, ref, from),
      ])
      return { pushes: joinHistory(ref, pushes, rows), isComplete, fetchedAt: to }
    },
    async bans(signal) {
      const account = requireAccount()
      const isFromCloud = sites[account.site].forbidList
      const cloud = isFromCloud ? await cloudBans.read(account, signal) : null
      const at = now()
      const held = cloud ?? (await heldBans.read(account, signal))
      // Also by this desk, if it ended before it could note that it had.
      for (const { stream } of liftedElsewhere(bans.table.running(account.id, at), held, at))
        bans.lift(account.id, stream)
      const running = bans.table.running(account.id, at)
      const fresh = running.filter(
        (ban) => cloud && ban.createdAt >= at - listLagMs && !cloud.some(({ stream }) => stream === ban.stream),
      )
      return {
        running: [...joinBans(running, cloud), ...fresh.map(deskBan)],
        past: bans.table.past(account.id, at, mostPast).map(deskBan),
        isFromCloud,
        fetchedAt: at,
      }
    },
    expireBans() {
      cloudBans.expire()
      heldBans.expire()
    },
  }
}

/** Where the site has no list each ban is asked for; one that cannot be read is taken to hold. */
async function stillHeld({ cloud }: ActiveAccount, noted: readonly StoredBan[], o: CallOptions): Promise<StoredBan[]> {
  const states = await Promise.all(noted.map((ban) => readStreamState(cloud, ban, o).catch(() => 'unknown' as const)))
  o.signal?.throwIfAborted()
  return noted.filter((_, index) => states[index] === 'forbid' || states[index] === 'unknown')
}

/** Windows ask whenever a stream starts or stops; the cloud is asked less often. */
const askEveryMs = 15_000

function createAsked<T>(now: () => number, ask: (account: ActiveAccount, signal: AbortSignal) => Promise<T>) {
  let kept: { accountId: string; at: number; answer: T } | null = null
  return {
    async read(account: ActiveAccount, signal: AbortSignal): Promise<T> {
      if (kept?.accountId === account.id && now() - kept.at < askEveryMs) return kept.answer
      const answer = await ask(account, signal)
      kept = { accountId: account.id, at: now(), answer }
      return answer
    },
    expire() {
      kept = null
    },
  }
}
