/**
 * Cutting, banning and resuming one stream. What must hold: the stream is this account's (security W6); a call
 * whose answer got lost is not repeated but looked into; and nothing counts as done before the stream is off air.
 */
import type { ActivityKind } from '../../contract/activity.ts'
import { AppError } from '../../contract/errors.ts'
import {
  type BlastRadius,
  defaultBanDays,
  type Enforcement,
  type EnforcementAction,
  maxBanDays,
  type StreamPlace,
  type StreamRef,
  type StreamState,
} from '../../contract/streams.ts'
import type { ActiveAccount, RequireAccount } from '../active-account.ts'
import type { RecordActivity } from '../activity/activity.ts'
import { dropStream, forbidStream, readStreamState, resumeStream } from '../cloud/streams.ts'
import { createTurns } from '../in-turn.ts'
import type { Bans, PushEvent } from './bans.ts'
import { bannedUntil, carryOut, type Wait } from './carry-out.ts'
import { isStillOn } from './follow.ts'
import { identify, type Look, lookAt, placesOnAir, readBlastRadius } from './look.ts'
import { createRuns, type RunListener } from './runs.ts'

export interface EnforceOptions {
  /** Goes to the cloud with a ban, and into Activity. */
  readonly reason: string
  /** Who decided, where it is not who has asked for what runs now. */
  readonly by?: string
}

export interface BanOptions extends EnforceOptions {
  /** Epoch milliseconds; null = 7 days from now. */
  readonly until: number | null
}

/**
 * The three changes resolve when the cloud has accepted them; how they end is told to `onProgress` and kept in
 * `list`. They throw `domain.notFound`, `stream.playDomain`, `stream.unknown`, `stream.banLength`, whatever the
 * cloud refuses, and `stream.unclear` when an answer got lost and the stream does not look as if it was done.
 */
export interface Enforcer {
  cut(ref: StreamRef, options: EnforceOptions): Promise<Enforcement>
  ban(ref: StreamRef, options: BanOptions): Promise<Enforcement>
  resume(ref: StreamRef, options: EnforceOptions): Promise<Enforcement>
  /** The same for a certain account, as part of a plan. */
  liftFor(account: ActiveAccount, ref: StreamRef, planId: string): Promise<void>
  state(ref: StreamRef, signal: AbortSignal): Promise<{ state: StreamState; fetchedAt: number }>
  /** What a ban of this name would hit: it goes by name, across domains and apps. */
  blastRadius(stream: string, signal: AbortSignal): Promise<BlastRadius>
  /** Of the active account, newest first. */
  list(): Enforcement[]
  onProgress(listener: RunListener): () => void
  observe(events: readonly PushEvent[]): void
  close(): void
}

export interface EnforcerParts {
  readonly requireAccount: RequireAccount
  readonly bans: Bans
  readonly record: RecordActivity
  /** Display name of who has asked for what runs now. */
  readonly actor: () => string
  readonly changed: () => void
  readonly now: () => number
  /** Stands in for the passing of time in tests. */
  readonly wait?: Wait
}

const day = 24 * 60 * 60_000
const kinds = { cut: 'stream.cut', ban: 'stream.banned', resume: 'stream.resumed' } satisfies Record<
  EnforcementAction,
  ActivityKind
>

interface Wanted {
  readonly action: EnforcementAction
  readonly ref: StreamRef
  readonly reason: string
  readonly by: string
  readonly until: number | null
}

