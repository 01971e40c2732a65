/** Whose the stream of a case is, and what a ban of it hits: asked of the API, never taken from the body (security W6). */
import type { CaseBlastRadius } from '../../contract/alerts.ts'
import type { StreamIdentity } from '../../contract/cases.ts'
import type { Log } from '../log.ts'
import type { Book, Case } from './book.ts'
import { refOf } from './decisions.ts'
import type { Enforcer } from './enforcer.ts'

export interface Identities {
  /** Asks in the background; the case then says it. */
  check(record: Case): void
  /** Throws `case.noStream` and whatever keeps the API from answering. */
  radius(record: Case): Promise<CaseBlastRadius>
  /** null when the API does not answer; one asked for just now is taken again. */
  tryRadius(record: Case): Promise<CaseBlastRadius | null>
}

const freshMs = 30_000
const mostKept = 200

export function createIdentities({
  book,
  enforcer,
  activeAccount,
  log,
  now,
}: {
  book: Book
  enforcer: Enforcer
  activeAccount: () => string | null
  log: Log
  now: () => number
}): Identities {
  const kept = new Map<number, CaseBlastRadius>()
  const checking = new Set<number>()

  const learn = (caseId: number, identity: StreamIdentity) => {
    const found = book.get(caseId)
    if (found && found.identity !== identity) book.change(() => book.put({ ...found, identity }))
  }
  const ask = async (record: Case): Promise<CaseBlastRadius> => {
    const ref = refOf(record)
    const account = activeAccount()
    const { signal } = new AbortController()
    const [identity, { places, isComplete }] = await Promise.all([
      enforcer.identify(ref, signal),
      enforcer.blastRadius(ref.stream, signal),
    ])
    if (account === activeAccount()) learn(record.id, identity)
    const radius: CaseBlastRadius = {
      stream: ref.stream,
      identity,
      places: places.map(({ domain, app, onAirSince, lastEndedAt, isOnAir }) => ({
        domain,
        app,
        onAirSince: isOnAir ? (onAirSince ?? 0) : null,
        lastEndedAt,
        isCase: domain === ref.domain && app === ref.app,
      })),
      isComplete,
      at: now(),
    }
    kept.delete(record.id)
    kept.set(record.id, radius)
    if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? 0)
    return radius
  }

  return {
    check(record) {
      if (record.identity !== 'unread' || checking.has(record.id)) return
      checking.add(record.id)
      ask(record)
        .catch((error: unknown) => log.warn('whose stream it is could not be read', { case: record.id, error }))
        .finally(() => checking.delete(record.id))
    },
    radius: ask,
    async tryRadius(record) {
      const known = kept.get(record.id)
      if (known && known.at > now() - freshMs) return known
      try {
        return await ask(record)
      } catch (error) {
        log.warn('what a ban would hit could not be read', { case: record.id, error })
        return null
      }
    },
  }
}
