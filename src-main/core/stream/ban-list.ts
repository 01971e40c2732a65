/** The bans of the account: the cloud's list where the site has one, and the ones made on this desk. */
import type { Ban } from '../../contract/streams.ts'
import type { CloudBan } from '../cloud/streams.ts'
import type { StoredBan } from '../store/stream-bans.ts'

export const deskBan = ({ accountId: _accountId, ...ban }: StoredBan): Ban => ({ ...ban, source: 'desk' })

/** Those that end soonest first. Where the cloud has a list, a ban that is not in it no longer runs. Pure. */
export function joinBans(desk: readonly StoredBan[], cloud: readonly CloudBan[] | null): Ban[] {
  const made = new Map(desk.map((ban) => [ban.stream, ban]))
  const running =
    cloud === null
      ? desk.map(deskBan)
      : cloud.map((ban): Ban => {
          const own = made.get(ban.stream)
          if (own) return { ...deskBan(own), expiresAt: ban.expiresAt ?? own.expiresAt, source: 'both' }
          const none = { id: null, reason: '', actor: '', liftedAt: null, attempts: 0, lastAttemptAt: null }
          return { ...none, ...ban, brokenAt: null, source: 'cloud' }
        })
  return running.sort((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0))
}

/** A ban younger than this may not be in the cloud's list yet. */
export const listLagMs = 60_000

/** Bans noted here as running that the cloud no longer has: somebody lifted them elsewhere. Pure. */
export const liftedElsewhere = (
  desk: readonly StoredBan[],
  cloud: readonly { stream: string }[],
  now: number,
): StoredBan[] =>
  desk.filter((ban) => ban.createdAt < now - listLagMs && !cloud.some(({ stream }) => stream === ban.stream))
