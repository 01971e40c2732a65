/**
 * The bans this desk knows of: noted when made here, and watched afterwards: refused pushes of a banned name are
 * attempts, one that gets on air has broken the ban.
 */
import { isProven } from '../../contract/events.ts'
import { refusedCode } from '../../contract/streams.ts'
import type { Log } from '../log.ts'
import type { NewBan, StoredBan, StreamBansTable } from '../store/stream-bans.ts'

/** What an event must tell to be taken for a push. */
export interface PushEvent {
  readonly accountId: string | null
  readonly type: number | null
  readonly domain: string | null
  readonly app: string | null
  readonly stream: string | null
  readonly occurredAt: number | null
  readonly receivedAt: number
  readonly trust: string
  readonly facts: Readonly<Record<string, string | number | null>>
}

export interface Bans {
  note(ban: NewBan): void
  lift(accountId: string, stream: string): void
  of(accountId: string, stream: string): StoredBan | null
  observe(events: readonly PushEvent[]): void
  readonly table: StreamBansTable
}

/** A push that began this long before the ban may still tell of its start afterwards. */
const graceMs = 5000

export function createBans({
  table,
  changed,
  log,
  now,
}: {
  table: StreamBansTable
  changed: () => void
  log: Log
  now: () => number
}): Bans {
  /** A ban stands in the cloud whether or not it can be written down here. */
  const write = (work: () => void) => {
    try {
      work()
    } catch (error) {
      log.error('a ban could not be noted on this desk', { error })
    }
    changed()
  }
  const find = (accountId: string, stream: string) => table.of(accountId, stream, now())

  function judge(event: PushEvent): void {
    const { accountId, stream, type } = event
    if (accountId === null || stream === null || (type !== 0 && type !== 1)) return
    const ban = find(accountId, stream)
    const at = event.occurredAt ?? event.receivedAt
    if (!ban || at < ban.createdAt - graceMs) return
    if (type === 1 && at > ban.createdAt + graceMs) write(() => table.noteBroken(ban.id, at))
    if (type === 0 && event.facts.code === refusedCode) write(() => table.noteAttempt(ban.id, at))
  }

  return {
    table,
    note: (ban) => write(() => table.add(ban)),
    lift: (accountId, stream) => write(() => table.lift(accountId, stream, now())),
    of: find,
    observe(events) {
      for (const event of events) if (isProven(event)) judge(event)
    },
  }
}
