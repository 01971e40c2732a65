/**
 * Finds bindings under which nothing arrives although something should: a stream is on air that began after the
 * binding took effect, the template's start event leads to this desk, the desk has been listening all the while, and
 * still no event of the stream has come. Anything less certain is not called silent.
 */
import type { StreamRef } from '../../contract/streams.ts'
import type { OnlineStream } from '../cloud/streams.ts'

export interface WatchedBinding {
  readonly domain: string
  /** '' = the whole domain. */
  readonly app: string
  /** Start events under it come to this desk. */
  readonly isHere: boolean
  /** From when on a new stream must be heard; null while it is not in effect. */
  readonly effectiveFrom: number | null
}

export interface SilentBinding {
  readonly domain: string
  readonly app: string
  /** The stream that is on air and not heard, the one that is longest. */
  readonly stream: StreamRef
  readonly since: number
}

export interface SilenceQuestion {
  readonly bindings: readonly WatchedBinding[]
  readonly online: readonly OnlineStream[]
  /** Whether any event of the stream has arrived since then. */
  readonly isHeard: (ref: StreamRef, since: number) => Promise<boolean>
  /** Whether the desk has been listening without a break since then. */
  readonly hasListened: (since: number) => boolean
  /** How long a start event may take. */
  readonly graceMs: number
  readonly now: number
}

export async function findSilent(question: SilenceQuestion): Promise<SilentBinding[]> {
  const { bindings, online, isHeard, hasListened, graceMs, now } = question
  const rules = new Map(bindings.map((binding) => [keyOf(binding.domain, binding.app), binding]))
  const silent = new Map<WatchedBinding, SilentBinding>()
  const heard = new Set<WatchedBinding>()
  for (const { since, ...ref } of [...online].sort((a, b) => (a.since ?? 0) - (b.since ?? 0))) {
    // An app's own rule most likely wins over the domain's (css-api, section 11).
    const binding = rules.get(keyOf(ref.domain, ref.app)) ?? rules.get(keyOf(ref.domain, ''))
    if (!binding?.isHere || heard.has(binding) || since === null) continue
    const { effectiveFrom } = binding
    const isDue = effectiveFrom !== null && since > effectiveFrom && now - since > graceMs && hasListened(since)
    if (!isDue) continue
    if (await isHeard(ref, since)) heard.add(binding)
    else if (!silent.has(binding)) silent.set(binding, { domain: binding.domain, app: binding.app, stream: ref, since })
  }
  // One stream that is heard shows that the way is open.
  return [...silent].filter(([binding]) => !heard.has(binding)).map(([, found]) => found)
}

const keyOf = (domain: string, app: string) => JSON.stringify([domain, app])