export function createEnforcer(parts: EnforcerParts): Enforcer {
  const { requireAccount, bans, record, actor, changed, now, wait } = parts
  const inTurn = createTurns()
  const runs = createRuns({ changed, now, wait })

  const enforce = (
    wanted: Wanted,
    { account = requireAccount(), planId = null }: { account?: ActiveAccount; planId?: string | null } = {},
  ): Promise<Enforcement> => {
    const { domain, app, stream } = wanted.ref
    const key = JSON.stringify([account.id, stream])
    return inTurn(key, () =>
      account.hold(async () => {
        const entry = {
          kind: kinds[wanted.action],
          target: [domain, app, stream].filter((part) => part !== '').join('/'),
          account: account.id,
          planId,
          actor: wanted.by,
        }
        const facts = { reason: wanted.reason, ...(wanted.until === null ? {} : { until: wanted.until }) }
        try {
          const accepted = await ask(account, wanted)
          const { onAirAt } = accepted.run
          record({
            ...entry,
            after: { ...facts, places: onAirAt.length, confirmedBy: accepted.run.confirmedBy },
            ...(wanted.action === 'ban' && { undo: [{ subject: 'ban', domain, app, stream }] }),
          })
          return runs.begin(account, accepted.run, accepted.look)
        } catch (error) {
          record({ ...entry, after: facts, error })
          throw error
        }
      }),
    )
  }

  async function ask(account: ActiveAccount, wanted: Wanted) {
    const { cloud } = account
    const { action, ref, reason, until } = wanted
    const requestedAt = now()
    const before = await (action === 'resume' ? lookAt(cloud, ref) : identify(cloud, ref, requestedAt))
    const onAirAt = await (action === 'ban' ? placesOnAir(cloud, ref.stream) : before.onAir)
    const confirmedBy = await carryOut(
      () => call(account, wanted),
      () => isDone(account, wanted, before),
      { ref, action, wait },
    )
    const acceptedAt = now()
    if (action === 'ban')
      bans.note({
        ...ref,
        accountId: account.id,
        reason,
        actor: wanted.by,
        createdAt: requestedAt,
        expiresAt: until ?? acceptedAt,
      })
    if (action === 'resume') bans.lift(account.id, ref.stream)
    const look = lookFor(account, wanted)
    return {
      look,
      run: {
        action,
        ...ref,
        reason,
        until,
        requestedAt,
        acceptedAt,
        confirmedBy,
        onAirAt: action === 'resume' ? [] : [...onAirAt],
      },
    }
  }

  const isDone = async (account: ActiveAccount, { action, ref, until }: Wanted, before: Look): Promise<boolean> => {
    const { state, onAir } = await lookAt(account.cloud, ref)
    if (action === 'cut') return before.onAir.length > 0 && before.onAir.every((place) => !isStillOn(place, onAir))
    if (action === 'resume') return state === 'active' || state === 'inactive'
    if (state !== 'forbid') return false
    // It was banned before: only the end of the ban tells whether this one was made.
    return before.state !== 'forbid' || (await bannedUntil(account, ref.stream, until))
  }

  return {
    cut: (ref, { reason, by = actor() }) => enforce({ action: 'cut', ref, reason, by, until: null }),
    async ban(ref, { reason, until, by = actor() }) {
      const end = until ?? now() + defaultBanDays * day
      if (end <= now() || end > now() + maxBanDays * day)
        throw new AppError('stream.banLength', { params: { days: maxBanDays } })
      return enforce({ action: 'ban', ref, reason, by, until: end })
    },
    resume: (ref, { reason, by = actor() }) => enforce({ action: 'resume', ref, reason, by, until: null }),
    async liftFor(account, ref, planId) {
      await enforce({ action: 'resume', ref, reason: '', by: actor(), until: null }, { account, planId })
    },
    async state(ref, signal) {
      const account = requireAccount()
      const o = { signal: AbortSignal.any([signal, account.signal]) }
      return { state: await readStreamState(account.cloud, ref, o), fetchedAt: now() }
    },
    blastRadius(stream, signal) {
      const account = requireAccount()
      return readBlastRadius(account.cloud, stream, now(), { signal: AbortSignal.any([signal, account.signal]) })
    },
    list: () => runs.of(requireAccount().id),
    onProgress: runs.onProgress,
    observe: runs.observe,
    close: runs.close,
  }
}

function call({ cloud }: ActiveAccount, { action, ref, reason, until }: Wanted): Promise<void> {
  if (action === 'cut') return dropStream(cloud, ref)
  return action === 'ban' ? forbidStream(cloud, ref, { until: until ?? 0, reason }) : resumeStream(cloud, ref)
}

/** What the loop looks at: of a resumed stream, that it is no longer banned. */
function lookFor({ cloud }: ActiveAccount, { action, ref }: Wanted) {
  return async (signal: AbortSignal): Promise<readonly StreamPlace[]> => {
    if (action === 'cut') return (await lookAt(cloud, ref, { signal })).onAir
    if (action === 'ban') return placesOnAir(cloud, ref.stream, { signal })
    const state = await readStreamState(cloud, ref, { signal })
    if (state === 'unknown') throw new Error('the cloud does not say whether it is banned')
    return state === 'forbid' ? [{ ...ref, isOnAir: false, onAirSince: null, lastEndedAt: null }] : []
  }
}
