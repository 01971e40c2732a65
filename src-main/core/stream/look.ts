/** What the cloud says of one stream name right now, and whether the stream is this account's at all. */
import { AppError } from '../../contract/errors.ts'
import {
  type BlastRadius,
  radiusDays,
  type StreamPlace,
  type StreamRef,
  type StreamState,
} from '../../contract/streams.ts'
import type { CallOptions, Cloud } from '../cloud/cloud.ts'
import { listDomains } from '../cloud/domains.ts'
import { listOnline, listPushes, readStreamState } from '../cloud/streams.ts'

const day = 24 * 60 * 60_000
/** How far back a push makes a stream known (the API reaches back 60 days, a month at once). */
const knownDays = 30
/** Of a flapping stream; its places show among the newest. */
const mostPushes = 500

export interface Look {
  readonly state: StreamState
  /** Where the name is on air: of a cut the one place, of a ban every place. */
  readonly onAir: readonly StreamPlace[]
}

/** The state of one stream. `forbid` says only that it may not push: whether it still does, the online list tells. */
export async function lookAt(cloud: Cloud, ref: StreamRef, o: CallOptions = {}): Promise<Look> {
  const state = await readStreamState(cloud, ref, o)
  return { state, onAir: state === 'inactive' ? [] : await readPlaces(cloud, ref, o) }
}

/** Every place where the name is on air. */
export const placesOnAir = (cloud: Cloud, stream: string, o: CallOptions = {}): Promise<StreamPlace[]> =>
  readPlaces(cloud, { stream }, o)

async function readPlaces(cloud: Cloud, filter: Partial<StreamRef>, o: CallOptions): Promise<StreamPlace[]> {
  const found = await listOnline(cloud, filter, o)
  return found.map(({ domain, app, since }) => ({ domain, app, isOnAir: true, onAirSince: since, lastEndedAt: null }))
}

/**
 * A body can name any stream (security W6): the domain must be one of the account's push domains, and the
 * stream on air, banned, or pushed to it within the last month. Throws `domain.notFound`, `stream.playDomain`
 * or `stream.unknown`.
 */
export async function identify(cloud: Cloud, ref: StreamRef, now: number): Promise<Look> {
  const domains = await listDomains(cloud)
  const domain = domains.find(({ name }) => name === ref.domain)
  if (!domain) throw new AppError('domain.notFound', { params: { domain: ref.domain } })
  if (domain.kind !== 'push') throw new AppError('stream.playDomain', { params: { domain: ref.domain } })
  const look = await lookAt(cloud, ref)
  if (look.state !== 'inactive') return look
  const span = { from: now - knownDays * day, to: now }
  const { pushes } = await listPushes(cloud, { ...ref, ...span, withRefused: false }, 1)
  if (pushes.length === 0) throw new AppError('stream.unknown', { params: { ...ref } })
  return look
}

export async function readBlastRadius(
  cloud: Cloud,
  stream: string,
  now: number,
  o: CallOptions = {},
): Promise<BlastRadius> {
  const span = { from: now - radiusDays * day, to: now }
  const [onAir, { pushes, isComplete }] = await Promise.all([
    placesOnAir(cloud, stream, o),
    listPushes(cloud, { stream, ...span, withRefused: false }, mostPushes, o),
  ])
  const places = new Map(onAir.map((place) => [placeKey(place), place]))
  for (const { domain, app, endedAt } of pushes) {
    const known = places.get(placeKey({ domain, app }))
    const lastEndedAt = Math.max(known?.lastEndedAt ?? 0, endedAt ?? 0) || null
    const { isOnAir = false, onAirSince = null } = known ?? {}
    places.set(placeKey({ domain, app }), { domain, app, isOnAir, onAirSince, lastEndedAt })
  }
  const sorted = [...places.values()].sort(
    (a, b) =>
      Number(b.isOnAir) - Number(a.isOnAir) ||
      (b.lastEndedAt ?? 0) - (a.lastEndedAt ?? 0) ||
      placeKey(a).localeCompare(placeKey(b)),
  )
  return { stream, places: sorted, isComplete, fetchedAt: now }
}

/** Tells one place from another. */
export const placeKey = ({ domain, app }: { domain: string; app: string }) => JSON.stringify([domain, app])
