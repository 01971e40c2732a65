/**
 * The active account's connection to the cloud. A switch aborts what was being read for the old account;
 * a change that has begun (`hold`) still finishes there, because half a re-binding is worse than either end.
 */
import { AppError } from '../../contract/errors.ts'
import type { RequireAccount } from '../active-account.ts'
import type { Cloud, CloudAccess } from '../cloud/cloud.ts'
import type { StoredAccount } from './stored-account.ts'

export interface Active {
  readonly require: RequireAccount
  /** Aborts when another account becomes active. */
  signal(): AbortSignal
  /** Starts afresh for the account that is active now. */
  reset(): void
  close(): void
}

interface Connection {
  readonly accountId: string
  readonly cloud: Cloud
  holds: number
  isOver: boolean
}

export function createActive({
  accounts,
  connect,
}: {
  accounts: { activeId(): string | null; get(id: string): StoredAccount; access(id: string): CloudAccess }
  connect: (access: CloudAccess, accountId: string) => Cloud
}): Active {
  let controller = new AbortController()
  let connection: Connection | null = null

  const closeWhenFree = (old: Connection) => {
    if (old.isOver && old.holds === 0) old.cloud.close()
  }
  const reset = () => {
    controller.abort(new AppError('call.cancelled'))
    controller = new AbortController()
    const old = connection
    connection = null
    if (!old) return
    old.isOver = true
    closeWhenFree(old)
  }

  return {
    require() {
      const id = accounts.activeId()
      if (id === null) throw new AppError('account.none')
      // Asked each time: a token can expire and a vault be locked while the client lives.
      const access = accounts.access(id)
      const { site, practiceTimeScale } = accounts.get(id)
      if (connection?.accountId !== id)
        connection = { accountId: id, cloud: connect(access, id), holds: 0, isOver: false }
      const current = connection
      return {
        id,
        site,
        timeScale: practiceTimeScale ?? 1,
        cloud: current.cloud,
        signal: controller.signal,
        async hold(change) {
          current.holds += 1
          try {
            return await change()
          } finally {
            current.holds -= 1
            closeWhenFree(current)
          }
        },
      }
    },
    signal: () => controller.signal,
    reset,
    close: reset,
  }
}
